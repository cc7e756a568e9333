/** The engine on both stores of a device: whatever happens, the same rows, outbox and position come of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entityNames } from '../../shared/entities/registry.ts';
import { applyRange, applyTail } from '../../shared/sync/device/apply-pull.ts';
import type { DeviceRecord, DeviceStore } from '../../shared/sync/device/device-store.ts';
import { writeLocalChanges } from '../../shared/sync/device/local-change.ts';
import type { WireRow } from '../../shared/sync/wire/protocol.ts';
import { adoptEpoch, forgetCursor } from '../../shared/sync/device/reposition.ts';
import { settle } from '../../shared/sync/device/settle.ts';
import {
  changeOf,
  createVisit,
  deviceRecord,
  editVisit,
  removeVisit,
  wireVisit,
} from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { deviceStores } from '../support/device-stores.ts';

const finance: Pick<DeviceRecord, 'station' | 'scopes'> = { station: 'finance', scopes: ['site', 'money'] };

type Step = (store: DeviceStore, device: DeviceRecord, turn: number) => Promise<unknown>;

const [a, b, c] = [testId(10), testId(11), testId(12)] as const;
const ids = fc.constantFrom(a, b, c);
const few = fc.integer({ min: 0, max: 3 });
const rows = fc.array(
  fc.tuple(ids, fc.boolean()).map(
    ([id, isRemoved]) =>
      (version: number): WireRow =>
        isRemoved
          ? { entity: 'visit', id, version, removed: true }
          : wireVisit(id, version, { note: 'theirs' }),
  ),
  { maxLength: 3 },
);

const patches = fc.oneof(
  ids.map((id) => createVisit(id, { note: 'new' })),
  fc.tuple(ids, few).map(([id, partySize]) => editVisit(id, { partySize })),
  ids.map(removeVisit),
);

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.array(patches, { minLength: 1, maxLength: 3 }).map(writing) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom('applied', 'rejected', 'retry'), { maxLength: 3 }).map(settling),
  },
  { weight: 2, arbitrary: fc.tuple(rows, few).map(tailing) },
  { weight: 1, arbitrary: fc.tuple(rows, fc.option(ids), fc.option(ids)).map(ranging) },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((store, { epoch }, turn) =>
      adoptEpoch(store, epoch, { epoch: `epoch-${turn}`, startsAt: turn }),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((store) => forgetCursor(store)) },
  { weight: 1, arbitrary: fc.boolean().map(moving) },
);

function writing(some: readonly Parameters<typeof changeOf>[1][number][]): Step {
  return (store, _device, turn) =>
    store
      .transact('write', ['visit'], async (transaction) => {
        const failure = await writeLocalChanges(transaction, [changeOf(turn, some)]);
        if (failure) throw new Error(failure.code);
      })
      .catch((error: Error) => error.message);
}

function settling(verdicts: readonly ('applied' | 'rejected' | 'retry')[]): Step {
  return async (store, device, turn) => {
    const waiting = await store.transact('read', [], (transaction) => transaction.oldestInOutbox(3));
    const end = verdicts.indexOf('retry');
    const results = waiting.slice(0, end === -1 ? verdicts.length : end + 1).flatMap(({ opId }, index) => ({
      ...{
        opId,
        opSeq: device.doneOpSeq + 1 + index,
        verdict: verdicts[index] ?? 'applied',
        seq: 3 * turn + index,
      },
    }));
    return settle(store, device, results, 1);
  };
}

function tailing([some, further]: [((version: number) => WireRow)[], number]): Step {
  return (store, device, turn) => {
    const tail = {
      rows: some.map((row) => row(turn + 1)),
      cursor: `cursor-${turn}`,
      backedUpTo: 2 * turn,
      serverTime: turn,
      head: turn + 1,
    };
    return applyTail(store, device, { ...tail, lastOpSeq: device.doneOpSeq + further }, turn);
  };
}

/** To a station without visits, or back, by a page of a tail or of what joined. */
function moving(isTail: boolean): Step {
  return (store, device, turn) => {
    const place =
      device.station === 'bar' ? finance : { station: 'bar' as const, scopes: deviceRecord.scopes };
    const moved = { ...place, left: device.scopes.filter((scope) => !place.scopes.includes(scope)) };
    const page = { rows: [], cursor: `cursor-${turn}`, moved };
    const tail = { ...page, backedUpTo: 0, serverTime: 1, head: turn, lastOpSeq: device.doneOpSeq };
    const range = { entity: 'area', after: null, through: null };
    return isTail ? applyTail(store, device, tail, turn) : applyRange(store, device, { ...page, range });
  };
}

function ranging([some, after, through]: [
  ((version: number) => WireRow)[],
  string | null,
  string | null,
]): Step {
  return (store, device, turn) => {
    const within = some
      .map((row) => row(turn + 1))
      .filter(
        (row) =>
          'data' in row && (after === null || row.id > after) && (through === null || row.id <= through),
      );
    const range = { entity: 'visit', after, through };
    return applyRange(store, device, { range, rows: within, cursor: `cursor-${turn}` });
  };
}

test('[R3 R6 R7 R9.13] the engine does the same on both stores', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 14 }), async (history) => {
      const [inMemory, onDisk] = await Promise.all(
        deviceStores.map(([, create]) => played(create(), history)),
      );
      expect(onDisk).toEqual(inMemory);
    }),
    { numRuns: 100 },
  );
}, 60_000);

async function played(store: DeviceStore, history: readonly Step[]): Promise<unknown[]> {
  await store.transact('write', [], (transaction) => transaction.putDevice(deviceRecord));
  const states: unknown[] = [];
  for (const [turn, step] of history.entries()) {
    const { device } = await stateOf(store);
    states.push((await step(store, device ?? deviceRecord, turn)) ?? null, await stateOf(store));
  }
  return states;
}

function stateOf(store: DeviceStore) {
  return store.transact('read', entityNames, async (transaction) => {
    const outbox = await transaction.oldestInOutbox(99);
    const opIds = Array.from({ length: 14 }, (_, turn) => testId(900 + turn));
    const attention = [];
    for (const opId of opIds) attention.push(await transaction.getRejected(opId));
    return {
      ...{ outbox, attention, device: await transaction.getDevice() },
      rows: await transaction.getRows('visit', [a, b, c]),
      bases: await transaction.basesOf('visit', null, null),
      acknowledged: await transaction.allAcknowledged(),
    };
  });
}
