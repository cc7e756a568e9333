/** A new life of the database that another server begins while this one is in the middle of a request (R8). */
import { Client, type PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { beginLife } from '../../server/db/begin-life.ts';
import { checkSums } from '../../server/sync/check.ts';
import { headChannel } from '../../server/sync/pg-store.ts';
import { pullRows } from '../../server/sync/pull.ts';
import { pushChanges } from '../../server/sync/push.ts';
import type { SiteStore } from '../../server/sync/site-store.ts';
import type { Change } from '../../shared/sync/wire/protocol.ts';
import { newDevice, postgresHost, visitPatch, type TestDevice } from '../support/site-fixture.ts';

type Host = Awaited<ReturnType<typeof postgresHost>>;
let host: Host;
let elsewhere: Client;
let siteId: string;
let device: TestDevice;
let epoch: string;

beforeAll(async () => {
  host = await postgresHost();
  elsewhere = new Client({ connectionString: host.connectionString });
  await elsewhere.connect();
}, 60_000);
afterAll(async () => {
  await elsewhere?.end();
  await host?.stop();
});
beforeEach(async () => {
  siteId = await host.newSite();
  device = await newDevice(host, siteId);
  epoch = await host.store.epoch();
});

const life = { knownHeads: [], backupAgeMs: 0 };
async function otherLife(): Promise<string> {
  await elsewhere.query('begin');
  const next = await beginLife(elsewhere as unknown as PoolClient, life);
  await elsewhere.query('commit');
  return next;
}

/** The store of a server that another one overtakes just before its transaction. */
const overtaken = (): SiteStore => ({
  ...host.store,
  pull: async (site, work) => (await otherLife(), host.store.pull(site, work)),
  push: async (site, work) => (await otherLife(), host.store.push(site, work)),
});

const place = () => ({ siteId, deviceId: device.id, station: 'bar' as const, now: Date.now() });
const pushing = { isServer: false, earlierIds: [], onBusy: () => undefined, onRefused: () => undefined };
const push = (store: SiteStore, changes: Change[]) =>
  pushChanges(store, { ...place(), ...pushing }, { protocol: 1, epoch, ackedOpSeq: 0, changes });
const newVisit = () => device.numbered({ patches: [visitPatch(uuidv7())] });
const kept = () => host.kept(siteId);

test('[R8] a page is of the epoch it says: none of the new one is told under the old', async () => {
  const answer = pullRows(overtaken(), place(), { protocol: 1, epoch, cursor: null, limit: 10 });
  await expect(answer).rejects.toMatchObject({ code: 'epoch_changed' });
});

test('[R8] no checksums of another epoch are told either', async () => {
  const { cursor } = (await device.pullAll(null)).at(-1) ?? {};
  const answer = checkSums(overtaken(), place(), { protocol: 1, epoch, cursor: cursor ?? '' });
  await expect(answer).rejects.toMatchObject({ code: 'epoch_changed' });
});

test('[R8] what was numbered for the old epoch is not taken in the new one', async () => {
  await expect(push(overtaken(), [newVisit()])).rejects.toMatchObject({ code: 'epoch_changed' });
  expect(JSON.parse(await kept())).toEqual([[], []]);
});

test('[R8] the desks of the other servers are told at once, for they have rows to return', async () => {
  const server = new Client({ connectionString: host.connectionString });
  onTestFinished(() => server.end());
  await server.connect();
  const told: unknown[] = [];
  server.on('notification', ({ payload = '' }) => told.push(JSON.parse(payload)));
  await server.query(`listen ${headChannel}`);
  const next = await otherLife();
  const wanted = { siteId, head: 1_000_000_000, epoch: next };
  await expect.poll(() => told, { timeout: 5_000 }).toContainEqual(wanted);
});

test('[R8] a push that waits for the site’s lock while the epoch changes is asked to come again', async () => {
  await elsewhere.query('begin');
  await elsewhere.query('select 1 from site where id = $1 for update', [siteId]);
  const change = newVisit();
  const pushed = push(host.store, [change]);
  const waits = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%for update%'`;
  const { pool } = host;
  await expect.poll(async () => (await pool.query(waits)).rowCount, { timeout: 4_000 }).toBe(1);
  const next = await beginLife(elsewhere as unknown as PoolClient, life);
  await elsewhere.query('commit');
  expect(await pushed).toMatchObject({ results: [{ opId: change.opId, verdict: 'retry' }] });
  expect(JSON.parse(await kept())).toEqual([[], []]);
  await expect(push(host.store, [change])).rejects.toMatchObject({
    code: 'epoch_changed',
    extra: { epoch: next },
  });
});
