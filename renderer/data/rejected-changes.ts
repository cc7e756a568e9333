/** What a person decides about a rejected change (R3): sent again as it was, put right and sent, or given up. */
import type { Amendment } from '../../shared/commands/amend-rejected.ts';
import { auditDiscard, toDiscardInput } from '../../shared/commands/audit.ts';
import { isFailure, type DraftChange, type DraftPatch } from '../../shared/commands/define.ts';
import { auditEntry } from '../../shared/entities/audit-entry.ts';
import { entityNames } from '../../shared/entities/registry.ts';
import type { DeviceErrorCode, Result } from '../../shared/errors.ts';
import type { DeviceStore } from '../../shared/sync/device/device-store.ts';
import {
  idsByEntity,
  Refused,
  settleResult,
  toLocalChange,
  writeOrRefuse,
  type CommandRunner,
  type Written,
} from './run-command.ts';

export interface Retry {
  /** Puts the patches right; as they were where left out. */
  readonly amend?: Amendment | undefined;
  /** Whether who sends it may write these rows: the server would only reject them again. */
  mayWrite?(patches: readonly DraftPatch[]): boolean;
}

/** Of the change that was made. */
export interface Resent {
  readonly opId: string;
}

/**
 * Sends a rejected change again as a new one: new opId, `retryOf`, on today's rows (R3).
 * @returns `row_missing` where what it edits is no longer here, `not_permitted`, or what the amendment says; it
 * then stays in the list.
 */
export async function retryRejected(
  store: DeviceStore,
  runner: CommandRunner,
  opId: string,
  { amend, mayWrite = () => true }: Retry = {},
): Promise<Result<Written<Resent>, DeviceErrorCode>> {
  return settleResult(
    store.transact('write', entityNames, async (transaction) => {
      const rejected = await transaction.getRejected(opId);
      if (!rejected) throw new Refused({ code: 'row_missing' });
      const patches = amend ? amend(rejected, runner.newId) : (rejected as DraftChange).patches;
      if (isFailure(patches)) throw new Refused(patches);
      if (!mayWrite(patches)) throw new Refused({ code: 'not_permitted' });
      const { name, version } = rejected;
      const change = { ...toLocalChange({ name, version, patches }, runner), retryOf: opId };
      await writeOrRefuse(transaction, [change], () => false);
      await transaction.deleteRejected(opId);
      return { output: { opId: change.opId }, changed: idsByEntity([change]) };
    }),
  );
}

/**
 * Forgets a rejected change for good, and records who did (`auditEntry`), both or neither. A station that may not
 * write the audit's scope records nothing: the entry would be rejected, and ask to be discarded in its turn.
 */
export async function discardRejected(
  store: DeviceStore,
  runner: CommandRunner,
  opId: string,
): Promise<Result<Written<null>, DeviceErrorCode>> {
  return settleResult(
    store.transact('write', entityNames, async (transaction) => {
      const rejected = await transaction.getRejected(opId);
      // Another window was quicker.
      if (!rejected) return { output: null, changed: new Map() };
      const device = await transaction.getDevice();
      const context = { ...runner, row: () => undefined, found: () => [] };
      const audit = auditDiscard.plan(toDiscardInput(rejected, device?.deviceId ?? null), context);
      if (isFailure(audit)) throw new Refused(audit);
      const isRecorded = device?.scopes.includes(auditEntry.scope) ?? false;
      const changes = isRecorded ? audit.changes.map((change) => toLocalChange(change, runner)) : [];
      await writeOrRefuse(transaction, changes, () => false);
      await transaction.deleteRejected(opId);
      return { output: null, changed: idsByEntity(changes) };
    }),
  );
}
