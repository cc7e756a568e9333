/** What the commands share that arrange the house and its menu: edits with an undo that leaves a colleague's alone. */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { differing, type CommandContext, type CommandOutcome, type DraftPatch } from './define.ts';

export interface Undone {
  /** Whether all of it was taken back. */
  readonly isWhole: boolean;
}

/** What differs of `set`, but for the fields that no longer say what `ifStill` left: those are a colleague's by now. */
export function stillOwn<Fields extends object>(
  row: Fields,
  set: Partial<Fields>,
  ifStill: Partial<Fields>,
): { readonly set: Partial<Fields>; readonly isWhole: boolean } {
  const changedSince = Object.keys(differing(row, ifStill));
  const own = Object.entries(set).filter(([field]) => !changedSince.includes(field));
  return {
    set: differing(row, Object.fromEntries(own) as Partial<Fields>),
    isWhole: changedSince.length === 0,
  };
}

type Update = Extract<DraftPatch, { op: 'update' }>;

/** One change of what differs; none where nothing does. */
export function written(name: string, updates: readonly Update[], isWhole: boolean): CommandOutcome<Undone> {
  const patches = updates.filter(({ set }) => Object.keys(set).length > 0);
  return { changes: patches.length === 0 ? [] : [{ name, version: 1, patches }], output: { isWhole } };
}

/** Rows and where they are to stand. */
export const places = z
  .array(z.object({ id: id(), position: z.int().min(0).max(9999) }))
  .min(1)
  .max(500);
type Places = z.infer<typeof places>;

interface Arrangement {
  readonly entity: 'area' | 'seat' | 'menuItem';
  readonly places: Places;
  /** Of an undo: only what still stands here is moved. */
  readonly ifStill?: Places | undefined;
}

/** Another order, all in one change of the rows that move. Fails with `row_missing`. */
export function arranged(
  name: string,
  { entity, places: wanted, ifStill = [] }: Arrangement,
  context: CommandContext,
): CommandOutcome<Undone> | Failure<DeviceErrorCode> {
  if (wanted.some((place) => !context.row(entity, place.id))) return { code: 'row_missing' };
  const left = new Map(ifStill.map((place) => [place.id, place.position]));
  const moves = wanted.map(({ id: rowId, position }) => {
    const stands = context.row(entity, rowId)?.position;
    const isOwn = (left.get(rowId) ?? stands) === stands;
    const isMoved = isOwn && stands !== position;
    return { isOwn, patch: { entity, id: rowId, op: 'update', set: isMoved ? { position } : {} } as const };
  });
  return written(
    name,
    moves.map(({ patch }) => patch),
    moves.every(({ isOwn }) => isOwn),
  );
}
