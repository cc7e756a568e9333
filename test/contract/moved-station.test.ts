/** [R9] A desk that is moved to another station: what joins comes as ranges, what is left is named. */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { Station } from '../../shared/entities/stations.ts';
import type { Patch, PullAnswer } from '../../shared/sync/wire/protocol.ts';
import { bucketRows, checkSums } from '../../server/sync/check.ts';
import { pullRows } from '../../server/sync/pull.ts';
import { onBothStores } from '../support/both-stores.ts';
import {
  newDevice,
  updatePatch,
  visitPatch,
  type StoreHost,
  type TestDevice,
} from '../support/site-fixture.ts';

function customerPatch(id: string, name: string): Patch {
  return { entity: 'customer', id, op: 'create', base: 0, set: { kind: 'private', name } };
}

onBothStores('a desk that is moved, on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));

  interface Site {
    readonly bar: TestDevice;
    readonly office: TestDevice;
    readonly ids: readonly string[];
    /** Of the bar, at the head. */
    readonly cursor: string;
  }

  /** Three customers and a visit; then the bar pulls to the head, and one customer more comes. */
  async function siteWithCustomers(): Promise<Site> {
    const siteId = await host.newSite();
    const [bar, office] = [
      await newDevice(host, siteId),
      await newDevice(host, siteId, { station: 'office' }),
    ];
    const ids = Array.from({ length: 4 }, () => uuidv7()).toSorted();
    const [last, ...first] = ids.toReversed() as [string, ...string[]];
    await office.push(...first.map((id) => ({ patches: [customerPatch(id, `客户 ${id}`)] })), {
      patches: [visitPatch(uuidv7())],
    });
    const { cursor } = (await bar.pullAll(null)).at(-1) as PullAnswer;
    await office.push({ patches: [customerPatch(last, '后来的')] }, { patches: [visitPatch(uuidv7())] });
    return { bar, office, ids, cursor };
  }

  async function pullAs(
    { id: deviceId, siteId }: TestDevice,
    station: Station,
    cursor: string | null,
    limit = 2,
  ) {
    const request = { protocol: 1, epoch: await host.store.epoch(), limit };
    return pullRows(host.store, { siteId, deviceId, station, now: 0 }, { ...request, cursor });
  }

  async function pullAllAs(device: TestDevice, station: Station, from: string | null): Promise<PullAnswer[]> {
    const pages = [await pullAs(device, station, from)];
    for (let page = pages[0]; page?.more; page = pages.at(-1))
      pages.push(await pullAs(device, station, page.cursor));
    return pages;
  }

  test('[R9.11] receives what joined as ranges of those entities, then the tail from where it stood', async () => {
    const { bar, ids, cursor } = await siteWithCustomers();
    const pages = await pullAllAs(bar, 'office', cursor);
    const ranges = pages.flatMap(({ range }) => range ?? []);
    const entities = new Set(ranges.map(({ entity }) => entity));
    expect([...entities]).toEqual(['customer', 'mergeValues', 'conflict']);
    const loaded = pages.filter(({ mode }) => mode === 'bootstrap').flatMap(({ rows }) => rows);
    expect(loaded.map(({ id }) => id)).toEqual(ids);
    const tail = pages.filter(({ mode }) => mode === 'tail').flatMap(({ rows }) => rows);
    expect(tail.map(({ entity }) => entity)).toEqual(['customer', 'visit']);
    expect(pages.map(({ station }) => station)).toEqual(pages.map(() => 'office'));
    expect(pages.flatMap(({ left }) => left ?? [])).toEqual([]);
  });

  test('[R9.11] goes on where it was interrupted, and what changes meanwhile comes with the tail', async () => {
    const { bar, office, ids, cursor } = await siteWithCustomers();
    const first = await pullAs(bar, 'office', cursor);
    const [id = ''] = ids;
    await office.push({ patches: [updatePatch('customer', id, 0, { name: '改过的' })] });
    const rest = await pullAllAs(bar, 'office', first.cursor);
    expect(rest[0]?.range).toEqual({ entity: 'customer', after: ids[1], through: null });
    const again = await pullAllAs(bar, 'office', first.cursor);
    expect(again).toEqual(rest);
    const told = rest.filter(({ mode }) => mode === 'tail').flatMap(({ rows }) => rows);
    expect(told.find((row) => row.id === id)).toMatchObject({ data: { name: '改过的' } });
  });

  test('[R9.12] is told what it left until its cursor is a new one, and receives nothing of it', async () => {
    const { bar, office, cursor } = await siteWithCustomers();
    const asOffice = (await pullAllAs(bar, 'office', cursor)).at(-1) as PullAnswer;
    await office.push({ patches: [customerPatch(uuidv7(), '不该看到')] });
    for (const _ of [1, 2]) {
      const page = await pullAs(bar, 'bar', asOffice.cursor);
      expect(page).toMatchObject({ station: 'bar', scopes: ['site', 'front'], rows: [], mode: 'tail' });
      expect(page.left).toEqual(['people', 'care', 'private', 'money']);
    }
    const [first] = await pullAllAs(bar, 'bar', asOffice.cursor);
    expect(await pullAs(bar, 'bar', first?.cursor ?? null)).not.toHaveProperty('left');
  });

  test('[R9.12] begins again where it was in the middle of a load or of a tail', async () => {
    const { bar, cursor } = await siteWithCustomers();
    const joining = await pullAs(bar, 'office', cursor);
    const inATail = await pullAs(await newDevice(host, bar.siteId), 'bar', cursor, 1);
    await bar.push({ patches: [visitPatch(uuidv7())] }, { patches: [visitPatch(uuidv7())] });
    const halfTold = await pullAs(bar, 'bar', inATail.cursor, 1);
    expect(halfTold.more).toBe(true);
    for (const half of [joining.cursor, halfTold.cursor])
      await expect(pullAs(bar, 'finance', half)).rejects.toMatchObject({ code: 'cursor_expired' });
  });

  test('[R9.12] is not compared with the server before it pulled', async () => {
    const { bar, cursor } = await siteWithCustomers();
    const context = { siteId: bar.siteId, deviceId: bar.id, station: 'office' as const, now: 0 };
    const request = { protocol: 1, epoch: await host.store.epoch(), cursor };
    const bucket = { ...request, entity: 'customer', bucket: 0, after: null, sum: 0 };
    await expect(checkSums(host.store, context, request)).rejects.toMatchObject({ code: 'cursor_expired' });
    await expect(bucketRows(host.store, context, bucket)).rejects.toMatchObject({ code: 'cursor_expired' });
  });
});
