/** A server that is put back more than once: what the life between knew, and what it did not (R8). */
import { expect, test } from 'vitest';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import { onBothStores } from '../support/both-stores.ts';
import { conflictsOn, dataOf, rowOf, siteWithBackup as restoredSite } from '../support/restored-site.ts';
import { updatePatch, type StoreHost } from '../support/site-fixture.ts';

onBothStores('two restores on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));

  /** “late” is returned to a second life and comes from there to a third; “latest”, over it, missed the second. */
  async function siteOfThreeLives() {
    const site = await restoredSite(host);
    const { bar, other, visitId, restore, held } = site;
    const first = await host.store.epoch();
    const latest = other.numbered({ patches: [updatePatch('visit', visitId, 2, { note: 'latest' })] });
    await other.pushRaw([latest]);
    await restore();
    await bar.recover(held);
    const markOfBar = await bar.adopt();
    const between = (await rowOf(bar, visitId)) as WireRow;
    return { ...site, first, latest, between, markOfBar };
  }

  test('[R8.6] a row that came back tells under which number of which life its values were written', async () => {
    const { between, first } = await siteOfThreeLives();
    expect(between).toMatchObject({ past: { note: { epoch: first, version: 2 } } });
  });

  test('[R8.6] returned once more it counts as of then: a kept edit that was made over it stands, whichever comes first', async () => {
    for (const isRowFirst of [true, false]) {
      const { bar, other, visitId, restore, latest, between } = await siteOfThreeLives();
      await restore();
      const mark = await other.adopt();
      const comes = [() => bar.recover(between), () => other.pushRaw([{ ...latest, opSeq: 1, ...mark(3) }])];
      for (const come of isRowFirst ? comes : comes.toReversed()) await come();
      await bar.adopt();
      expect(await dataOf(bar, visitId)).toMatchObject({ note: 'latest' });
      expect(await conflictsOn(bar, visitId)).toEqual([]);
    }
  });

  test('[R8.6] a value edited since in the life between counts as of that edit', async () => {
    const { bar, other, visitId, restore, latest, between } = await siteOfThreeLives();
    await bar.push({ patches: [updatePatch('visit', visitId, between.version, { note: 'there' })] });
    const edited = (await rowOf(bar, visitId)) as WireRow;
    await restore();
    const mark = await other.adopt();
    await other.pushRaw([{ ...latest, opSeq: 1, ...mark(3) }]);
    await bar.recover(edited);
    expect(await dataOf(other, visitId)).toMatchObject({ note: 'there' });
    expect(await conflictsOn(other, visitId)).toMatchObject([{ lost: 'latest', kept: 'there' }]);
  });

  test('[R8.9] a kept change that came again keeps its first number through every life', async () => {
    for (const isOldFirst of [true, false]) {
      const { bar, other, visitId, restore, edit } = await restoredSite(host);
      const latest = other.numbered({ patches: [updatePatch('visit', visitId, 1, { note: 'latest' })] });
      await other.pushRaw([latest]);
      await restore();
      const first = await bar.adopt();
      const { results } = await bar.pushRaw([{ ...edit, opSeq: 1, ...first(2) }]);
      await restore();
      const [mark, second] = [await other.adopt(), await bar.adopt()];
      const { applied } = second(results[0]?.seq);
      const { lost: _, ...was } = first(2).applied;
      const comes = [
        () => bar.pushRaw([{ ...edit, opSeq: 1, applied: { ...applied, was } }]),
        () => other.pushRaw([{ ...latest, opSeq: 1, ...mark(3) }]),
      ];
      for (const come of isOldFirst ? comes : comes.toReversed()) await come();
      expect(await dataOf(bar, visitId)).toMatchObject({ note: 'latest' });
    }
  });

  /** The wrong backup is put back and worked on, then the right one, which has “late”. */
  async function siteWithBothBackups() {
    const site = await restoredSite(host);
    const restoreRight = await host.backUp();
    await site.restore();
    await site.bar.adopt();
    return { ...site, restoreRight };
  }

  test('[R8.6] a row from a life that the backup does not know goes over nothing in silence', async () => {
    const { bar, visitId, restoreRight } = await siteWithBothBackups();
    await bar.push({ patches: [updatePatch('visit', visitId, 1, { note: 'meanwhile' })] });
    const row = (await rowOf(bar, visitId)) as WireRow;
    await restoreRight();
    await bar.recover(row);
    await bar.adopt();
    expect(await dataOf(bar, visitId)).toMatchObject({ note: 'meanwhile' });
    expect(await conflictsOn(bar, visitId)).toMatchObject([{ kept: 'meanwhile', lost: 'late' }]);
  });

  test('[R8.9] nor does an edit that was made there', async () => {
    const { bar, other, visitId, restoreRight } = await siteWithBothBackups();
    const partySize = { patches: [updatePatch('visit', visitId, 1, { partySize: 5 })] };
    const seen = (await bar.push(partySize)).results[0]?.seq ?? 0;
    await restoreRight();
    await other.adopt();
    await other.push({ patches: [updatePatch('visit', visitId, seen, { note: 'meanwhile' })] });
    expect(await dataOf(other, visitId)).toMatchObject({ note: 'meanwhile' });
    expect(await conflictsOn(other, visitId)).toMatchObject([{ kept: 'meanwhile', lost: 'late' }]);
  });

  test('[R8.9] what a change met in one life does not take the place of what it met in another', async () => {
    const { bar, other, callback, visitId, restore } = await restoredSite(host);
    const edit = other.numbered({ patches: [updatePatch('visit', visitId, 1, { note: 'mine' })] });
    await other.pushRaw([edit]);
    const [told] = (await bar.pullAll(null))
      .flatMap(({ rows }) => rows)
      .filter(({ entity }) => entity === 'conflict');
    await restore();
    await callback.adopt();
    await callback.push({ patches: [updatePatch('visit', visitId, 1, { note: 'theirs' })], occurredAt: 1 });
    await bar.recover(told);
    await other.adopt();
    await other.pushRaw([{ ...edit, opSeq: 1 }]);
    const lost = (await conflictsOn(other, visitId)).map((conflict) => conflict['lost']);
    expect(new Set(lost)).toEqual(new Set(['late', 'theirs']));
  });

  test('[R8.9] a row from half a bootstrap does not answer for what a change had left beside it', async () => {
    for (const isPart of [true, false]) {
      const { bar, other, visitId, restore, edit } = await restoredSite(host);
      await other.push({ patches: [updatePatch('visit', visitId, 1, { note: 'mine' })] });
      const row = await rowOf(other, visitId);
      await restore();
      await (isPart ? other.recoverPart(row) : other.recover(row));
      const mark = await bar.adopt();
      await bar.pushRaw([{ ...edit, opSeq: 1, ...mark(2) }]);
      expect(await dataOf(bar, visitId)).toMatchObject({ note: 'mine' });
      const lost = new Set((await conflictsOn(bar, visitId)).map((conflict) => conflict['lost']));
      expect(lost).toEqual(new Set(isPart ? ['early', 'late'] : []));
    }
  });

  test('[R4.4] what came again under its old number since somebody saw the row was not seen by them', async () => {
    for (const comesBack of ['kept', 'returned'] as const) {
      const { bar, other, callback, visitId, restore, edit, held } = await restoredSite(host);
      await restore();
      const mark = await bar.adopt();
      await callback.adopt();
      const partySize = { patches: [updatePatch('visit', visitId, 1, { partySize: 4 })] };
      const seen = (await callback.push(partySize)).results[0]?.seq ?? 0;
      if (comesBack === 'kept') await bar.pushRaw([{ ...edit, opSeq: 1, ...mark(2) }]);
      else await other.recover(held);
      await callback.push({ patches: [updatePatch('visit', visitId, seen, { note: 'new' })] });
      expect(await dataOf(bar, visitId)).toMatchObject({ note: 'new', partySize: 4 });
      expect(await conflictsOn(bar, visitId)).toMatchObject([{ kept: 'new', lost: 'late' }]);
    }
  });
});
