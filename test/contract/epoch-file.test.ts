/** Epoch and heads outside the database: one that was put back in time by other means is noticed at the next start. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { insertSite } from '../../server/administration.ts';
import { connectDatabase, type Connected } from '../../server/db/connect.ts';
import { migrate } from '../../server/db/migrations.ts';
import { keepEpoch } from '../../server/epoch-file.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
let database: Connected;
let folder: string;
const siteId = uuidv7();
const told: string[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cr-desk-epoch-'));
  database = await freshDatabase();
  await insertSite({ ...database, clock: Date.now }, siteId, 'Test');
  await setHead(50);
  told.length = 0;
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function freshDatabase(): Promise<Connected> {
  const connected = connectDatabase({ connectionString: await postgres.freshDatabase() });
  await migrate(connected.pool);
  return connected;
}

const file = () => join(folder, 'epoch.json');
const noted = async () => JSON.parse(await readFile(file(), 'utf8')) as unknown;
const setHead = (head: number) => database.db.updateTable('site').set({ head }).execute();
const start = (connected = database) => keepEpoch(connected.pool, folder, (line) => told.push(line));
async function startAndStop(connected = database): Promise<void> {
  await (await start(connected)).close();
}
async function state() {
  const { epoch } = await database.db.selectFrom('server_state').select('epoch').executeTakeFirstOrThrow();
  const { head } = await database.db.selectFrom('site').select('head').executeTakeFirstOrThrow();
  return { epoch, head };
}

test('[R8.2] epoch and heads are noted at the start, as commits come, and at the end', async () => {
  const { epoch } = await state();
  const keeper = await start();
  expect(await noted()).toEqual({ epoch, heads: { [siteId]: 50 } });
  expect((await stat(file())).mode & 0o777).toBe(0o600);
  await setHead(60);
  await expect.poll(noted, { timeout: 5_000 }).toEqual({ epoch, heads: { [siteId]: 60 } });
  await setHead(61);
  await keeper.close();
  expect(await noted()).toEqual({ epoch, heads: { [siteId]: 61 } });
});

test('[R8.2] nothing happens where the database is as it was, or ahead', async () => {
  await startAndStop();
  const { epoch } = await state();
  await setHead(70);
  await startAndStop();
  expect(await state()).toEqual({ epoch, head: 70 });
  expect(told).toEqual([]);
});

test('[R8.2] a lower head begins a new epoch above all that was noted, with a line in the log', async () => {
  await startAndStop();
  const { epoch } = await state();
  await setHead(20);
  await startAndStop();
  const now = await state();
  expect(now.head).toBe(1_000_000_050);
  expect(now.epoch).not.toBe(epoch);
  expect(told).toEqual([
    'The database is behind: its head is 20, noted was 50: a new epoch begins, and desks return what is missing.',
  ]);
  const restores = await database.db.selectFrom('site_restore').selectAll().execute();
  expect(restores).toMatchObject([{ ended_epoch: epoch, restored_to: 20, starts_at: now.head }]);
  await startAndStop();
  expect(await state()).toEqual(now);
});

test('[R8.2] one that is put back under servers that go on serving begins one epoch too, above all that was noted', async () => {
  const keepers = [await start(), await start()];
  const { epoch } = await state();
  await setHead(20);
  await expect.poll(async () => (await state()).head, { timeout: 5_000 }).toBe(1_000_000_050);
  const now = await state();
  expect(now.epoch).not.toBe(epoch);
  // Both have looked again, and take it on.
  for (const keeper of keepers) await keeper.close();
  expect(await state()).toEqual(now);
  expect(told).toHaveLength(1);
  expect(await noted()).toEqual({ epoch: now.epoch, heads: { [siteId]: now.head } });
});

test('[R8.2] a database from before the last restore begins a new epoch', async () => {
  await startAndStop();
  const { epoch } = await state();
  await setHead(20);
  await startAndStop();
  await database.db.deleteFrom('site_restore').execute();
  await database.db.updateTable('server_state').set({ epoch }).execute();
  await setHead(2_000_000_000);
  await startAndStop();
  expect(await state()).toMatchObject({ epoch: expect.not.stringMatching(epoch), head: 3_000_000_000 });
});

test('[R8.2] an epoch that another server of this database began is simply noted', async () => {
  await startAndStop();
  const before = await readFile(file(), 'utf8');
  await setHead(20);
  await startAndStop();
  const now = await state();
  await writeFile(file(), before);
  await startAndStop();
  expect(await state()).toEqual(now);
  expect(await noted()).toMatchObject({ epoch: now.epoch });
});

test('[R8.2] another database has nothing to do with what was noted, and its sites are not forgotten for it', async () => {
  await startAndStop();
  const other = await freshDatabase();
  await insertSite({ ...other, clock: Date.now }, uuidv7(), 'Other');
  const keeper = await start(other);
  expect(told).toEqual([]);
  expect(keeper.notedHeads.get(siteId)).toBe(50);
  await keeper.close();
  await other.close();
  expect(await noted()).toMatchObject({ heads: { [siteId]: 50 } });
});

test('[R8.2] a file that cannot be read begins a new epoch: it may have said anything', async () => {
  await startAndStop();
  const { epoch } = await state();
  await writeFile(file(), '{"epoch":');
  await startAndStop();
  expect(await state()).toMatchObject({ epoch: expect.not.stringMatching(epoch), head: 1_000_000_050 });
  expect(told).toEqual([expect.stringMatching(/^The file epoch\.json cannot be read: a new epoch begins/)]);
});

test('[R8.2] two servers that start at once on a database put back begin one epoch', async () => {
  await startAndStop();
  await setHead(20);
  const keepers = await Promise.all([start(), start()]);
  for (const keeper of keepers) await keeper.close();
  expect(told).toHaveLength(1);
  expect((await state()).head).toBe(1_000_000_050);
});
