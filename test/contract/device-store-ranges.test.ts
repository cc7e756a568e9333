/** What a device's store reads of a part alone, so that a hundred thousand rows that wait cost no more than is asked. */
import { beforeEach, describe, expect, test } from 'vitest';
import { entityNames } from '../../shared/entities/registry.ts';
import type { DeviceStore, DeviceTransaction } from '../../shared/sync/device/device-store.ts';
import { changeOf } from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import { deviceStores } from '../support/device-stores.ts';

const [a, b, c] = [testId(10), testId(11), testId(12)] as const;

describe.each(deviceStores)('a device’s store %s', (_name, create) => {
  let store: DeviceStore;
  beforeEach(() => void (store = create()));
  const write = (work: (transaction: DeviceTransaction) => Promise<void>) =>
    store.transact('write', entityNames, work);
  const read = <Value>(work: (transaction: DeviceTransaction) => Promise<Value>) =>
    store.transact('read', entityNames, work);

  test('gives the bases of a range of ids: behind the first, up to the last', async () => {
    const base = { fields: null, version: 0, pending: [1] };
    await write((transaction) =>
      transaction.putBases([
        ...[c, a, b].map((id) => ({ entity: 'visit' as const, id, ...base })),
        { entity: 'serving', id: b, ...base },
      ]),
    );
    const within = (after: string | null, through: string | null) =>
      read(async (transaction) => (await transaction.basesOf('visit', after, through)).map(({ id }) => id));
    expect(await within(null, null)).toEqual([a, b, c]);
    expect(await within(a, null)).toEqual([b, c]);
    expect(await within(null, b)).toEqual([a, b]);
    expect(await within(a, b)).toEqual([b]);
    expect(await within(b, b)).toEqual([]);
    expect(await within(c, a)).toEqual([]);
  });

  test('gives the oldest of the outbox above a place', async () => {
    await write(async (transaction) => {
      for (const n of [1, 2, 3])
        await transaction.addToOutbox({ ...changeOf(n, []), patches: [], overlay: true });
    });
    const above = (place: number, limit: number) =>
      read(async (transaction) =>
        (await transaction.oldestInOutbox(limit, place)).map(({ localSeq }) => localSeq),
      );
    expect(await above(0, 2)).toEqual([1, 2]);
    expect(await above(1, 1)).toEqual([2]);
    expect(await above(1, 9)).toEqual([2, 3]);
    expect(await above(3, 9)).toEqual([]);
  });
});
