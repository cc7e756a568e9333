import { expect, test } from 'vitest';
import type { LocalPatch } from './device-store.ts';
import { takeBatch } from './exchange.ts';
import { createTestDevice, createVisit, editVisit } from './test-device.ts';
import { testId } from '../wire/test-id.ts';

const a = testId(10);

/** As version 1 left it: any `claim`, which meant nothing. */
async function deskOfVersion1() {
  const device = await createTestDevice();
  await device.write([createVisit(a)]);
  await device.write([editVisit(a, { note: 'x' })]);
  const { store } = device;
  const withClaim = (patch: LocalPatch) => ({ ...patch, claim: 'of old' });
  await store.transact('write', [], async (transaction) => {
    const waiting = await transaction.oldestInOutbox(Infinity);
    const old = waiting.map((entry) => ({ ...entry, patches: entry.patches.map(withClaim) }));
    await transaction.putInOutbox(old);
    const [first] = old;
    if (first) await transaction.putKept([{ ...first, applied: { epoch: 'e', seq: 1 }, keptAt: 1 }]);
  });
  return device;
}

test('[R12.3] an outbox of version 1 is put into today’s words, all of it, before anything of it is sent', async () => {
  const device = await deskOfVersion1();
  const before = [...device.store.snapshot().outbox.values()];
  const batch = await takeBatch(device.store, 1);
  expect(batch?.changes.map(({ patches }) => patches[0]?.claim)).toEqual([undefined]);
  const { outbox, kept } = device.store.snapshot();
  const plain = before.map((entry) => ({
    ...entry,
    patches: entry.patches.map(({ claim: _, ...patch }) => patch),
  }));
  expect([...outbox.values()]).toEqual(plain);
  expect([...kept.values()].flatMap(({ patches }) => patches.map(({ claim }) => claim))).toEqual([undefined]);
  expect(device.device().protocol).toBe(2);
});

test('[R12.3] what was written since keeps its words: a migration is done once', async () => {
  const device = await deskOfVersion1();
  await device.put({ protocol: 9 });
  const batch = await takeBatch(device.store, 2);
  expect(batch?.changes.map(({ patches }) => patches[0]?.claim)).toEqual(['of old', 'of old']);
  expect(device.device().protocol).toBe(9);
});
