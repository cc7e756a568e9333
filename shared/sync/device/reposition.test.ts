import { expect, test } from 'vitest';
import { applyTail } from './apply-pull.ts';
import type { EnrolAnswer } from '../wire/protocol.ts';
import { adoptEpoch, adoptRenewal, forgetCursor } from './reposition.ts';
import { settle } from './settle.ts';
import { createTestDevice, createVisit, sentFrom, verdictOn, wireVisit } from './test-device.ts';
import { testId } from '../wire/test-id.ts';

const [a, b, c] = [testId(10), testId(11), testId(12)] as const;
const person = testId(50);
const renewed: EnrolAnswer = {
  ...{ deviceId: testId(60), token: 'token-2', siteId: testId(2), siteName: 'Site' },
  ...{ station: 'callback', scopes: ['site', 'front', 'people'], epoch: 'epoch-1', serverTime: 0 },
};

/** One change is applied and not covered yet, two wait: by the desk itself, and by a person. */
async function inTheMiddle() {
  const device = await createTestDevice();
  await device.write([createVisit(a)]);
  await device.write([createVisit(b)]);
  await device.write([createVisit(c)], { actor: person });
  await settle(device.store, sentFrom(0), [verdictOn(1, { seq: 7 })], 1);
  return device;
}

test('[R2] a renewed device keeps every waiting change with its opId, and counts from 1 again', async () => {
  const device = await inTheMiddle();
  await adoptRenewal(device.store, renewed, testId(1));
  expect(device.device()).toMatchObject({
    // What rows are here does not change by it: the next pull tells of another station.
    ...{ deviceId: testId(60), token: 'token-2', station: 'bar', scopes: ['site', 'front'] },
    ...{ doneOpSeq: 0, sentOpSeq: 0, cursor: 'cursor-1', installId: testId(3) },
  });
  expect([...device.store.snapshot().outbox.values()].map(({ opId }) => opId)).toEqual([
    testId(902),
    testId(903),
  ]);
});

test('[R9] what the desk did in its own name is the renewed desk’s; what a person did stays theirs', async () => {
  const device = await inTheMiddle();
  await adoptRenewal(device.store, renewed, testId(1));
  expect([...device.store.snapshot().outbox.values()].map(({ actor }) => actor)).toEqual([
    testId(60),
    person,
  ]);
});

test('[R2] of two renewals asked for at once the first stands, so that the chain has no gap', async () => {
  const device = await inTheMiddle();
  await adoptRenewal(device.store, renewed, testId(1));
  await adoptRenewal(device.store, { ...renewed, deviceId: testId(61), token: 'token-3' }, testId(1));
  expect(device.device()).toMatchObject({ deviceId: testId(60), token: 'token-2' });
});

test('[R2] a change with its verdict is covered by any pull of the new position', async () => {
  const device = await inTheMiddle();
  await adoptRenewal(device.store, renewed, testId(1));
  const position = { deviceId: testId(60), epoch: 'epoch-1', cursor: 'cursor-1' };
  await applyTail(
    device.store,
    position,
    { rows: [wireVisit(a, 7)], cursor: 'cursor-2', lastOpSeq: 0, backedUpTo: 0, serverTime: 1, head: 9 },
    1,
  );
  const { acknowledged, outbox } = device.store.snapshot();
  expect([acknowledged.size, outbox.size]).toEqual([0, 2]);
  expect(device.row('visit', a)).toMatchObject({ rowVersion: 7 });
  expect(device.row('visit', b)).toBeDefined();
});

test('[R8.4] a renewal after a restore keeps the ended epoch, so that rows are returned before another is taken on', async () => {
  const device = await inTheMiddle();
  const elsewhere: EnrolAnswer = { ...renewed, epoch: 'epoch-2' };
  await adoptRenewal(device.store, elsewhere, testId(1));
  expect(device.device()).toMatchObject({ epoch: 'epoch-1', cursor: 'cursor-1' });
});

test('[R8.8] a new epoch keeps device and token; applied and waiting changes wait in their order, and are counted from 1', async () => {
  const device = await inTheMiddle();
  await device.put({ doneOpSeq: 41, sentOpSeq: 43 });
  await adoptEpoch(device.store, 'epoch-1', { epoch: 'epoch-2', startsAt: 99 });
  expect(device.device()).toMatchObject({
    ...{ deviceId: testId(1), token: 'token-1', epoch: 'epoch-2', cursor: null, doneOpSeq: 0 },
    ...{ sentOpSeq: 0 },
  });
  const { outbox, acknowledged, kept } = device.store.snapshot();
  const waiting = [...outbox.values()].sort((one, other) => one.localSeq - other.localSeq);
  expect(waiting).toMatchObject([
    { opId: testId(901), applied: { epoch: 'epoch-1', seq: 7 }, overlay: true },
    { opId: testId(902), actor: testId(1), overlay: true },
    { opId: testId(903), actor: person, overlay: true },
  ]);
  expect(waiting[1]).not.toHaveProperty('applied');
  expect([acknowledged.size, kept.size]).toEqual([0, 0]);
  expect(device.row('visit', a)).toBeDefined();
});

test('[R8.8] a kept change that a pull had covered waits without its overlay: the server’s row has it', async () => {
  const device = await inTheMiddle();
  const position = { deviceId: testId(1), epoch: 'epoch-1', cursor: 'cursor-1' };
  const tail = {
    rows: [wireVisit(a, 7)],
    cursor: 'cursor-2',
    lastOpSeq: 1,
    backedUpTo: 0,
    serverTime: 1,
    head: 9,
  };
  await applyTail(device.store, position, tail, 1);
  await adoptEpoch(device.store, 'epoch-1', { epoch: 'epoch-2', startsAt: 99 });
  const { outbox, bases } = device.store.snapshot();
  expect(outbox.get(1)).toMatchObject({ opId: testId(901), overlay: false });
  expect(bases.has(`visit:${a}`)).toBe(false);
});

test('[R8.8] an epoch is taken on once: a second window that decided the same changes nothing', async () => {
  const device = await inTheMiddle();
  await adoptEpoch(device.store, 'epoch-1', { epoch: 'epoch-2', startsAt: 99 });
  await device.put({ doneOpSeq: 2 });
  await adoptEpoch(device.store, 'epoch-1', { epoch: 'epoch-2', startsAt: 99 });
  expect(device.device()).toMatchObject({ doneOpSeq: 2 });
});

test('[R8.8] what a renewed desk had done in its own name is the renewed desk’s in a new epoch too', async () => {
  const device = await inTheMiddle();
  await adoptRenewal(device.store, renewed);
  await adoptEpoch(device.store, 'epoch-1', { epoch: 'epoch-2', startsAt: 99 });
  expect(device.store.snapshot().outbox.get(1)).toMatchObject({ actor: testId(60) });
});

test('[R6] an expired cursor is forgotten; rows, count and waiting changes stay', async () => {
  const device = await inTheMiddle();
  await forgetCursor(device.store);
  expect(device.device()).toMatchObject({ cursor: null, doneOpSeq: 1, ready: true });
  expect(device.row('visit', a)).toBeDefined();
  expect(device.store.snapshot().outbox.size).toBe(2);
});
