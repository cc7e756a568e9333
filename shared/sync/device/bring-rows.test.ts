import { beforeEach, expect, test } from 'vitest';
import type { EntityName } from '../../entities/registry.ts';
import { testId } from '../wire/test-id.ts';
import type { DeviceStore, JoiningMark } from './device-store.ts';
import { bringRows } from './bring-rows.ts';
import { createTestDevice, visitData, type TestDevice } from './test-device.ts';

const mark: JoiningMark = {
  ...{ entity: null, after: null, actor: testId(50), total: 0, startedAt: 7_000, lastSeq: 0, brought: {} },
};
let device: TestDevice;
let made = 0;
const newId = () => testId(5_000 + (made += 1));

beforeEach(async () => {
  made = 0;
  device = await createTestDevice({ joining: mark, cursor: null });
  await holdVisits(450);
  const serving = { visitId: testId(101), menuItemId: testId(3), quantity: 2, flags: [] };
  await device.hold('serving', { id: testId(900), rowVersion: 0, ...serving });
  await device.hold('staff', { id: testId(50), rowVersion: 0, name: '周敏' });
  await device.hold('siteSettings', { id: testId(2), rowVersion: 0, name: 'Site' });
});

async function holdVisits(count: number): Promise<void> {
  const visits = Array.from({ length: count }, (_, n) => ({
    id: testId(100 + n),
    rowVersion: 0,
    ...visitData(),
  }));
  await device.hold('visit', ...visits);
}

const outbox = () => [...device.store.snapshot().outbox.values()];
const broughtIds = (entity: EntityName) =>
  outbox().flatMap(({ patches }) => patches.filter((patch) => patch.entity === entity).map(({ id }) => id));

test('[R14.4] every row is a create of its own id, facts apart from the rest; people and settings are not among them', async () => {
  expect(await bringRows(device.store, newId)).toBe(true);
  expect(new Set(broughtIds('visit')).size).toBe(450);
  expect(broughtIds('serving')).toEqual([testId(900)]);
  expect([...broughtIds('staff'), ...broughtIds('siteSettings')]).toEqual([]);
  for (const { patches, actor } of outbox()) {
    expect(new Set(patches.map(({ entity }) => entity)).size).toBe(1);
    expect(patches.length).toBeLessThanOrEqual(200);
    expect(patches.every(({ op, base }) => op === 'create' && base === 0)).toBe(true);
    expect(actor).toBe(testId(50));
  }
  // What the server sets, and what is empty, is not told.
  const { set } = outbox().find(({ patches }) => patches[0]?.entity === 'serving')?.patches[0] ?? {};
  expect(set).toEqual({ visitId: testId(101), menuItemId: testId(3), quantity: 2 });
});

test('[R14.4] every row waits on its change, and stays as it is seen', async () => {
  const before = device.row('visit', testId(100));
  await bringRows(device.store, newId);
  const { bases } = device.store.snapshot();
  expect([...bases.values()]).toHaveLength(451);
  expect(
    [...bases.values()].every(
      ({ fields, version, pending }) => !fields && version === 0 && pending.length === 1,
    ),
  ).toBe(true);
  expect(device.row('visit', testId(100))).toEqual(before);
  expect(device.device()).toMatchObject({
    joined: { brought: { visit: 450, serving: 1 }, startedAt: 7_000 },
  });
  expect(device.device().joining).toBeUndefined();
});

/** Ends with an error at the n-th transaction that writes; what came before it is on the disk. */
function dyingAt(store: DeviceStore, n: number): DeviceStore & { writes(): number } {
  let writes = 0;
  return {
    writes: () => writes,
    transact(mode, touches, work) {
      if (mode === 'write' && (writes += 1) === n) throw new Error('killed');
      return store.transact(mode, touches, work);
    },
  };
}

test('[R14.4] cut off before any of its transactions it goes on where it stood: each row once', async () => {
  await holdVisits(1_450);
  const counted = dyingAt(device.store, Infinity);
  await bringRows(counted, newId);
  for (let n = 1; n <= counted.writes(); n += 1) {
    device = await createTestDevice({ joining: mark, cursor: null });
    await holdVisits(1_450);
    await device.hold('preference', { id: testId(990), rowVersion: 0, guestCardId: testId(4) });
    await expect(bringRows(dyingAt(device.store, n), newId)).rejects.toThrow('killed');
    expect(await bringRows(device.store, newId)).toBe(true);
    expect(broughtIds('visit')).toHaveLength(1_450);
    expect(new Set(broughtIds('visit')).size).toBe(1_450);
    expect(broughtIds('preference')).toHaveLength(1);
  }
});

test('[R14.4] two windows at it make each change once', async () => {
  await Promise.all([bringRows(device.store, newId), bringRows(device.store, newId)]);
  await bringRows(device.store, newId);
  expect(broughtIds('visit')).toHaveLength(450);
  expect(new Set(broughtIds('visit')).size).toBe(450);
  expect(device.device().joining).toBeUndefined();
});

test('[R14.4] large rows make changes that still fit', async () => {
  const note = '长'.repeat(1_900);
  for (let n = 0; n < 200; n += 1)
    await device.hold('visit', { id: testId(100 + n), rowVersion: 0, ...visitData({ note }) });
  await bringRows(device.store, newId);
  for (const { patches } of outbox()) expect(JSON.stringify(patches).length).toBeLessThan(250_000);
  expect(broughtIds('visit')).toHaveLength(450);
});

test('[R14.4] what the site had before is not brought, wherever it stands among the rest', async () => {
  const theirs = [0, 199, 200, 449].map((n) => testId(100 + n));
  await device.put({ joining: { ...mark, theirs } });
  expect(await bringRows(device.store, newId)).toBe(true);
  expect(broughtIds('visit')).toHaveLength(446);
  expect(broughtIds('visit')).not.toContain(testId(100));
  expect(device.device().joined?.brought).toEqual({ visit: 446, serving: 1 });
});

test('[R14.4] a desk that does not join is left alone', async () => {
  device = await createTestDevice();
  await holdVisits(3);
  expect(await bringRows(device.store, newId)).toBe(false);
  expect(outbox()).toEqual([]);
});
