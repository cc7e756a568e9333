/**
 * What a command is: a pure function from validated input, and the rows it names, to the changes it makes.
 * It is the unit of undo, audit and synchronisation. It knows nothing of storage or network:
 * `renderer/data/run-command.ts` reads the rows, gives `base` and numbers, and writes everything at once.
 */
import type { z } from 'zod';
import type { EntityName, Fields } from '../entities/registry.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import type { Permission } from '../rules/permissions.ts';
import { sameJson } from '../sync/wire/same-json.ts';

export interface RowKey {
  readonly entity: EntityName;
  readonly id: string;
}

/** Rows found by an index of their entity (`indexes`): all that hold this value there. */
export interface RowQuery {
  readonly entity: EntityName;
  readonly index: string;
  readonly value: string | number;
}

/** A row as a command or a screen sees it: its fields and its id. */
export type Row<Name extends EntityName> = Fields<Name> & { readonly id: string };

/** A patch without its base version, which the caller of the command fills in. */
export type DraftPatch = {
  [Name in EntityName]:
    | {
        readonly entity: Name;
        readonly id: string;
        readonly op: 'create';
        readonly set: Partial<Fields<Name>>;
      }
    | {
        readonly entity: Name;
        readonly id: string;
        readonly op: 'update';
        readonly set: Partial<Fields<Name>>;
      }
    | { readonly entity: Name; readonly id: string; readonly op: 'remove' };
}[EntityName];

export interface DraftChange {
  readonly name: string;
  readonly version: number;
  readonly patches: readonly DraftPatch[];
}

export interface CommandContext {
  /** Corrected time, UTC ms. */
  readonly now: number;
  /** User id, or the device's own id. */
  readonly actor: string;
  /** Business day that `now` falls in, `YYYY-MM-DD`. */
  readonly businessDay: string;
  /** A fresh UUIDv7. */
  newId(): string;
  /** A row named by `reads`, as this device shows it; undefined where there is none. */
  row<Name extends EntityName>(entity: Name, id: string): Row<Name> | undefined;
  /** The rows of this entity that `finds` asks for, in order of id. */
  found<Name extends EntityName>(entity: Name): readonly Row<Name>[];
}

export interface CommandOutcome<Output> {
  /** Written in one local transaction; append patches stand in changes of their own (R3). */
  readonly changes: readonly DraftChange[];
  readonly output: Output;
}

export interface Command<Input, Output> {
  readonly name: string;
  readonly version: number;
  readonly input: z.ZodType<Input>;
  /**
   * Refused on the device, with `not_permitted`, for who lacks it. The server, which knows no commands, checks
   * again what each patch's entity asks for. A function where the input says which entity that is: of all it names.
   */
  readonly permission: Permission | ((input: Input) => Permission | readonly Permission[]);
  /** The rows `plan` wants to see. */
  reads(input: Input): readonly RowKey[];
  /** Others it wants to see, which nobody can name beforehand; at most one query an entity. */
  finds?(input: Input): readonly RowQuery[];
  plan(input: Input, context: CommandContext): CommandOutcome<Output> | Failure<DeviceErrorCode>;
}

/** Gives a command its types; the name is what the audit shows. */
export function defineCommand<Input, Output>(command: Command<Input, Output>): Command<Input, Output> {
  return command;
}

/**
 * The given fields that say something else than the row. Only these are written: a field
 * rewritten with its old value would win over what another desk changes meanwhile (R4). Undefined is not given.
 */
export function differing<Fields extends object>(row: Fields, given: Partial<Fields>): Partial<Fields> {
  const fields = Object.entries(given) as [keyof Fields, Fields[keyof Fields] | undefined][];
  const changed = fields.filter(
    ([field, value]) => value !== undefined && !sameJson(row[field] ?? null, value),
  );
  return Object.fromEntries(changed) as Partial<Fields>;
}

/** Whether a command was refused; an outcome has no code. */
export function isFailure(value: object): value is Failure<DeviceErrorCode> {
  return 'code' in value;
}
