/** Whatever is asked of the store on the disk is answered as by the one in memory. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entityNames } from '../../shared/entities/registry.ts';
import type { DeviceStore, DeviceTransaction } from '../../shared/sync/device/device-store.ts';
import { visitRow } from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';
import {
  a,
  acknowledged,
  b,
  base,
  bySeq,
  c,
  kept,
  outboxEntry,
  rejected,
} from '../support/device-store-rows.ts';
import { deviceStores } from '../support/device-stores.ts';

type Step = (transaction: DeviceTransaction) => Promise<unknown>;

const ids = fc.constantFrom(a, b, c);
const entity = fc.constantFrom('visit' as const, 'serving' as const);
const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 });
const n = fc.integer({ min: 1, max: 4 });

/** Any call of the port, with its answer made comparable where its order is left open. */
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(entity, ids, n).map(
    ([name, id, version]): Step =>
      (on) =>
        on.putRows(name, [visitRow(id, version)]),
  ),
  fc.tuple(entity, fc.array(ids)).map(
    ([name, some]): Step =>
      (on) =>
        on.deleteRows(name, some),
  ),
  fc.tuple(entity, fc.array(ids)).map(
    ([name, some]): Step =>
      (on) =>
        on.getRows(name, some),
  ),
  fc
    .tuple(entity, fc.option(ids), fc.option(ids))
    .filter(([, after, through]) => after === null || through === null || after < through)
    .map(
      ([name, after, through]): Step =>
        (on) =>
          on.rowIds(name, after, through),
    ),
  fc.tuple(entity, fc.option(ids), n).map(
    ([name, after, limit]): Step =>
      (on) =>
        on.rowsAfter(name, after, limit),
  ),
  fc.tuple(entity, ids, seqs).map(
    ([name, id, pending]): Step =>
      (on) =>
        on.putBases([base(name, id, pending)]),
  ),
  fc.tuple(entity, ids).map(
    ([name, id]): Step =>
      (on) =>
        on.deleteBases([{ entity: name, id }]),
  ),
  fc.tuple(entity, ids, ids).map(
    ([name, after, through]): Step =>
      (on) =>
        on.basesOf(name, after, through),
  ),
  n.map(
    (one): Step =>
      (on) =>
        on.addToOutbox(outboxEntry(one)),
  ),
  fc.tuple(n, n).map(
    ([limit, above]): Step =>
      (on) =>
        on.oldestInOutbox(limit, above),
  ),
  seqs.map(
    (some): Step =>
      (on) =>
        on.deleteFromOutbox(some),
  ),
  seqs.map(
    (some): Step =>
      async (on) =>
        bySeq(await on.getPending(some)),
  ),
  fc.tuple(n, n).map(
    ([seq, opSeq]): Step =>
      (on) =>
        on.putAcknowledged([acknowledged(seq, opSeq)]),
  ),
  seqs.map(
    (some): Step =>
      (on) =>
        on.deleteAcknowledged(some),
  ),
  fc.constant((on: DeviceTransaction) => on.allAcknowledged()),
  fc.tuple(n, n).map(
    ([seq, number]): Step =>
      (on) =>
        on.putKept([kept(seq, number)]),
  ),
  seqs.map(
    (some): Step =>
      (on) =>
        on.deleteKept(some),
  ),
  n.map(
    (limit): Step =>
      (on) =>
        on.oldestKept(limit + 1),
  ),
  n.map(
    (one): Step =>
      (on) =>
        on.putRejected([rejected(one)]),
  ),
  n.map(
    (one): Step =>
      (on) =>
        on.getRejected(testId(900 + one)),
  ),
  fc.constant(async (on: DeviceTransaction) => [await on.rejectedIds(), await on.outboxSeqs()]),
  seqs.map(
    (some): Step =>
      (on) =>
        on.getFromOutbox(some),
  ),
  n.map(
    (one): Step =>
      (on) =>
        on.deleteRejected(testId(900 + one)),
  ),
);

test('both stores answer any sequence of calls alike, in transactions kept or given up', async () => {
  const transactions = fc.array(
    fc.record({ calls: fc.array(steps, { minLength: 1, maxLength: 8 }), isKept: fc.boolean() }),
    { minLength: 1, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(transactions, async (history) => {
      const [inMemory, onDisk] = await Promise.all(
        deviceStores.map(([, create]) => played(create(), history)),
      );
      expect(onDisk).toEqual(inMemory);
    }),
    { numRuns: 60 },
  );
}, 60_000);

async function played(
  store: DeviceStore,
  history: readonly { readonly calls: readonly Step[]; readonly isKept: boolean }[],
): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const { calls, isKept } of history) {
    const refusal = new Error('given up');
    const transaction = store.transact('write', entityNames, async (on) => {
      for (const call of calls) answers.push((await call(on)) ?? null);
      if (!isKept) throw refusal;
    });
    if (isKept) await transaction;
    else await expect(transaction).rejects.toBe(refusal);
  }
  return answers;
}
