/** Takes back a block of an import: what it made goes, what somebody edited or used since stays. */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { entityByName } from '../entities/registry.ts';
import { completeFields } from '../sync/wire/complete-fields.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import { defineCommand, type CommandContext, type DraftPatch } from './define.ts';
import { splitIntoChanges } from './split-changes.ts';

const entity = z.enum(['customer', 'guestCard', 'vehicle']);
const fields = z.record(z.string(), z.unknown());

const undoInput = z.object({
  /** Rows that were made together and go together. */
  groups: z.array(
    z.object({
      /** Of the file. */
      line: z.int(),
      /** Whether something else names them: a visit, a preference, a car that was added. */
      isUsed: z.boolean(),
      rows: z.array(z.object({ entity, id: id(), made: fields })).min(1),
    }),
  ),
  /** Fields of rows that were there before. */
  fills: z.array(z.object({ line: z.int(), entity, id: id(), before: fields, after: fields })),
});
export type UndoImportInput = z.infer<typeof undoInput>;

export interface LeftRow {
  readonly line: number;
  readonly why: 'edited' | 'used';
}

/**
 * Run again, it finds what is left to take back, and takes back no more. Erases, so that it takes a right of its own
 * (R9.7). Output: what stays, and why. No failures beside `input_invalid`.
 */
export const undoImport = defineCommand({
  name: 'undoImport',
  version: 1,
  input: undoInput,
  permission: 'rows.erase',
  reads: ({ groups, fills }) => [...groups.flatMap(({ rows }) => rows), ...fills],
  plan({ groups, fills }, context) {
    const left: LeftRow[] = [];
    const patches: DraftPatch[][] = [];
    for (const { line, isUsed, rows } of groups) {
      const held = rows.filter((row) => rowOf(context, row) !== undefined);
      if (held.length === 0) continue;
      if (held.some((row) => !isAsMade(context, row))) left.push({ line, why: 'edited' });
      else if (isUsed) left.push({ line, why: 'used' });
      // A fleet's cars each count as a row of their own.
      else patches.push(...inThrees(held.map((row) => ({ entity: row.entity, id: row.id, op: 'remove' }))));
    }
    for (const one of fills) {
      const { set, isEdited } = takenBack(context, one);
      if (isEdited) left.push({ line: one.line, why: 'edited' });
      if (Object.keys(set).length > 0)
        patches.push([{ entity: one.entity, id: one.id, op: 'update', set } as DraftPatch]);
    }
    const changes = splitIntoChanges(patches).map((some) => ({
      name: 'undoImport',
      version: 1,
      patches: some,
    }));
    return { changes, output: { left } };
  },
});

type Named = Pick<UndoImportInput['fills'][number], 'entity' | 'id'>;

const rowOf = (context: CommandContext, { entity: name, id: rowId }: Named) =>
  context.row(name, rowId) as Readonly<Record<string, unknown>> | undefined;

function isAsMade(context: CommandContext, row: UndoImportInput['groups'][number]['rows'][number]): boolean {
  const held = rowOf(context, row);
  const made = completeFields(entityByName(row.entity), row.made);
  return Object.entries(made).every(([field, value]) => sameJson(held?.[field], value));
}

/** A field that says something else by now is left, and told. */
function takenBack(context: CommandContext, { before, after, ...row }: UndoImportInput['fills'][number]) {
  const held = rowOf(context, row);
  const names = held ? Object.keys(after) : [];
  const ours = names.filter((field) => sameJson(held?.[field], after[field]));
  return {
    set: Object.fromEntries(ours.map((field) => [field, before[field]])),
    isEdited: names.some((field) => !ours.includes(field) && !sameJson(held?.[field], before[field])),
  };
}

function inThrees(patches: readonly DraftPatch[]): DraftPatch[][] {
  return Array.from({ length: Math.ceil(patches.length / 3) }, (_, n) => patches.slice(3 * n, 3 * n + 3));
}
