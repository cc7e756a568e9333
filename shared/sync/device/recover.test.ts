import { expect, test } from 'vitest';
import { applyTail } from './apply-pull.ts';
import type { RecoverRequest } from '../wire/protocol.ts';
import { recover } from './recover.ts';
import { adoptEpoch } from './reposition.ts';
import { settle } from './settle.ts';
import {
  createTestDevice,
  createVisit,
  editVisit,
  removeVisit,
  sentFrom,
  verdictOn,
  visitData,
  visitRow,
  wireVisit,
} from './test-device.ts';
import { testId } from '../wire/test-id.ts';
import { createTestTransport } from './test-transport.ts';

const [a, b, c, d] = [testId(10), testId(11), testId(12), testId(13)] as const;

async function create() {
  const device = await createTestDevice();
  const transport = createTestTransport();
  let steps = 0;
  const deps = { store: device.store, transport, onProgress: () => void (steps += 1) };
  const sent = () =>
    transport.asked.flatMap((asked): RecoverRequest[] => ('recover' in asked ? [asked.recover] : []));
  const versions = () => sent().map(({ rows }) => rows.map(({ version }) => version));
  return { device, transport, deps, sent, versions, steps: () => steps };
}

test('[R8.4] rows above the restored head go back, by version, and no others', async () => {
  const { device, deps, sent, steps } = await create();
  await device.hold('visit', visitRow(a, 12, { note: 'late' }), visitRow(b, 10), visitRow(c, 11));
  expect(await recover(deps)).toBeNull();
  expect(sent()).toEqual([
    { protocol: 2, epoch: 'epoch-1', rows: [] },
    {
      ...{ protocol: 2, epoch: 'epoch-1' },
      rows: [
        { entity: 'visit', id: c, version: 11, data: visitData() },
        { entity: 'visit', id: a, version: 12, data: visitData({ note: 'late' }) },
      ],
    },
  ]);
  expect(device.device()).toMatchObject({ epoch: 'epoch-2' });
  expect(steps()).toBe(2);
});

test('[R8.4] a row goes back as the server had told it, without what is pending on it, removed here or not', async () => {
  const { device, deps, sent } = await create();
  await device.hold('visit', visitRow(a, 12, { note: 'theirs' }), visitRow(b, 13, { note: 'removed here' }));
  await device.write([editVisit(a, { note: 'mine' }), removeVisit(b), createVisit(d)]);
  await recover(deps);
  expect(sent()[1]?.rows.map(({ id, data }) => [id, data['note']])).toEqual([
    [a, 'theirs'],
    [b, 'removed here'],
  ]);
});

test('[R8.4] rows of one version go in one batch, however many batches there are', async () => {
  const { device, deps, versions } = await create();
  const long = 'x'.repeat(320);
  const rows = Array.from({ length: 1_500 }, (_, index) =>
    visitRow(testId(100 + index), 11 + Math.floor(index / 700), { note: long }),
  );
  await device.hold('visit', ...rows);
  await recover(deps);
  expect(versions().map((some) => [some.length, ...new Set(some)])).toEqual([[0], [700, 11], [800, 12, 13]]);
});

test('[R8.4] more rows of one version than a batch may have are split', async () => {
  const { device, deps, versions } = await create();
  await device.hold(
    'visit',
    ...Array.from({ length: 1_200 }, (_, index) => visitRow(testId(100 + index), 11)),
  );
  await recover(deps);
  expect(versions().map((some) => some.length)).toEqual([0, 1_000, 200]);
});

test('[R8.4] a batch found too large goes in halves; one row that is too large stops it, and nothing is lost', async () => {
  const { device, transport, deps, versions } = await create();
  await device.hold('visit', visitRow(a, 11), visitRow(b, 12), visitRow(c, 13));
  transport.onRecover({});
  transport.onRecover({ code: 'too_large' });
  transport.onRecover({});
  transport.onRecover({ code: 'too_large' });
  const before = device.state();
  expect(await recover(deps)).toEqual({ code: 'too_large' });
  expect(versions()).toEqual([[], [11, 12, 13], [11, 12], [13]]);
  expect(device.state()).toBe(before);
});

test('[R8.10] a batch that did not arrive leaves the device as it was, and the next time begins from the start', async () => {
  const { device, transport, deps, versions } = await create();
  await device.hold('visit', visitRow(a, 11), visitRow(b, 12));
  const before = device.state();
  transport.onRecover({});
  transport.onRecover({ code: 'server_unreachable' });
  expect(await recover(deps)).toEqual({ code: 'server_unreachable' });
  expect(device.state()).toBe(before);
  expect(await recover(deps)).toBeNull();
  expect(versions()).toEqual([[], [11, 12], [], [11, 12]]);
});

test('[R8.10] a server that was restored again meanwhile is asked again', async () => {
  const { device, transport, deps } = await create();
  await device.hold('visit', visitRow(a, 11));
  transport.onRecover({});
  transport.onRecover({ epoch: 'epoch-3' });
  expect(await recover(deps)).toBeNull();
  expect(device.device()).toMatchObject({ epoch: 'epoch-1' });
});

test('[R8.10] where another window was faster and rows are of the life between, none goes back under an earlier one’s name', async () => {
  const { device, deps, transport, sent } = await create();
  await device.hold('visit', visitRow(a, 11));
  const between = { epoch: 'epoch-2', startsAt: 1_000_000_010 };
  const overtaken: typeof transport.recover = async (token, request) => {
    await adoptEpoch(device.store, 'epoch-1', between);
    await device.hold('visit', visitRow(a, 1_000_000_015));
    return transport.recover(token, request);
  };
  transport.onRecover({ epoch: 'epoch-3', startsAt: 2_000_000_020 });
  expect(await recover({ ...deps, transport: { ...transport, recover: overtaken } })).toBeNull();
  expect(sent().flatMap(({ rows }) => rows)).toEqual([]);
  expect(device.device()).toMatchObject({ epoch: 'epoch-2' });
});

test('[R8.4] until a bootstrap is complete, rows go back to the life that gave them their number', async () => {
  const { device, deps, transport, sent } = await create();
  await device.hold('visit', visitRow(a, 11), visitRow(b, 1_000_000_015));
  await recover(deps);
  for (let turn = 0; turn < 4; turn += 1) transport.onRecover({ epoch: 'epoch-3', startsAt: 2_000_000_020 });
  await recover(deps);
  const second = sent().slice(-4);
  expect(second.map(({ epoch, rows }) => [epoch, rows.map(({ id }) => id)])).toEqual([
    ['epoch-1', []],
    ['epoch-1', [a]],
    ['epoch-2', []],
    ['epoch-2', [b]],
  ]);
  expect(second.map(({ partial = false }) => partial)).toEqual([false, false, true, true]);
  expect(device.device().lives).toHaveLength(3);
  const position = { deviceId: testId(1), epoch: 'epoch-3', cursor: null };
  await applyTail(
    device.store,
    position,
    { rows: [], cursor: 'cursor-9', lastOpSeq: 0, backedUpTo: 0, serverTime: 1, head: 9 },
    1,
  );
  for (let turn = 0; turn < 2; turn += 1) transport.onRecover({ epoch: 'epoch-4', startsAt: 3_000_000_030 });
  await recover(deps);
  expect(sent().at(-1)?.epoch).toBe('epoch-3');
  expect(device.device().lives?.map(({ epoch }) => epoch)).toEqual(['epoch-3', 'epoch-4']);
});

test('[R8.8] kept changes wait again with the mark of where they had been applied', async () => {
  const { device, deps } = await create();
  await device.write([createVisit(a)]);
  await settle(device.store, sentFrom(0), [verdictOn(1, { seq: 11 })], 5);
  expect([...device.store.snapshot().kept.values()]).toMatchObject([
    { opId: testId(901), applied: { epoch: 'epoch-1', seq: 11 }, keptAt: 5 },
  ]);
  await recover(deps);
  expect([...device.store.snapshot().outbox.values()]).toMatchObject([
    { opId: testId(901), applied: { epoch: 'epoch-1', seq: 11 } },
  ]);
});

test('[R8.8] one that came again before keeps word of where it had been applied first', async () => {
  const { device, deps, transport } = await create();
  await device.write([createVisit(a)]);
  await settle(device.store, sentFrom(0), [verdictOn(1, { seq: 11 })], 5);
  const second = { epoch: 'epoch-2', startsAt: 1_000_000_010 };
  await adoptEpoch(device.store, 'epoch-1', second);
  await settle(device.store, device.device(), [verdictOn(1, { seq: 1_000_000_020 })], 6);
  for (let turn = 0; turn < 2; turn += 1) transport.onRecover({ epoch: 'epoch-3', startsAt: 2_000_000_020 });
  await recover(deps);
  const was = { epoch: 'epoch-1', seq: 11 };
  expect([...device.store.snapshot().outbox.values()]).toMatchObject([
    { applied: { epoch: 'epoch-2', seq: 1_000_000_020, was } },
  ]);
  await settle(device.store, device.device(), [verdictOn(1, { seq: 2_000_000_030 })], 7);
  expect([...device.store.snapshot().kept.values()]).toMatchObject([{ applied: { epoch: 'epoch-3', was } }]);
});

test('[R8.4] a row goes back with what the server had told of its values, pending or not', async () => {
  const { device, deps, sent } = await create();
  const past = { note: { epoch: 'epoch-0', version: 3 } };
  const rows = [a, b].map((id) => ({ ...wireVisit(id, 12, { note: 'old' }), past }));
  const position = { deviceId: testId(1), epoch: 'epoch-1', cursor: 'cursor-1' };
  const tail = { rows, cursor: 'cursor-2', lastOpSeq: 0, backedUpTo: 0, serverTime: 1, head: 12 };
  await applyTail(device.store, position, tail, 1);
  await device.write([editVisit(a, { note: 'mine' })]);
  await recover(deps);
  expect(sent()[1]?.rows.map(({ past: told }) => told)).toEqual([past, past]);
});

test('[R8.8] a kept change that had lost a field waits again with word of it', async () => {
  const { device, deps } = await create();
  await device.hold('visit', visitRow(a, 5));
  await device.write([editVisit(a, { note: 'mine' })]);
  const told = { entity: 'visit', id: a, field: 'note' };
  const conflicts = [{ ...told, kept: 'theirs', lost: 'mine' }];
  await settle(device.store, sentFrom(0), [verdictOn(1, { seq: 11, conflicts })], 5);
  await recover(deps);
  expect([...device.store.snapshot().outbox.values()]).toMatchObject([
    { applied: { seq: 11, lost: [told] } },
  ]);
});
