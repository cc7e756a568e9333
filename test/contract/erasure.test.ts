/** Erasing a row for good: who may, and that nothing is left of it. */
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
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

onBothStores('on %s', (begin) => {
  let host: StoreHost;
  let siteId: string;
  let bar: TestDevice;
  let callback: TestDevice;
  let eraser: TestDevice;
  begin(async (started) => {
    host = started;
    siteId = await host.newSite();
    bar = await newDevice(host, siteId);
    callback = await newDevice(host, siteId, { station: 'callback' });
    eraser = await newEraser(host, siteId);
  });

  const only = async (
    device: TestDevice,
    ...patches: Parameters<TestDevice['push']>[0]['patches'][number][]
  ) => (await device.push({ patches })).results[0];

  test('[R5] a removed row is gone for edits, and removing it again is applied', async () => {
    const id = uuidv7();
    const base = (await only(bar, visitPatch(id)))?.seq ?? 0;
    await only(eraser, erasePatch('visit', id, base));
    expect((await only(callback, updatePatch('visit', id, base, { note: 'x' })))?.code).toBe('gone');
    expect((await only(callback, visitPatch(id)))?.code).toBe('gone');
    expect((await only(eraser, erasePatch('visit', id, base)))?.verdict).toBe('applied');
  });

  test('[R5] an erased row is nowhere any more: not among conflicts, nor in changes and their verdicts', async () => {
    const [id, other] = [uuidv7(), uuidv7()];
    const changes = [
      bar.numbered({
        patches: [visitPatch(id, { note: 'secret 1' }), visitPatch(other, { note: 'stays' })],
      }),
      callback.numbered({ patches: [updatePatch('visit', id, 0, { note: 'secret 2' })] }),
      callback.numbered({ occurredAt: 1, patches: [updatePatch('visit', other, 0, { note: 'lost' })] }),
    ] as const;
    await bar.pushRaw([changes[0]]);
    const [conflicted] = (await callback.pushRaw(changes.slice(1))).results;
    expect(conflicted?.conflicts).toHaveLength(1);
    const held = (await bar.pullAll(null)).flatMap((page) => page.rows);
    const told = held.find((row) => 'data' in row && row.data['rowId'] === id);
    const { cursor } = await bar.pull((await bar.pullAll(null)).at(-1)?.cursor ?? null);
    // An edit of its own in the same change leaves nothing either.
    const [erasure] = (
      await eraser.push({
        patches: [updatePatch('visit', id, 0, { note: 'secret 3' }), erasePatch('visit', id)],
      })
    ).results;
    expect(erasure).toMatchObject({ verdict: 'applied' });
    expect(erasure?.conflicts).toBeUndefined();
    const news = (await bar.pullAll(cursor)).flatMap((page) => page.rows);
    const gone = { version: erasure?.seq, removed: true };
    expect(news).toContainEqual({ entity: 'visit', id, ...gone });
    expect(news).toContainEqual({ entity: 'conflict', id: told?.id, ...gone });
    const kept = await host.kept(siteId);
    expect(kept).not.toContain('secret');
    expect(kept).toContain('stays');
    expect(await host.payloadOf(siteId, changes[0].opId)).toEqual([
      { entity: 'visit', id, op: 'create', base: 0 },
      changes[0].patches[1],
    ]);
    const [again, neighbour] = (await callback.pushRaw(changes.slice(1))).results;
    expect(again).toEqual({ ...conflicted, conflicts: undefined });
    expect(neighbour?.conflicts).toMatchObject([{ id: other, kept: 'stays', lost: 'lost' }]);
  });

  test('[R9] erasing takes a person with the right to it, at an office desk', async () => {
    const [id, attendant, head] = [uuidv7(), uuidv7(), uuidv7()];
    await host.addUser(siteId, attendant, ['attendant'], 0);
    await host.addUser(siteId, head, ['head'], 0);
    await only(bar, visitPatch(id));
    const office = await newDevice(host, siteId, { station: 'office' });
    const erase = async (device: TestDevice, actor: string) =>
      (await device.push({ actor, patches: [erasePatch('visit', id)] })).results[0];
    for (const [device, actor] of [
      [bar, bar.id],
      [bar, head],
      [callback, head],
      [office, office.id],
      [office, attendant],
    ] as const)
      expect((await erase(device, actor))?.code).toBe('forbidden');
    expect((await erase(office, head))?.verdict).toBe('applied');
  });

  test('[R9] what a site is made of is never erased by a desk', async () => {
    const area = { ...visitPatch(uuidv7()), entity: 'area', set: { name: 'A', position: 1 } as never };
    expect((await only(eraser, area))?.verdict).toBe('applied');
    expect((await only(eraser, erasePatch('area', area.id)))?.code).toBe('forbidden');
  });
});
