/** Where a conflict stands today: derived from the row as it is, so that nothing has to be kept in step. */
import { entityByName, isEntityName } from '../../shared/entities/registry.ts';
import { fieldsOfValue } from '../../shared/commands/restore-conflict.ts';
import { sameJson } from '../../shared/sync/wire/same-json.ts';
import { bylines } from './field-words.ts';

/** `kept`: the winner still stands. `lost`: the loser stands again. `changed`: something else by now. */
export type ConflictState = 'kept' | 'lost' | 'changed';

interface Sides {
  readonly entity: string;
  readonly field: string;
  readonly kept: unknown;
  readonly lost: unknown;
}

/**
 * @returns null where there is nothing to restore: the row is gone, entity or field are unknown here, or both sides say
 * the same, whoever recorded it
 */
export function conflictState(
  { entity, field, kept, lost }: Sides,
  row: Readonly<Record<string, unknown>> | undefined,
): ConflictState | null {
  if (!row || !isEntityName(entity)) return null;
  const definition = entityByName(entity);
  const wordsOf = (value: unknown) =>
    Object.entries(fieldsOfValue(definition, field, value) ?? {}).filter(([name]) => !bylines.includes(name));
  const stands = (value: unknown): boolean => {
    const words = wordsOf(value);
    return words.length > 0 && words.every(([name, one]) => sameJson(row[name] ?? null, one));
  };
  const lostWords = wordsOf(lost);
  if (lostWords.length === 0 || sameJson(lostWords, wordsOf(kept))) return null;
  if (stands(lost)) return 'lost';
  return stands(kept) ? 'kept' : 'changed';
}

/** What the field, or the group, says now. */
export function currentValue(entity: string, field: string, row: Readonly<Record<string, unknown>>): unknown {
  const group = isEntityName(entity) ? entityByName(entity).groups[field] : undefined;
  return group ? Object.fromEntries(group.map((one) => [one, row[one] ?? null])) : row[field];
}
