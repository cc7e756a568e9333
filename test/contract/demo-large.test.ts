/** The demonstration of size `large`, scaled down: exact, and sound for every rule that rows of a desk keep. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSite } from '../../server/administration.ts';
import { connectDatabase, type Connected } from '../../server/db/connect.ts';
import { seedDemo } from '../../server/demo/seed-demo.ts';
import { checkSums, bucketRows } from '../../server/sync/check.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import { demoSizes } from '../../shared/rules/demo/generate-demo.ts';
import { applyRange, applyTail } from '../../shared/sync/device/apply-pull.ts';
import { checkRows } from '../../shared/sync/device/check-rows.ts';
import { createTestDevice } from '../../shared/sync/device/test-device.ts';
import { bucketCount, rowChecksum } from '../../shared/sync/wire/row-checksum.ts';
import { newDevice, postgresHost, type StoreHost } from '../support/site-fixture.ts';

/** A two-hundredth of it. */
const size = { ...demoSizes.large, customers: 500, vehicles: 600, visits: 5_000 };
const now = Date.parse('2026-11-24T15:00:00+08:00');
const told: string[] = [];
let host: StoreHost & { readonly connectionString: string };
let connected: Connected;
let siteId: string;

beforeAll(async () => {
  host = await postgresHost();
  connected = connectDatabase({ connectionString: host.connectionString });
  await seed();
  const state = await connected.db
    .selectFrom('server_state')
    .select('demo_site_id')
    .executeTakeFirstOrThrow();
  siteId = state.demo_site_id ?? '';
}, 120_000);
afterAll(async () => {
  await connected?.close();
  await host?.stop();
});

const seed = () => seedDemo({ db: connected.db, clock: () => now }, size, (line) => void told.push(line));

async function counts(): Promise<Record<string, number>> {
  const { rows } = await sql<{ entity: string; count: number }>`
    select entity, count(*)::int as count from record where site_id = ${siteId} group by 1`.execute(
    connected.db,
  );
  return Object.fromEntries(rows.map(({ entity, count }) => [entity, count]));
}

test('holds exactly as many customers, vehicles and visits as it says, once', async () => {
  const before = await counts();
  expect(before).toMatchObject({ customer: 500, guestCard: 500, vehicle: 600, visit: 5_009 });
  await seed();
  expect(await counts()).toEqual(before);
  expect(told).toEqual(['Making the demonstration dealership …']);
});

test('[R1] the head is the number of its changes, none is missing, and every row stands under one of them', async () => {
  const { rows } = await sql<Record<string, number>>`
    select s.head, (select count(*)::int from change c where c.site_id = s.id and c.verdict = 'applied') as applied,
      (select count(*)::int from change c where c.site_id = s.id) as changes,
      (select max(seq) from change c where c.site_id = s.id) as last,
      (select count(*)::int from change c where c.site_id = s.id and c.payload is not null) as payloads,
      (select count(*)::int from record r where r.site_id = s.id and not exists (
        select 1 from change c where c.site_id = s.id and c.seq = r.version)) as strays
    from site s where s.id = ${siteId}`.execute(connected.db);
  const { head } = rows[0] as { head: number };
  expect(head).toBeGreaterThan(70);
  expect(rows).toEqual([{ head, applied: head, changes: head, last: head, payloads: 0, strays: 0 }]);
});

test('[R11] every row is summed up as it is', async () => {
  const rows = await connected.db
    .selectFrom('record')
    .select(['entity', 'id', 'version', 'data', 'checksum'])
    .where('site_id', '=', siteId)
    .execute();
  const wrong = rows.filter(
    ({ entity, id, version, data, checksum }) => !data || checksum !== rowChecksum(entity, id, version, data),
  );
  expect(wrong).toEqual([]);
});

test.each(['bar', 'office'] as const)(
  '[R11] a desk of the station %s receives all its scopes have, and its check finds nothing to mend',
  async (station) => {
    const server = await newDevice(host, siteId, { station });
    const epoch = await host.store.epoch();
    const scopes = receivedScopes(station);
    const about = { deviceId: server.id, siteId, epoch, station, scopes, cursor: null };
    const desk = await createTestDevice(about);
    for (const { mode, cursor, rows, lastOpSeq, range, head } of await server.pullAll(null))
      if (mode === 'tail')
        await applyTail(
          desk.store,
          desk.device(),
          { rows, cursor, lastOpSeq, backedUpTo: 0, serverTime: 1, head },
          0,
        );
      else if (range) await applyRange(desk.store, desk.device(), { range, rows, cursor });
    const visits = desk.store.snapshot().rows.get('visit');
    expect(visits?.size).toBe(5_009);
    expect(desk.store.snapshot().rows.get('customer')?.size ?? 0).toBe(station === 'office' ? 500 : 0);
    const context = { siteId, deviceId: server.id, station, now };
    let compared = 0;
    const answered = async <Value>(value: Promise<Value>) =>
      ({ ok: true, value: await value, sentAt: 0, receivedAt: 0 }) as const;
    const transport = {
      check: (_token: string, request: Parameters<typeof checkSums>[2]) => {
        compared += bucketCount;
        return answered(checkSums(host.store, context, request));
      },
      bucket: (_token: string, request: Parameters<typeof bucketRows>[2]) =>
        answered(bucketRows(host.store, context, request)),
    };
    const changed: string[] = [];
    const { store } = desk;
    const checked = await checkRows({
      store,
      transport,
      onRowsChanged: (rows) => void changed.push(...rows.keys()),
    });
    expect(checked).toMatchObject({ ok: true, value: { mended: 0, left: 0 } });
    expect([compared, changed]).toEqual([bucketCount, []]);
  },
);

test('one that was cut off is taken away and made anew; a dealership of the same name stays', async () => {
  const { db } = connected;
  const name = '吉安富源丰田';
  const own = await createSite({ db, clock: () => now }, name);
  const before = await counts();
  // As a server leaves it that was killed before the last line.
  await db.updateTable('server_state').set({ demo_site_id: null }).execute();
  await seed();
  // The same seed at the same time makes the same site again.
  const sites = await db.selectFrom('site').select('id').where('name', '=', name).execute();
  expect(sites.map(({ id }) => id).toSorted()).toEqual([own, siteId].toSorted());
  expect(await counts()).toEqual(before);
}, 120_000);
