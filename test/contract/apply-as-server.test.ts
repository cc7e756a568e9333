import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase, type Connected } from '../../server/db/connect.ts';
import { migrate } from '../../server/db/migrations.ts';
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

test('[R2] several processes that write in the server’s name at once are one device without a gap', async () => {
  const writer = { db: connected.db, clock: Date.now };
  const runs = Array.from({ length: 4 }, (_, run) =>
    applyAsServer(
      writer,
      siteId,
      Array.from({ length: 150 }, (_, at) => staff(`u${run}.${at}`)),
    ),
  );
  await Promise.all(runs);
  const rows = await connected.db.selectFrom('record').select('id').where('entity', '=', 'staff').execute();
  expect(rows).toHaveLength(600);
  const devices = await connected.db.selectFrom('device').select(['state', 'op_seq']).execute();
  expect(devices).toEqual([{ state: 'active', op_seq: 600 }]);
});
