/** The divergence check (R11): the shipped engine on a device, the shipped server on both of its stores. */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { connectDatabase } from '../../server/db/connect.ts';
import { migrate } from '../../server/db/migrations.ts';
import { RequestFailure } from '../../server/request-failure.ts';
import { bucketRows, checkSums } from '../../server/sync/check.ts';
import type { Station } from '../../shared/entities/stations.ts';
import { applyRange, applyTail } from '../../shared/sync/device/apply-pull.ts';
import { checkRows } from '../../shared/sync/device/check-rows.ts';
import { createTestDevice, createVisit, editVisit } from '../../shared/sync/device/test-device.ts';
import type { BucketRequest, CheckRequest, PullAnswer } from '../../shared/sync/wire/protocol.ts';
import type { CheckTransport } from '../../shared/sync/wire/transport.ts';
import { onBothStores } from '../support/both-stores.ts';
import {
  erasePatch,
  newDevice,
  newEraser,
  postgresHost,
  updatePatch,
  visitPatch,
  type StoreHost,
  type TestDevice,
} from '../support/site-fixture.ts';

const inOneBucket = () => `${uuidv7().slice(0, -2)}07`;

onBothStores('a check on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));

  /** A desk that holds what its site does, and what it asks the server. */
  async function deskOf(server: TestDevice, station: Station = 'bar') {
    const epoch = await host.store.epoch();
    const desk = await createTestDevice({ deviceId: server.id, siteId: server.siteId, epoch, cursor: null });
    const { store } = desk;
    async function pull(): Promise<void> {
      for (const page of await server.pullAll(desk.device().cursor)) await apply(page);
    }
    async function apply(page: PullAnswer): Promise<void> {
      const { cursor, rows, lastOpSeq } = page;
      if (page.mode === 'tail')
        await applyTail(
          store,
          desk.device(),
          { rows, cursor, lastOpSeq, backedUpTo: 0, serverTime: 1, head: 9 },
          0,
        );
      else if (page.range) await applyRange(store, desk.device(), { range: page.range, rows, cursor });
    }
    const context = { siteId: server.siteId, deviceId: server.id, station, now: 0 };
    const asked: (CheckRequest | BucketRequest)[] = [];
    let beforeAnswer = async () => {};
    const transport: CheckTransport = {
      check: (_token, request) => answerTo(request, () => checkSums(host.store, context, request)),
      bucket: (_token, request) => answerTo(request, () => bucketRows(host.store, context, request)),
    };
    async function answerTo<Value>(request: CheckRequest, answer: () => Promise<Value>) {
      asked.push(request);
      const value = await answer();
      await beforeAnswer();
      return { ok: true, value, sentAt: 0, receivedAt: 0 } as const;
    }
    const changed: string[] = [];
    const onRowsChanged = (rows: ReadonlyMap<string, readonly string[]>) =>
      void changed.push(...[...rows.values()].flat());
    await pull();
    return {
      ...{ desk, store, asked, changed, pull },
      check: () => checkRows({ store, transport, onRowsChanged }),
      meanwhile: (work: () => Promise<void>) => void (beforeAnswer = work),
      buckets: () => asked.filter((request) => 'bucket' in request),
      forget: (id: string) =>
        store.transact('write', ['visit'], (transaction) => transaction.deleteRows('visit', [id])),
    };
  }

  async function siteWith(visits: number, newId = () => uuidv7()) {
    const bar = await newDevice(host, await host.newSite());
    const ids = Array.from({ length: visits }, newId).sort();
    await bar.push({ patches: ids.map((id) => visitPatch(id, { note: id })) });
    return { bar, ids, ...(await deskOf(bar)) };
  }

  test('[R11] a desk that holds what the server does is asked for no bucket', async () => {
    const { check, asked, changed } = await siteWith(20);
    expect(await check()).toMatchObject({ ok: true, value: { mended: 0, left: 0 } });
    expect(asked).toHaveLength(1);
    expect(changed).toEqual([]);
  });

  test('[R11] a row that is lost, one that is other, one too many: each is mended, and told to the screens', async () => {
    const { desk, store, ids, check, changed, forget } = await siteWith(20);
    const before = desk.state();
    const [lost, other] = ids as [string, string];
    const surplus = uuidv7();
    await forget(lost);
    const row = desk.row('visit', other);
    await store.transact('write', ['visit'], (transaction) =>
      transaction.putRows('visit', [
        { ...row, id: other, rowVersion: 1, note: '改过' },
        { ...row, id: surplus, rowVersion: 1 },
      ]),
    );
    expect(await check()).toMatchObject({ ok: true, value: { mended: 3, left: 0 } });
    expect(new Set(changed)).toEqual(new Set([lost, other, surplus]));
    const sorted = (state: string) => [...state].sort().join('');
    expect(sorted(desk.state())).toBe(sorted(before));
    expect(await check()).toMatchObject({ ok: true, value: { mended: 0 } });
  });

  test('[R11] a bucket of more than one page is mended to its end', async () => {
    const bar = await newDevice(host, await host.newSite());
    const ids = Array.from({ length: 1_150 }, inOneBucket).sort();
    for (const part of [ids.slice(0, 600), ids.slice(600)])
      await bar.push({ patches: part.map((id) => visitPatch(id)) });
    const { check, buckets, forget, desk } = await deskOf(bar);
    await forget(ids[3] as string);
    await forget(ids.at(-1) as string);
    expect(await check()).toMatchObject({ ok: true, value: { mended: 2 } });
    expect(buckets()).toHaveLength(2);
    expect(desk.row('visit', ids.at(-1) as string)).toBeDefined();
  });

  test('[R11] what is pending here counts as what the server has under it, and stays on top of what is mended', async () => {
    const { desk, store, ids, check, buckets } = await siteWith(20);
    const [edited] = ids as [string];
    await desk.write([editVisit(edited, { note: '本地' })]);
    await desk.write([createVisit(uuidv7(), { note: '新的' })]);
    expect(await check()).toMatchObject({ ok: true, value: { mended: 0 } });
    expect(buckets()).toEqual([]);

    const address = { entity: 'visit', id: edited } as const;
    await store.transact('write', ['visit'], async (transaction) => {
      const [base] = await transaction.getBases([address]);
      if (base) await transaction.putBases([{ ...base, fields: { ...base.fields, partySize: 9 } }]);
    });
    expect(await check()).toMatchObject({ ok: true, value: { mended: 1 } });
    expect(desk.row('visit', edited)).toMatchObject({ note: '本地', partySize: null });
  });

  test('[R11] rows above the cursor are left to the next pull, removed ones too', async () => {
    const { desk, bar, ids, check, forget, pull, buckets } = await siteWith(4, inOneBucket);
    const other = await newEraser(host, bar.siteId);
    const [edited, erased, lost] = ids as [string, string, string];
    await forget(lost);
    await other.push(
      { patches: [updatePatch('visit', edited, 1, { note: '另一台' })] },
      { patches: [erasePatch('visit', erased, 1)] },
    );
    expect(await check()).toMatchObject({ ok: true, value: { mended: 0, left: 0 } });
    expect(buckets()).toEqual([]);
    expect(desk.row('visit', edited)).toMatchObject({ note: edited });
    expect(desk.row('visit', erased)).toBeDefined();
    await pull();
    expect(await check()).toMatchObject({ ok: true, value: { mended: 1, left: 0 } });
    expect(desk.row('visit', lost)).toBeDefined();
  });

  test('[R11] of a bucket that was asked for, the rows above the cursor stay as they are', async () => {
    const { desk, bar, ids, check, forget, meanwhile } = await siteWith(4, inOneBucket);
    const other = await newEraser(host, bar.siteId);
    const [erased, edited, lost] = ids as [string, string, string];
    await forget(lost);
    // Between the checksums and the rows of the bucket somebody else writes in it.
    let isDone = false;
    meanwhile(async () => {
      if (isDone) return;
      isDone = true;
      await other.push(
        { patches: [erasePatch('visit', erased, 1)] },
        { patches: [updatePatch('visit', edited, 1, { note: '另一台' })] },
      );
    });
    expect(await check()).toMatchObject({ ok: true, value: { mended: 1 } });
    expect(desk.row('visit', lost)).toBeDefined();
    expect(desk.row('visit', erased)).toBeDefined();
    expect(desk.row('visit', edited)).toMatchObject({ note: edited });
  });

  test('[R11] nothing is written once the cursor has moved on: a row that a pull took away stays away', async () => {
    const { desk, bar, ids, check, forget, meanwhile, pull, buckets } = await siteWith(20);
    const other = await newEraser(host, bar.siteId);
    const [id] = ids as [string];
    await forget(id);
    let answers = 0;
    meanwhile(async () => {
      answers += 1;
      if (answers !== 2) return;
      // The rows of the bucket are on their way: meanwhile the lost one is removed, and the desk pulls that.
      await other.push({ patches: [erasePatch('visit', id, 1)] });
      await pull();
    });
    expect(await check()).toMatchObject({ ok: true, value: { mended: 0, left: 1 } });
    expect(buckets()).toHaveLength(1);
    expect(desk.row('visit', id)).toBeUndefined();
    expect(await check()).toMatchObject({ ok: true, value: { mended: 0, left: 0 } });
  });

  test('[R9] [R11] a station hears of the entities it receives, and of no others', async () => {
    const { bar, asked, check } = await siteWith(1);
    await check();
    const { cursor, epoch } = asked[0] as CheckRequest;
    const context = { siteId: bar.siteId, deviceId: bar.id, station: 'bar', now: 0 } as const;
    const { entities } = await checkSums(host.store, context, { protocol: 1, epoch, cursor });
    const names = entities.map(({ entity }) => entity);
    expect(names).toContain('visit');
    expect(names).not.toContain('customer');
  });

  test('[R11] a cursor in the middle of a bootstrap, of another station or epoch is refused', async () => {
    const { bar } = await siteWith(1);
    const epoch = await host.store.epoch();
    const context = { siteId: bar.siteId, deviceId: bar.id, station: 'bar', now: 0 } as const;
    const pages = await bar.pullAll(null);
    const [begun, whole] = [pages[0]?.cursor ?? '', pages.at(-1)?.cursor ?? ''];
    const check = (request: Partial<CheckRequest>, station: Station = 'bar') =>
      checkSums(host.store, { ...context, station }, { protocol: 1, epoch, cursor: whole, ...request });
    await expect(check({ cursor: begun })).rejects.toMatchObject({ code: 'cursor_expired' });
    await expect(check({ cursor: 'x' })).rejects.toMatchObject({ code: 'cursor_expired' });
    await expect(check({}, 'callback')).rejects.toMatchObject({ code: 'cursor_expired' });
    await expect(check({ epoch: 'other' })).rejects.toMatchObject({ code: 'epoch_changed' });
    const bucket = { protocol: 1, epoch, cursor: whole, bucket: 0, after: null, sum: 0 };
    const foreign = bucketRows(host.store, context, { ...bucket, entity: 'no\u0000thing' });
    await expect(foreign).rejects.toBeInstanceOf(RequestFailure);
    // Of what the station does not receive there is nothing to read.
    const people = await bucketRows(host.store, context, { ...bucket, entity: 'customer' });
    expect(people).toMatchObject({ rows: [], newer: [], through: null });
  });
});

test('[R11] rows of an older version of the server are summed up when it is brought up to date', async () => {
  const host = await postgresHost();
  const { connectionString } = host;
  const { pool, close } = connectDatabase({ connectionString });
  try {
    const bar = await newDevice(host, await host.newSite());
    await bar.push({ patches: [visitPatch(uuidv7()), visitPatch(uuidv7())] });
    const sums = async () => (await pool.query('select checksum from record order by id')).rows;
    const expected = await sums();
    await pool.query(`alter table record drop column checksum`);
    await pool.query(`delete from migration where name = '0002-checksums'`);
    await migrate(pool);
    expect(await sums()).toEqual(expected);
  } finally {
    await close();
    await host.stop();
  }
});
