/**
 * From a command to rows and outbox in one strict transaction: “saved” means on the disk, and on its way.
 */
import {
  isFailure,
  type Command,
  type CommandContext,
  type DraftChange,
  type Row,
  type RowKey,
  type RowQuery,
} from '../../shared/commands/define.ts';
import { entityByName, entityNames, type EntityName } from '../../shared/entities/registry.ts';
import type { DeviceErrorCode, Failure, Result } from '../../shared/errors.ts';
import {
  StorageFailure,
  type DeviceStore,
  type DeviceTransaction,
  type StoredRow,
} from '../../shared/sync/device/device-store.ts';
import {
  writeLocalChanges,
  type LocalChange,
  type SeenVersions,
} from '../../shared/sync/device/local-change.ts';
import { addressKey, fieldsOf } from '../../shared/sync/device/overlay.ts';

export interface CommandRunner {
  /** Corrected UTC ms. */
  readonly now: number;
  readonly businessDay: string;
  readonly actor: string;
  /** A fresh UUIDv7. */
  newId(): string;
  /** What the person saw of the rows, where the form was opened before they changed. */
  readonly seen?: SeenVersions;
}

export interface Written<Output> {
  readonly output: Output;
  /** Ids of the rows that look different now. */
  readonly changed: ReadonlyMap<EntityName, readonly string[]>;
}

/** Ends the transaction without keeping anything. */
export class Refused extends Error {
  readonly failure: Failure<DeviceErrorCode>;

  constructor(failure: Failure<DeviceErrorCode>) {
    super(failure.code);
    this.failure = failure;
  }
}

/** `input` has been checked against `command.input`. */
export async function runCommand<Input, Output>(
  store: DeviceStore,
  runner: CommandRunner,
  command: Command<Input, Output>,
  input: Input,
): Promise<Result<Written<Output>, DeviceErrorCode>> {
  const fresh = new Set<string>();
  const newId = () => {
    const id = runner.newId();
    fresh.add(id);
    return id;
  };
  return settleResult(
    store.transact('write', entityNames, async (transaction) => {
      const rows = await readRows(transaction, command.reads(input));
      const found = await findRows(transaction, command.finds?.(input) ?? []);
      const context: CommandContext = {
        ...runner,
        newId,
        row: <Name extends EntityName>(entity: Name, id: string) =>
          rows.get(addressKey({ entity, id })) as Row<Name> | undefined,
        found: <Name extends EntityName>(entity: Name) => (found.get(entity) ?? []) as readonly Row<Name>[],
      };
      const outcome = command.plan(input, context);
      if (isFailure(outcome)) throw new Refused(outcome);
      const changes = outcome.changes.map((change) => toLocalChange(change, runner));
      await writeOrRefuse(transaction, changes, (id) => fresh.has(id));
      return { output: outcome.output, changed: idsByEntity(changes) };
    }),
  );
}

export async function settleResult<Value>(work: Promise<Value>): Promise<Result<Value, DeviceErrorCode>> {
  try {
    return { ok: true, value: await work };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, error: error.failure };
    if (error instanceof StorageFailure) return { ok: false, error: { code: error.code } };
    throw error;
  }
}

async function readRows(
  transaction: DeviceTransaction,
  keys: readonly RowKey[],
): Promise<Map<string, unknown>> {
  const rows = new Map<string, unknown>();
  for (const [entity, ofEntity] of Map.groupBy(keys, (key) => key.entity)) {
    const ids = ofEntity.map(({ id }) => id);
    for (const row of await transaction.getRows(entity, ids))
      if (row) rows.set(addressKey({ entity, id: row.id }), plainRow(entity, row));
  }
  return rows;
}

async function findRows(
  transaction: DeviceTransaction,
  queries: readonly RowQuery[],
): Promise<Map<EntityName, readonly unknown[]>> {
  const found = new Map<EntityName, readonly unknown[]>();
  for (const { entity, index, value } of queries) {
    const rows = await transaction.rowsBy(entity, index, value);
    found.set(
      entity,
      rows.map((row) => plainRow(entity, row)),
    );
  }
  return found;
}

const plainRow = (entity: EntityName, row: StoredRow) => ({
  ...fieldsOf(entityByName(entity), row),
  id: row.id,
});

export async function writeOrRefuse(
  transaction: DeviceTransaction,
  changes: readonly LocalChange[],
  isFresh: (id: string) => boolean,
): Promise<void> {
  const failure = await writeLocalChanges(transaction, changes, isFresh);
  if (failure) throw new Refused(failure);
}

export function toLocalChange({ name, version, patches }: DraftChange, runner: CommandRunner): LocalChange {
  return {
    opId: runner.newId(),
    name,
    version,
    patches,
    actor: runner.actor,
    occurredAt: runner.now,
    retryOf: null,
    ...(runner.seen && { seen: runner.seen }),
  };
}

export function idsByEntity(changes: readonly LocalChange[]): Map<EntityName, string[]> {
  const ids = new Map<EntityName, string[]>();
  for (const { entity, id } of changes.flatMap((change) => change.patches)) {
    const list = ids.get(entity) ?? [];
    list.push(id);
    ids.set(entity, list);
  }
  return ids;
}
