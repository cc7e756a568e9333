/** Rows and changes for tests of the port of a device's store. */
import type {
  AcknowledgedEntry,
  BaseRow,
  KeptEntry,
  OutboxEntry,
  RejectedChange,
} from '../../shared/sync/device/device-store.ts';
import { changeOf } from '../../shared/sync/device/test-device.ts';
import { testId } from '../../shared/sync/wire/test-id.ts';

export const [a, b, c] = [testId(10), testId(11), testId(12)] as const;

export function outboxEntry(n: number): Omit<OutboxEntry, 'localSeq'> {
  return { ...changeOf(n, []), patches: [{ entity: 'visit', id: a, op: 'remove', base: n }], overlay: true };
}
export function acknowledged(localSeq: number, opSeq: number): AcknowledgedEntry {
  const { overlay: _, ...change } = outboxEntry(localSeq);
  return { ...change, localSeq, opSeq };
}
export function kept(localSeq: number, seq: number): KeptEntry {
  const { overlay: _, ...change } = outboxEntry(localSeq);
  return { ...change, localSeq, applied: { epoch: 'epoch-1', seq }, keptAt: seq };
}
export function rejected(n: number): RejectedChange {
  const { opId, name, version, actor, occurredAt } = changeOf(n, []);
  return { opId, name, version, actor, occurredAt, patches: [], code: 'gone', message: null, rejectedAt: n };
}
export const base = (entity: BaseRow['entity'], id: string, pending: number[] = [1]): BaseRow => ({
  ...{ entity, id, fields: { note: 'x', list: [] }, version: 3, pending },
});

export const bySeq = <Entry extends { readonly localSeq: number }>(entries: readonly Entry[]) =>
  [...entries].sort((x, y) => x.localSeq - y.localSeq);
