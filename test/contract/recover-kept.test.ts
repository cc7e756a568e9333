/** Changes that had been applied before a restore, and come again (R8). */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import { onBothStores } from '../support/both-stores.ts';
import { conflictsOn, dataOf, rowOf, siteWithBackup as restoredSite } from '../support/restored-site.ts';
import { newDevice, updatePatch, visitPatch, type StoreHost } from '../support/site-fixture.ts';

onBothStores('kept changes on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));
  const siteWithBackup = () => restoredSite(host);

  test('[R8.9] a kept change comes again under its opId, and is told by its mark to stand in what was returned', async () => {
    const { bar, other, restore, held, visitId, edit } = await siteWithBackup();
    await other.push({ patches: [updatePatch('visit', visitId, 2, { note: 'latest' })] });
    const latest = (await rowOf(other, visitId)) as WireRow;
    await restore();
    await bar.recover(held);
    const mark = await bar.adopt();
    await other.recover(latest);
    const { results } = await bar.pushRaw([{ ...edit, opSeq: 1, ...mark(2) }]);
    expect(results).toMatchObject([{ opId: edit.opId, verdict: 'applied' }]);
    expect(await dataOf(bar, visitId)).toMatchObject({ note: 'latest' });
    expect(await conflictsOn(bar, visitId)).toEqual([]);
  });

  test('[R8.9] without anybody’s row it takes effect, and a later state that is returned afterwards goes over it', async () => {
    const { bar, other, restore, visitId, edit } = await siteWithBackup();
    await other.push({ patches: [updatePatch('visit', visitId, 2, { note: 'latest' })] });
    const latest = (await rowOf(other, visitId)) as WireRow;
    await restore();
    const mark = await bar.adopt();
    await bar.pushRaw([{ ...edit, opSeq: 1, ...mark(2) }]);
    expect(await dataOf(bar, visitId)).toMatchObject({ note: 'late' });
    await other.recover(latest);
    expect(await dataOf(bar, visitId)).toMatchObject({ note: 'latest' });
    expect(await conflictsOn(bar, visitId)).toEqual([]);
  });

  test('[R8.9] of two kept edits the one that came later before the restore stands, in any order, clocks or not', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { bar, other, restore, visitId, edit } = await siteWithBackup();
      const patches = [updatePatch('visit', visitId, 2, { note: 'latest' })];
      const second = other.numbered({ patches, occurredAt: 1_000 });
      await other.pushRaw([second]);
      await restore();
      const marks = [await bar.adopt(), await other.adopt()];
      const sends = [
        () => bar.pushRaw([{ ...edit, opSeq: 1, ...marks[0]?.(2) }]),
        () => other.pushRaw([{ ...second, opSeq: 1, ...marks[1]?.(3) }]),
      ];
      for (const index of order) await sends[index]?.();
      expect(await dataOf(bar, visitId)).toMatchObject({ note: 'latest' });
    }
  });

  test('[R8.9] an earlier state that is returned after a kept edit goes under it, and is no conflict', async () => {
    const { bar, other, restore, held, visitId } = await siteWithBackup();
    const patches = [updatePatch('visit', visitId, 2, { note: 'latest' })];
    const second = other.numbered({ patches });
    await other.pushRaw([second]);
    await restore();
    const mark = await other.adopt();
    await other.pushRaw([{ ...second, opSeq: 1, ...mark(3) }]);
    await bar.recover(held);
    expect(await dataOf(other, visitId)).toMatchObject({ note: 'latest' });
    expect(await conflictsOn(other, visitId)).toEqual([]);
  });

  test('[R8.9] a kept removal holds for a row that is returned only afterwards', async () => {
    const { bar, eraser, restore } = await siteWithBackup();
    const id = uuidv7();
    await bar.push({ patches: [visitPatch(id)] });
    const held = (await rowOf(bar, id)) as WireRow;
    const removal = eraser.numbered({ patches: [{ entity: 'visit', id, op: 'remove', base: 3 }] });
    await eraser.pushRaw([removal]);
    await restore();
    const mark = await eraser.adopt();
    await eraser.pushRaw([{ ...removal, opSeq: 1, ...mark(4) }]);
    await bar.recover(held);
    expect(await rowOf(eraser, id)).toBeUndefined();
  });

  test('[R8.9] the create of a row that was returned is applied without effect, marked or not', async () => {
    for (const isMarked of [true, false]) {
      const { bar, other, restore } = await siteWithBackup();
      const id = uuidv7();
      const create = bar.numbered({ patches: [visitPatch(id, { note: 'first' })] });
      await bar.pushRaw([create]);
      await other.push({ patches: [updatePatch('visit', id, 3, { note: 'second' })] });
      const held = (await rowOf(other, id)) as WireRow;
      await restore();
      await other.recover(held);
      const mark = await bar.adopt();
      const { results } = await bar.pushRaw([{ ...create, opSeq: 1, ...(isMarked ? mark(3) : {}) }]);
      expect(results).toMatchObject([{ verdict: 'applied' }]);
      expect(await dataOf(bar, id)).toMatchObject({ note: 'second' });
    }
  });

  test('[R8.9] a kept change of a row that is gone or was never returned is applied without effect, a new one is not', async () => {
    const { bar, restore } = await siteWithBackup();
    await restore();
    const mark = await bar.adopt();
    const patches = [updatePatch('visit', uuidv7(), 2, { note: 'x' })];
    const { results } = await bar.push({ patches, ...mark(3) }, { patches });
    expect(results).toMatchObject([{ verdict: 'applied' }, { verdict: 'rejected', code: 'missing' }]);
  });

  test('[R8.9] a mark that no ended life can have given says nothing', async () => {
    const { bar, restore } = await siteWithBackup();
    await restore();
    await bar.adopt();
    const { head } = await bar.pull(null);
    const patches = [updatePatch('visit', uuidv7(), 2, { note: 'x' })];
    const marks = [
      { epoch: await host.store.epoch(), seq: 2 },
      { epoch: uuidv7(), seq: head + 1 },
    ];
    const { results } = await bar.push(...marks.map((applied) => ({ patches, applied })));
    expect(results).toMatchObject([{ code: 'missing' }, { code: 'missing' }]);
  });

  test('[R8.9] a kept change is judged by station and actor where it has an effect', async () => {
    const { bar, restore, visitId } = await siteWithBackup();
    await restore();
    const mark = await bar.adopt();
    const { results } = await bar.push(
      { patches: [updatePatch('visit', visitId, 1, { note: 'x' })], actor: uuidv7(), ...mark(2) },
      { patches: [updatePatch('customer', uuidv7(), 1, { name: 'x' })], ...mark(3) },
    );
    expect(results).toMatchObject([{ code: 'forbidden' }, { code: 'forbidden' }]);
  });

  test('[R8.9] a change the backup has gets its stored verdict', async () => {
    const { siteId } = await siteWithBackup();
    const desk = await newDevice(host, siteId);
    const change = desk.numbered({ patches: [visitPatch(uuidv7())] });
    const first = await desk.pushRaw([change]);
    const later = await host.backUp();
    await later();
    const mark = await desk.adopt();
    const again = await desk.pushRaw([{ ...change, opSeq: 1, ...mark(first.results[0]?.seq) }]);
    expect(again.results).toEqual(first.results);
  });
});
