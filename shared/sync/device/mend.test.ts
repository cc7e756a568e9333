import { describe, expect, test } from 'vitest';
import { freshPlan, mend } from './mend.ts';
import { settle } from './settle.ts';
import { createTestDevice, createVisit, editVisit, sentFrom, verdictOn, visitRow } from './test-device.ts';
import { testId } from '../wire/test-id.ts';
import { createTestTransport } from './test-transport.ts';

const renewed = {
  ...{ deviceId: testId(60), token: 'token-2', siteId: testId(2), siteName: 'Site' },
  ...{ station: 'bar' as const, scopes: [], epoch: 'epoch-1', serverTime: 0 },
};

async function create() {
  const device = await createTestDevice({ doneOpSeq: 4 });
  await device.write([createVisit(testId(10))]);
  const transport = createTestTransport();
  return { device, transport, deps: { store: device.store, transport, onProgress: () => undefined } };
}

test('what another window wrote needs no mending', async () => {
  const { device, deps } = await create();
  const before = device.state();
  expect(await mend(deps, freshPlan(), { code: 'superseded' })).toBeNull();
  expect(device.state()).toBe(before);
});

test('[R6] an expired cursor is forgotten', async () => {
  const { device, deps } = await create();
  expect(await mend(deps, freshPlan(), { code: 'cursor_expired' })).toBeNull();
  expect(device.device()).toMatchObject({ cursor: null, doneOpSeq: 4 });
});

test('[R6.9] with the cursor nothing else goes: rows, what is pending, rejected and kept stay as they are', async () => {
  const { device, deps } = await create();
  await device.hold('visit', visitRow(testId(11), 3));
  await device.write([editVisit(testId(11), { note: 'mine' })]);
  const results = [
    verdictOn(1, { opSeq: 5, verdict: 'rejected', code: 'gone' }),
    verdictOn(2, { opSeq: 6, seq: 9 }),
  ];
  await settle(device.store, sentFrom(4), results, 7);
  await device.write([createVisit(testId(12))]);
  const before = device.store.snapshot();
  for (const table of ['outbox', 'bases', 'attention', 'kept', 'acknowledged'] as const)
    expect(before[table].size).toBeGreaterThan(0);
  await mend(deps, freshPlan(), { code: 'cursor_expired' });
  const { device: record, ...tables } = device.store.snapshot();
  expect({ ...tables, device: { ...record, cursor: before.device?.cursor } }).toEqual(before);
});

test('[R8.8] another epoch is taken on once the server said what it wants back, with the numbers from 1', async () => {
  const { device, transport, deps } = await create();
  expect(await mend(deps, freshPlan(), { code: 'epoch_changed', epoch: 'epoch-2' })).toBeNull();
  expect(transport.asked).toEqual([{ recover: { protocol: 2, epoch: 'epoch-1', rows: [] } }]);
  expect(device.device()).toMatchObject({ epoch: 'epoch-2', cursor: null, doneOpSeq: 0 });
});

test('[R8.10] nothing is taken on where the server cannot be asked', async () => {
  const { device, transport, deps } = await create();
  const before = device.state();
  transport.onRecover({ code: 'server_unreachable' });
  expect(await mend(deps, freshPlan(), { code: 'epoch_changed' })).toEqual({ code: 'server_unreachable' });
  expect(device.state()).toBe(before);
});

describe.each(['op_seq_gap', 'device_cloned'] as const)('[R2] %s', (code) => {
  test('makes the device a new one, with what waits', async () => {
    const { device, transport, deps } = await create();
    transport.onRenew({ ok: true, value: renewed, sentAt: 0, receivedAt: 0 });
    expect(await mend(deps, freshPlan(), { code })).toBeNull();
    expect(transport.asked).toEqual([{ renew: 'token-1' }]);
    expect(device.device()).toMatchObject({ deviceId: testId(60), token: 'token-2', doneOpSeq: 0 });
    expect([...device.store.snapshot().outbox.values()]).toMatchObject([{ opId: testId(901) }]);
  });

  test('leaves everything as it is where the server cannot be reached for it', async () => {
    const { device, deps } = await create();
    const before = device.state();
    expect(await mend(deps, freshPlan(), { code })).toEqual({ code: 'server_unreachable' });
    expect(device.state()).toBe(before);
  });
});

test('[R3] a push found too large is halved, down to one change', async () => {
  const { deps } = await create();
  const plan = { maxChanges: 5 };
  const sizes: number[] = [];
  while ((await mend(deps, plan, { code: 'too_large' })) === null) sizes.push(plan.maxChanges);
  expect(sizes).toEqual([2, 1]);
  expect(await mend(deps, plan, { code: 'too_large' })).toEqual({ code: 'too_large' });
});

test.each([
  'server_unreachable',
  'token_invalid',
  'protocol_unsupported',
  'storage_full',
  'server_busy',
] as const)('%s is not for the engine to mend', async (code) => {
  const { device, deps } = await create();
  const before = device.state();
  expect(await mend(deps, freshPlan(), { code })).toEqual({ code });
  expect(device.state()).toBe(before);
});
