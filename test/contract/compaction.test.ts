/** Removals that are forgotten after a while: who missed one is told to begin again, and nobody keeps the row (R6, R7). */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { PullAnswer } from '../../shared/sync/wire/protocol.ts';
import { onBothStores } from '../support/both-stores.ts';
import {
  erasePatch,
  newDevice,
  newEraser,
  updatePatch,
  visitPatch,
  type StoreHost,
} from '../support/site-fixture.ts';

const expired = { code: 'cursor_expired' };
const lastOf = (pages: readonly PullAnswer[]) => pages.at(-1) as PullAnswer;

onBothStores('compaction on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));

  /** Visits 1 to 3, then the first two of them removed under 4 and 5. */
  async function siteWithRemovals() {
    const siteId = await host.newSite();
    const bar = await newDevice(host, siteId);
    const eraser = await newEraser(host, siteId);
    const ids = Array.from({ length: 3 }, () => uuidv7());
    await bar.push(...ids.map((id) => ({ patches: [visitPatch(id)] })));
    const { cursor: before } = lastOf(await bar.pullAll(null));
    await eraser.push({ patches: [erasePatch('visit', ids[0] ?? '', 1)] });
    const { cursor: between } = lastOf(await bar.pullAll(before));
    await eraser.push({ patches: [erasePatch('visit', ids[1] ?? '', 2)] });
    const { cursor: after } = lastOf(await bar.pullAll(between));
    const compact = (limit = 100, until = Date.now() + 60_000) => host.store.compact(siteId, until, limit);
    return { bar, eraser, siteId, ids, before, between, after, compact };
  }

  test('[R6.9] who missed a forgotten removal begins again, and is left with what there is', async () => {
    const { bar, ids, before, between, after, compact } = await siteWithRemovals();
    expect(await compact()).toBe(2);
    await expect(bar.pull(before)).rejects.toMatchObject(expired);
    await expect(bar.pull(between)).rejects.toMatchObject(expired);
    expect(await bar.pull(after)).toMatchObject({ mode: 'tail', rows: [], more: false });
    const rows = (await bar.pullAll(null)).flatMap((page) => page.rows);
    expect(rows.filter(({ entity }) => entity === 'visit')).toMatchObject([{ id: ids[2] }]);
  });

  test('[R6.9] the oldest are forgotten first: who knows of those goes on', async () => {
    const { bar, ids, before, between, compact } = await siteWithRemovals();
    expect(await compact(1)).toBe(1);
    await expect(bar.pull(before)).rejects.toMatchObject(expired);
    expect((await bar.pull(between)).rows).toMatchObject([{ id: ids[1], removed: true }]);
    expect(await compact(1)).toBe(1);
    expect(await compact(1)).toBe(0);
  });

  test('[R6.9] a page that ended in the middle of a forgotten change is no place to go on from', async () => {
    const { bar, eraser, siteId, ids, after } = await siteWithRemovals();
    const more = Array.from({ length: 3 }, () => uuidv7());
    await bar.push({ patches: more.map((id) => visitPatch(id)) });
    const { cursor } = lastOf(await bar.pullAll(after));
    await eraser.push({ patches: more.map((id) => erasePatch('visit', id, 6)) });
    const half = await bar.pull(cursor, 2);
    expect(half).toMatchObject({ more: true, rows: [{ removed: true }, { removed: true }] });
    expect(await host.store.compact(siteId, Date.now() + 60_000, 100)).toBe(5);
    await expect(bar.pull(half.cursor)).rejects.toMatchObject(expired);
    expect((await bar.pullAll(null)).flatMap((page) => page.rows.map((row) => row.id))).toContain(ids[2]);
  });

  test('[R7.4] a bootstrap whose beginning lies below begins again', async () => {
    const { bar, eraser, ids, compact } = await siteWithRemovals();
    const first = await bar.pull(null, 1);
    await eraser.push({ patches: [erasePatch('visit', ids[2] ?? '', 3)] });
    expect((await bar.pull(first.cursor)).more).toBe(true);
    expect(await compact()).toBe(3);
    await expect(bar.pull(first.cursor)).rejects.toMatchObject(expired);
  });

  test('[R6.9] what was removed lately stays known', async () => {
    const { bar, between, compact } = await siteWithRemovals();
    expect(await compact(100, Date.now() - 60_000)).toBe(0);
    expect((await bar.pull(between)).rows).toMatchObject([{ removed: true }]);
  });

  test('[R5.5] an edit of a row whose removal is forgotten is rejected, as that of any row the server does not have', async () => {
    const { bar, ids, compact } = await siteWithRemovals();
    const edit = { patches: [updatePatch('visit', ids[0] ?? '', 1, { note: 'late' })] };
    expect((await bar.push(edit)).results).toMatchObject([{ verdict: 'rejected', code: 'gone' }]);
    await compact();
    expect((await bar.push(edit)).results).toMatchObject([{ verdict: 'rejected', code: 'missing' }]);
  });

  test('[R2] changes keep their verdicts', async () => {
    const { bar, compact } = await siteWithRemovals();
    const change = bar.numbered({ patches: [visitPatch(uuidv7())] });
    const first = (await bar.pushRaw([change])).results;
    await compact();
    expect((await bar.pushRaw([change])).results).toEqual(first);
  });

  test('[R6.9] a removal stays known where a desk of an ended life may return the row', async () => {
    const { bar, eraser, ids, compact } = await siteWithRemovals();
    const putBack = await host.backUp();
    await bar.push({ patches: [updatePatch('visit', ids[2] ?? '', 3, { note: 'lost life' })] });
    const held = (await bar.pullAll(null)).flatMap((page) => page.rows).find(({ id }) => id === ids[2]);
    await putBack();
    await bar.adopt();
    await eraser.adopt();
    await eraser.push({ patches: [erasePatch('visit', ids[2] ?? '', 3)] });
    expect(await compact()).toBe(0);
    expect(await bar.recover(held)).toMatchObject({ refused: [] });
    const rows = (await bar.pullAll(null)).flatMap((page) => page.rows);
    expect(rows.filter(({ entity }) => entity === 'visit')).toEqual([]);
  });

  test('[R6.9] a row that began after the restore is known to no desk of an ended life: its removal goes', async () => {
    const { bar, eraser, compact } = await siteWithRemovals();
    await (
      await host.backUp()
    )();
    await bar.adopt();
    await eraser.adopt();
    const id = uuidv7();
    await bar.push({ patches: [visitPatch(id)] });
    await eraser.push({ patches: [erasePatch('visit', id)] });
    expect(await compact()).toBe(1);
  });

  test('[R6.9] what a desk returns of a life put back too far stays removed, where the backup after it has the removal', async () => {
    const { bar, eraser, ids, compact } = await siteWithRemovals();
    const id = ids[2] ?? '';
    const tooFar = await host.backUp();
    await eraser.push({ patches: [erasePatch('visit', id, 3)] });
    const right = await host.backUp();
    await tooFar();
    await bar.adopt();
    await bar.push({ patches: [updatePatch('visit', id, 3, { note: 'of the life between' })] });
    const held = (await bar.pullAll(null)).flatMap((page) => page.rows).find((row) => row.id === id);
    expect(held).toMatchObject({ data: { note: 'of the life between' } });
    await right();
    await compact();
    await bar.recover(held);
    await bar.adopt();
    const rows = (await bar.pullAll(null)).flatMap((page) => page.rows);
    expect(rows.filter(({ entity }) => entity === 'visit')).toEqual([]);
  });

  test('[R8] a backup knows what was forgotten when it was made', async () => {
    const { bar, compact } = await siteWithRemovals();
    await compact();
    const putBack = await host.backUp();
    await putBack();
    await bar.adopt();
    expect((await bar.pull(null)).mode).toBe('bootstrap');
    expect(await compact()).toBe(0);
  });
});
