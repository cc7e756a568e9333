import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { entityNames } from '../../shared/entities/registry.ts';
import type { PullAnswer, WireRow } from '../../shared/sync/wire/protocol.ts';
import { onBothStores } from '../support/both-stores.ts';
import {
  erasePatch,
  newDevice,
  newEraser,
  updatePatch,
  visitPatch,
  type StoreHost,
  type TestDevice,
} from '../support/site-fixture.ts';

/** What a device holds after these pages, as R6 and R7 tell it to apply them. */
function applied(pages: readonly PullAnswer[], held = new Map<string, WireRow>()): Map<string, WireRow> {
  for (const { mode, range, rows } of pages) {
    if (mode === 'bootstrap' && range) {
      for (const [id, row] of held) {
        const isWithin =
          (range.after === null || id > range.after) && (range.through === null || id <= range.through);
        if (row.entity === range.entity && isWithin) held.delete(id);
      }
    }
    for (const row of rows) {
      if ('removed' in row) held.delete(row.id);
      else held.set(row.id, row);
    }
  }
  return held;
}

onBothStores('pull on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));

  async function siteWith(visits: number): Promise<{ bar: TestDevice; ids: string[] }> {
    const bar = await newDevice(host, await host.newSite());
    const ids = Array.from({ length: visits }, () => uuidv7());
    if (visits > 0) await bar.push(...ids.map((id) => ({ patches: [visitPatch(id)] })));
    return { bar, ids };
  }

  test('[R6] a tail comes in order of version, split inside a version where it must', async () => {
    const { bar } = await siteWith(0);
    const { cursor } = (await bar.pullAll(null)).at(-1) as PullAnswer;
    const ids = Array.from({ length: 7 }, () => uuidv7());
    await bar.push({ patches: ids.map((id) => visitPatch(id)) });
    const pages = await bar.pullAll(cursor, 3);
    expect(pages.map((page) => page.rows.length)).toEqual([3, 3, 1]);
    expect(pages.map((page) => page.more)).toEqual([true, true, false]);
    expect(pages.flatMap((page) => page.rows.map((row) => row.id))).toEqual(ids.toSorted());
  });

  test('[R6] the cursor passes changes that brought nothing, and more is false at the head', async () => {
    const { bar, ids } = await siteWith(1);
    const eraser = await newEraser(host, bar.siteId);
    const { cursor } = (await bar.pullAll(null)).at(-1) as PullAnswer;
    await eraser.push({ patches: [erasePatch('visit', ids[0] as string, 1)] });
    const removal = await bar.pull(cursor);
    expect(removal.rows).toEqual([{ entity: 'visit', id: ids[0], version: 2, removed: true }]);
    await eraser.push({ patches: [erasePatch('visit', ids[0] as string, 2)] });
    expect(await bar.pull(removal.cursor)).toMatchObject({ rows: [], more: false, head: 3 });
  });

  test('[R6] each page carries the lastOpSeq of its own moment', async () => {
    const { bar } = await siteWith(3);
    expect((await bar.pull(null)).lastOpSeq).toBe(3);
    await bar.push({ patches: [updatePatch('visit', uuidv7(), 0, {})] });
    expect((await bar.pull(null)).lastOpSeq).toBe(4);
  });

  test('[R6] from the tenth page of a run the limit is passed over', async () => {
    const { bar } = await siteWith(0);
    const { cursor } = (await bar.pullAll(null)).at(-1) as PullAnswer;
    await bar.push(...Array.from({ length: 40 }, () => ({ patches: [visitPatch(uuidv7())] })));
    const pages = await bar.pullAll(cursor, 2);
    expect(pages.map((page) => page.rows.length)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 22]);
  });

  test('[R6] no page is larger than 2 MB', async () => {
    const { bar } = await siteWith(0);
    const { cursor } = (await bar.pullAll(null)).at(-1) as PullAnswer;
    const note = '到'.repeat(2000);
    await bar.push(...Array.from({ length: 450 }, () => ({ patches: [visitPatch(uuidv7(), { note })] })));
    const pages = await bar.pullAll(cursor);
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThanOrEqual(2_000_000);
    expect(pages.flatMap((page) => page.rows)).toHaveLength(450);
  }, 30_000);

  test('[R7] a bootstrap sends every entity as ranges, the last of each open, then the tail', async () => {
    // Of an entity that comes before the tenth page, from which on the limit is passed over.
    const { bar } = await siteWith(0);
    const ids = Array.from({ length: 5 }, () => uuidv7());
    const card = { op: 'create', base: 0, set: { name: '陈静', kind: 'private' } } as const;
    await bar.push(...ids.map((id) => ({ patches: [{ entity: 'guestCard', id, ...card }] })));
    const pages = await bar.pullAll(null, 2);
    const ranges = pages.flatMap((page) => page.range ?? []);
    expect([...new Set(ranges.map((range) => range.entity))]).toEqual(entityNames);
    const cards = ranges.filter((range) => range.entity === 'guestCard');
    const sorted = ids.toSorted();
    expect(cards).toEqual([
      { entity: 'guestCard', after: null, through: sorted[1] },
      { entity: 'guestCard', after: sorted[1], through: sorted[3] },
      { entity: 'guestCard', after: sorted[3], through: null },
    ]);
    const modes = pages.map((page) => `${page.mode} ${page.more}`);
    expect(modes.slice(0, -1).every((mode) => mode === 'bootstrap true')).toBe(true);
    expect(modes.at(-1)).toBe('tail false');
  });

  test('[R7] rows that move while it runs are right in the end', async () => {
    const { bar, ids } = await siteWith(20);
    const other = await newEraser(host, bar.siteId);
    const pages: PullAnswer[] = [];
    let cursor: string | null = null;
    let turn = 0;
    do {
      const page: PullAnswer = await bar.pull(cursor, 2);
      pages.push(page);
      cursor = page.cursor;
      if (page.more && turn < 15) {
        const id = ids[turn] as string;
        const changed = updatePatch('visit', id, 0, { note: `moved ${turn}` });
        const removed = erasePatch('visit', ids[19 - turn] as string, 9);
        await other.push(
          { patches: [turn % 4 === 3 ? removed : changed] },
          { patches: [visitPatch(uuidv7())] },
        );
      }
      turn += 1;
    } while (pages.at(-1)?.more);
    const fresh = applied(await (await newDevice(host, bar.siteId)).pullAll(null));
    expect(applied(pages)).toEqual(fresh);
  });

  test('[R7] an interrupted bootstrap goes on from the cursor it stands on', async () => {
    const { bar, ids } = await siteWith(9);
    const first = [await bar.pull(null, 4)];
    const rest = await bar.pullAll(first[0]?.cursor ?? null, 4);
    expect([...applied([...first, ...rest]).keys()].sort()).toEqual(ids.toSorted());
    const again = await bar.pullAll(first[0]?.cursor ?? null, 4);
    expect(again).toEqual(again.map((page, at) => ({ ...rest[at], serverTime: page.serverTime })));
  });

  test('[R7] removed rows are left out', async () => {
    const { bar, ids } = await siteWith(2);
    const eraser = await newEraser(host, bar.siteId);
    await eraser.push({ patches: [erasePatch('visit', ids[0] as string, 9)] });
    const rows = (await bar.pullAll(null)).flatMap((page) => page.rows);
    expect(rows.map((row) => row.id)).toEqual([ids[1]]);
  });

  test('[R6] a cursor of another history, or of no kind at all, has expired', async () => {
    const { bar } = await siteWith(2);
    const { cursor } = (await bar.pullAll(null)).at(-1) as PullAnswer;
    const { bar: stranger } = await siteWith(2);
    await expect(stranger.pull(cursor)).rejects.toMatchObject({ code: 'cursor_expired' });
    await expect(bar.pull('nonsense')).rejects.toMatchObject({ code: 'cursor_expired' });
  });

  test('[R9] a station receives its own scopes only, in bootstrap, tail and conflicts', async () => {
    const siteId = await host.newSite();
    const [callback, office] = [
      await newDevice(host, siteId, { station: 'callback' }),
      await newDevice(host, siteId, { station: 'office' }),
    ];
    const [bar, finance] = [
      await newDevice(host, siteId),
      await newDevice(host, siteId, { station: 'finance' }),
    ];
    const tails = {
      bar: (await bar.pullAll(null)).at(-1)?.cursor ?? null,
      finance: (await finance.pullAll(null)).at(-1)?.cursor ?? null,
    };
    const id = uuidv7();
    const set = { kind: 'private', name: '王伟', address: 'secret' } as never;
    const { results } = await callback.push(
      { patches: [{ entity: 'customer', id, op: 'create', base: 0, set }] },
      { patches: [visitPatch(uuidv7(), { note: 'here today' })] },
    );
    const base = results[0]?.seq ?? 0;
    await callback.push({ patches: [updatePatch('customer', id, base, { address: 'secret 2' })] });
    await office.push({ patches: [updatePatch('customer', id, base, { address: 'secret 3' })] });
    const textOf = async (device: TestDevice, cursor: string | null) =>
      JSON.stringify([...(await device.pullAll(null)), ...(await device.pullAll(cursor))]);
    expect(await textOf(callback, null)).toContain('secret 3');
    expect(await textOf(bar, tails.bar)).not.toContain('secret');
    expect(await textOf(bar, tails.bar)).toContain('here today');
    expect(await textOf(finance, tails.finance)).not.toMatch(/secret|here today/);
  });
});
