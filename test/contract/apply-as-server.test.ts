import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addUser, createSite, insertSite } from '../../server/administration.ts';
import { connectDatabase, type Connected } from '../../server/db/connect.ts';
import { migrate } from '../../server/db/migrations.ts';
import { StartFailure } from '../../server/start-failure.ts';
import { applyAsServer, type ServerChange } from '../../server/sync/apply-as-server.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
let connected: Connected;
const siteId = uuidv7();

beforeAll(async () => {
  postgres = await startPostgres();
  connected = connectDatabase({ connectionString: await postgres.freshDatabase() });
  await migrate(connected.pool);
  await connected.db.insertInto('site').values({ id: siteId, name: 'S', head: 0, created_at: 0 }).execute();
}, 60_000);
afterAll(async () => {
  await connected?.close();
  await postgres?.stop();
});

const staff = (username: string): ServerChange => ({
  name: 'addUser',
  occurredAt: 1,
  patches: [{ entity: 'staff', id: uuidv7(), op: 'create', set: { username, name: username, roles: [] } }],
});

describe('what an administrator makes', () => {
  const admin = () => ({ db: connected.db, clock: Date.now });
  const person = { username: 'chen', name: '陈静', roles: ['head' as const], password: 'secret 1' };
  const sites = () => connected.db.selectFrom('site').select('name').execute();
  const accounts = () => connected.db.selectFrom('account').select('username').execute();

  test.each([
    ['A user name', { username: 'u'.repeat(41) }],
    ['The name of a person', { name: '名'.repeat(41) }],
  ])('%s that is too long is told in one sentence, and nothing is made', async (what, change) => {
    const adding = addUser(admin(), siteId, { ...person, ...change });
    await expect(adding).rejects.toThrow(
      new StartFailure(`${what} is too long, or holds what no text may hold.`),
    );
    expect(await accounts()).toEqual([]);
  });

  test('so is the name of a site', async () => {
    const before = await sites();
    await expect(createSite(admin(), '名'.repeat(81))).rejects.toThrow(StartFailure);
    expect(await sites()).toEqual(before);
  });

  test('is made whole or not at all: an account without its row on the desks is none', async () => {
    const adding = addUser(admin(), siteId, { ...person, roles: ['king' as never] });
    await expect(adding).rejects.toThrow('was not applied');
    expect(await accounts()).toEqual([]);
    expect(await connected.db.selectFrom('account_roles').selectAll().execute()).toEqual([]);
    await addUser(admin(), siteId, person);
    expect(await accounts()).toEqual([{ username: 'chen' }]);
  });

  test('by two at once is made one after the other', async () => {
    const site = await createSite(admin(), 'Two');
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(names.map((username) => addUser(admin(), site, { ...person, username })));
    const staffRows = connected.db.selectFrom('record').select('id').where('site_id', '=', site);
    expect(await staffRows.where('entity', '=', 'staff').execute()).toHaveLength(6);
  });
});

test('[R2] several processes that write in the server’s name at once are one device without a gap', async () => {
  const writer = { db: connected.db, clock: Date.now };
  const site = uuidv7();
  await insertSite(writer, site, 'S');
  const runs = Array.from({ length: 4 }, (_, run) =>
    applyAsServer(
      writer,
      site,
      Array.from({ length: 150 }, (_, at) => staff(`u${run}.${at}`)),
    ),
  );
  await Promise.all(runs);
  const rows = await connected.db.selectFrom('record').select('id').where('site_id', '=', site).execute();
  expect(rows).toHaveLength(600);
  const devices = await connected.db
    .selectFrom('device')
    .select(['state', 'op_seq'])
    .where('site_id', '=', site)
    .execute();
  expect(devices).toEqual([{ state: 'active', op_seq: 600 }]);
});
