import { describe, expect, test } from 'vitest';
import { applyTail } from './apply-pull.ts';
import { settle } from './settle.ts';
import {
  createTestDevice,
  createVisit,
  editVisit,
  sentFrom,
  verdictOn,
  visitRow,
  wireVisit,
  type TestDevice,
} from './test-device.ts';
import { testId } from '../wire/test-id.ts';

const [a, b] = [testId(10), testId(11)] as const;
const me = testId(1);

/** Three changes wait: a new visit, an edit of a known one, another edit of it. */
async function withThreeChanges(): Promise<TestDevice> {
  const device = await createTestDevice({ doneOpSeq: 0 });
  await device.hold('visit', visitRow(b, 4, { note: 'theirs' }));
  await device.write([createVisit(a)]);
  await device.write([editVisit(b, { note: 'mine' })], { name: 'editVisit' });
  await device.write([editVisit(b, { partySize: 3 })]);
  return device;
}

const waiting = (device: TestDevice) => [...device.store.snapshot().outbox.keys()];

describe('[R3] a verdict', () => {
  test('applied ends the entry; the change stays visible until a complete pull covers it', async () => {
    const device = await withThreeChanges();
    const settled = await settle(device.store, sentFrom(0), [verdictOn(1), verdictOn(2)], 9);
    expect(settled).toEqual({ settled: true, changed: new Map(), retry: false });
    expect(waiting(device)).toEqual([3]);
    expect([...device.store.snapshot().acknowledged.values()]).toMatchObject([
      { localSeq: 1, opSeq: 1 },
      { localSeq: 2, opSeq: 2 },
    ]);
    expect(device.row('visit', a)).toBeDefined();
    expect(device.row('visit', b)).toMatchObject({ note: 'mine', partySize: 3 });
    expect(device.device().doneOpSeq).toBe(2);
  });

  test('rejected takes the change from the screen, keeps it for a person, and the next one goes on', async () => {
    const device = await withThreeChanges();
    const refused = verdictOn(2, { verdict: 'rejected', code: 'forbidden', message: 'not at this desk' });
    const settled = await settle(device.store, sentFrom(0), [verdictOn(1), refused, verdictOn(3)], 9);
    expect(settled).toMatchObject({ settled: true, changed: new Map([['visit', [b]]]) });
    expect(device.row('visit', b)).toMatchObject({ note: 'theirs', partySize: 3 });
    expect([...device.store.snapshot().attention.values()]).toEqual([
      {
        ...{ localSeq: 2, opId: testId(902), name: 'editVisit', version: 1, actor: me, occurredAt: 2 },
        ...{ patches: [{ ...editVisit(b, { note: 'mine' }), base: 4 }] },
        ...{ code: 'forbidden', message: 'not at this desk', rejectedAt: 9 },
      },
    ]);
    expect(waiting(device)).toEqual([]);
    expect(device.device().doneOpSeq).toBe(3);
  });

  test('rejected without a code is the server’s error', async () => {
    const device = await withThreeChanges();
    await settle(device.store, sentFrom(0), [verdictOn(1, { verdict: 'rejected' })], 9);
    expect([...device.store.snapshot().attention.values()]).toMatchObject([
      { code: 'server_error', message: null },
    ]);
    expect(device.row('visit', a)).toBeUndefined();
  });

  test('retry ends nothing: that change and all after it wait', async () => {
    const device = await withThreeChanges();
    const settled = await settle(
      device.store,
      sentFrom(0),
      [verdictOn(1), verdictOn(2, { verdict: 'retry' })],
      9,
    );
    expect(settled).toMatchObject({ settled: true, retry: true });
    expect(waiting(device)).toEqual([2, 3]);
    expect(device.device().doneOpSeq).toBe(1);
  });

  test('on a change that a pull covered before leaves nothing to wait for', async () => {
    const device = await withThreeChanges();
    const position = { deviceId: me, epoch: 'epoch-1', cursor: 'cursor-1' };
    await applyTail(
      device.store,
      position,
      { rows: [wireVisit(a, 8)], cursor: 'c', lastOpSeq: 1, backedUpTo: 0, serverTime: 1, head: 9 },
      1,
    );
    await settle(device.store, sentFrom(0), [verdictOn(1)], 9);
    expect(device.store.snapshot().acknowledged.size).toBe(0);
    expect(device.row('visit', a)).toEqual(visitRow(a, 8));
  });
});

test.each([
  ['another opId', {}, [verdictOn(1, { opId: testId(77) })]],
  ['another opSeq', {}, [verdictOn(1, { opSeq: 2 })]],
  ['a verdict too many', {}, [1, 2, 3, 4].map((n) => verdictOn(n))],
  ['one left out', {}, [verdictOn(1), verdictOn(3)]],
  ['another device by now', { deviceId: testId(99) }, [verdictOn(1)]],
  ['another epoch by now, the count at the same number', { epoch: 'epoch-0' }, [verdictOn(1, { seq: 7 })]],
  ['a count that moved on', { doneOpSeq: 1 }, [verdictOn(2)]],
  ['a count that moved on, and no verdict', { doneOpSeq: 1 }, [verdictOn(2, { verdict: 'retry' })]],
])('[R2] an answer with %s is written nowhere', async (_what, sent, results) => {
  const device = await withThreeChanges();
  const before = device.state();
  expect(await settle(device.store, { ...sentFrom(0), ...sent }, results, 9)).toEqual({ settled: false });
  expect(device.state()).toBe(before);
});
