/** A server put back to its backup, and devices that return what they held beyond it (R8). */
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import { onBothStores } from '../support/both-stores.ts';
import { conflictsOn, dataOf, rowOf, siteWithBackup as restoredSite } from '../support/restored-site.ts';
import { updatePatch, visitPatch, type StoreHost } from '../support/site-fixture.ts';

const gap = 1_000_000_000;
const person = { kind: 'private', name: '陈静' };

onBothStores('recovery on %s', (begin) => {
  let host: StoreHost;
  begin((started) => void (host = started));
  const siteWithBackup = () => restoredSite(host);

  test('[R8.1] a restore begins a new epoch, whose numbers begin 10⁹ above the restored head', async () => {
    const { bar, other, visitId, restore, edit } = await siteWithBackup();
    const before = await host.store.epoch();
    await restore();
    expect(await host.store.epoch()).not.toBe(before);
    await expect(bar.pull(null)).rejects.toMatchObject({ code: 'epoch_changed' });
    await expect(bar.pushRaw([edit])).rejects.toMatchObject({ code: 'epoch_changed' });
    await other.adopt();
    expect(await dataOf(other, visitId)).toMatchObject({ note: 'early' });
    const { results } = await other.push({ patches: [visitPatch(uuidv7())] });
    expect(results[0]).toMatchObject({ verdict: 'applied', seq: expect.toSatisfy((seq) => seq > gap) });
  });

  test('[R8.1] the same backup restored twice gives no number a second time', async () => {
    const { other, restore } = await siteWithBackup();
    await restore();
    await other.adopt();
    const first = (await other.push({ patches: [visitPatch(uuidv7())] })).head;
    await restore();
    await other.adopt();
    expect((await other.pull(null)).head).toBeGreaterThan(first);
  });

  test('[R8.3] a pull says which number the backup covers, after a restore from it too', async () => {
    const { bar, other, restore } = await siteWithBackup();
    expect(await bar.pull(null)).toMatchObject({ head: 2, backedUpTo: 1 });
    await restore();
    await other.adopt();
    expect(await other.pull(null)).toMatchObject({ backedUpTo: 1 });
  });

  test('[R8.4] the answer to no rows says above which version rows are wanted', async () => {
    const { other, restore } = await siteWithBackup();
    await restore();
    expect(await other.recover()).toMatchObject({
      ...{ above: 1, refused: [], epoch: await host.store.epoch() },
      head: expect.toSatisfy((head) => head > gap),
    });
  });

  test('[R8.4] a device that missed a restore is asked for what it holds beyond the earlier one', async () => {
    const { bar, other, restore } = await siteWithBackup();
    await restore();
    await bar.adopt();
    await bar.push({ patches: [visitPatch(uuidv7())] });
    const again = await host.backUp();
    await again();
    expect(await other.recover()).toMatchObject({ above: 1 });
    expect(await bar.recover()).toMatchObject({ above: expect.toSatisfy((above) => above > gap) });
  });

  test('[R8.4] a device of an epoch that parted from this history earlier is asked for all since the lowest restore', async () => {
    const { bar, other, restore } = await siteWithBackup();
    await restore();
    await bar.adopt();
    await bar.push({ patches: [visitPatch(uuidv7())] });
    const later = await host.backUp();
    await restore();
    await other.adopt();
    await later();
    expect(await other.recover()).toMatchObject({ above: 1 });
  });

  test('[R8.4] a device of an epoch that the backup never knew is asked for all that may differ', async () => {
    const { bar, restore } = await siteWithBackup();
    await restore();
    await bar.adopt();
    await restore();
    expect(await bar.recover()).toMatchObject({ above: 1 });
  });

  test('[R8.6] what a device held beyond the backup is there again, under a new number', async () => {
    const { bar, other, restore, held, visitId } = await siteWithBackup();
    await restore();
    const { head, refused } = await other.recover(held);
    expect(refused).toEqual([]);
    await bar.adopt();
    expect(await rowOf(bar, visitId)).toMatchObject({ version: head, data: { note: 'late' } });
    expect(head).toBeGreaterThan(gap);
  });

  test('[R8.7] returned twice, or by a second device, it changes nothing and takes no number', async () => {
    const { bar, other, restore, held } = await siteWithBackup();
    await restore();
    const { head } = await other.recover(held);
    expect((await other.recover(held)).head).toBe(head);
    expect((await bar.recover(held)).head).toBe(head);
  });

  test('[R8.6] of two states of one row the later one stands, whichever comes first', async () => {
    for (const isLaterFirst of [true, false]) {
      const { bar, other, restore, held, visitId } = await siteWithBackup();
      await other.push({ patches: [updatePatch('visit', visitId, 2, { note: 'latest', partyName: '王' })] });
      const latest = (await rowOf(other, visitId)) as WireRow;
      await restore();
      for (const row of isLaterFirst ? [latest, held] : [held, latest]) await bar.recover(row);
      await bar.adopt();
      expect(await dataOf(bar, visitId)).toMatchObject({ note: 'latest', partyName: '王' });
      expect(await conflictsOn(bar, visitId)).toEqual([]);
    }
  });

  test('[R8.6] what was written in the new epoch stays, the rest of a returned row comes with it, the loser is kept', async () => {
    const { bar, other, restore, visitId } = await siteWithBackup();
    await bar.push({ patches: [updatePatch('visit', visitId, 2, { partyName: '王' })] });
    const held = (await rowOf(bar, visitId)) as WireRow;
    await restore();
    await other.adopt();
    await other.push({ patches: [updatePatch('visit', visitId, 1, { note: 'after the restore' })] });
    await bar.recover(held);
    expect(await dataOf(other, visitId)).toMatchObject({ note: 'after the restore', partyName: '王' });
    expect(await conflictsOn(other, visitId)).toMatchObject([
      { field: 'note', kept: 'after the restore', lost: 'late', lostDevice: null, lostActor: null },
    ]);
  });

  test('[R8.6] its stamps keep the version it was held under: an edit based on it merges, an older one is a conflict', async () => {
    const { bar, other, callback, restore, held, visitId } = await siteWithBackup();
    await restore();
    await bar.recover(held);
    for (const device of [other, callback]) await device.adopt();
    await other.push({ patches: [updatePatch('visit', visitId, 2, { note: 'seen' })] });
    expect(await conflictsOn(other, visitId)).toEqual([]);
    await callback.push({ patches: [updatePatch('visit', visitId, 1, { note: 'unseen' })] });
    expect(await conflictsOn(other, visitId)).toMatchObject([{ kept: 'unseen', lost: 'seen' }]);
  });

  test('[R8.5] a row removed in the new epoch is not brought back, nor is a fact altered', async () => {
    const { bar, other, eraser, restore, held, visitId } = await siteWithBackup();
    const servingId = uuidv7();
    const fact = { visitId, quantity: 1, servedAt: 5, businessDay: '2026-11-24' };
    await restore();
    await other.adopt();
    await eraser.adopt();
    await eraser.push({ patches: [{ entity: 'visit', id: visitId, op: 'remove', base: 1 }] });
    const set = { ...fact, menuItemId: uuidv7() };
    await other.push({ patches: [{ entity: 'serving', id: servingId, op: 'create', base: 0, set }] });
    const stored = await dataOf(other, servingId);
    const forged = { entity: 'serving', id: servingId, version: 2, data: { ...stored, quantity: 9 } };
    await bar.recover(held, forged);
    expect(await rowOf(other, visitId)).toBeUndefined();
    expect(await dataOf(other, servingId)).toMatchObject({ quantity: 1 });
  });

  describe('[R8.5] a device returns no more than its station may write', () => {
    const rowsOf = (version: number): Record<string, object> => ({
      'of a scope it only creates in': { entity: 'customer', id: uuidv7(), version, data: person },
      'written by the server alone': {
        ...{ entity: 'staff', id: uuidv7(), version },
        data: { username: 'x', name: 'x', roles: ['head'], active: true },
      },
    });
    test.each(['of a scope it only creates in', 'written by the server alone'])('%s', async (kind) => {
      const { bar, restore } = await siteWithBackup();
      await restore();
      const { refused, head } = await bar.recover(rowsOf(2)[kind]);
      expect(refused).toMatchObject([{ code: 'forbidden' }]);
      expect((await bar.recover()).head).toBe(head);
    });

    test('a station that holds the scope does return it', async () => {
      const { callback, restore } = await siteWithBackup();
      await restore();
      const row = { entity: 'customer', id: uuidv7(), version: 2, data: person };
      const { refused, head } = await callback.recover(row);
      expect(refused).toEqual([]);
      await callback.adopt();
      expect(await rowOf(callback, row.id)).toMatchObject({ version: head, data: person });
    });

    test('conflict history of rows it may read, without the desks’ names; no other', async () => {
      const { bar, visitId, restore } = await siteWithBackup();
      await restore();
      const told = { rowId: visitId, field: 'note', kept: 'a', lost: 'b', keptAt: 1, lostAt: 1 };
      const devices = { keptDevice: uuidv7(), lostDevice: uuidv7(), keptActor: null, lostActor: null };
      const row = (entity: string) => ({
        ...{ entity: 'conflict', id: uuidv7(), version: 2 },
        data: { ...told, ...devices, entity },
      });
      const [own, foreign] = [row('visit'), row('customer')];
      const { refused } = await bar.recover(own, foreign);
      expect(refused).toEqual([{ entity: 'conflict', id: foreign.id, code: 'forbidden' }]);
      await bar.adopt();
      expect(await conflictsOn(bar, visitId)).toEqual([
        {
          ...{
            ...told,
            entity: 'visit',
            keptDevice: null,
            lostDevice: null,
            keptActor: null,
            lostActor: null,
          },
          ...{ keptStation: null, lostStation: null },
        },
      ]);
    });
  });

  test('[R8.5] what cannot be is refused row by row, and the others are taken', async () => {
    const { bar, visitId, restore, held } = await siteWithBackup();
    await restore();
    const { head } = await bar.recover();
    const good = 'data' in held ? held.data : {};
    const told = {
      ...{ entity: 'visit', rowId: visitId, field: 'note', lost: null, keptAt: 1, lostAt: 1 },
      ...{ keptDevice: null, lostDevice: null, keptActor: null, lostActor: null },
    };
    const of = (about: object) => ({ entity: 'visit', id: uuidv7(), version: 2, data: good, ...about });
    const { refused } = await bar.recover(
      of({ entity: 'spaceship' }),
      of({ data: { ...good, purpose: 'none' } }),
      of({ data: { ...good, wings: 2 } }),
      of({ data: { ...good, note: 'a\u0000b' } }),
      of({ data: { ...good, partyName: '\ud800' } }),
      of({ entity: 'conflict', data: { ...told, kept: { a: 'b\u0000' } } }),
      of({ version: head + 1 }),
      of({ data: { ...good, note: 'x'.repeat(500_000) } }),
      held,
    );
    expect(refused.map(({ code }) => code)).toEqual([...Array<string>(7).fill('invalid'), 'too_large']);
    await bar.adopt();
    expect(await dataOf(bar, visitId)).toMatchObject({ note: 'late' });
  });

  test('[R8.5] rows the backup has are passed over', async () => {
    const { bar, visitId, restore, held } = await siteWithBackup();
    await restore();
    await bar.recover({ ...held, version: 1 });
    await bar.adopt();
    expect(await dataOf(bar, visitId)).toMatchObject({ note: 'early' });
  });
});
