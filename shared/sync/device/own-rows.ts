/**
 * The server's rows as a device holds them, whatever is pending on top.
 *
 * Purpose: what the divergence check (R11) compares and mends; screens never read it.
 * Invariants: a row with pending changes counts as its base says, a row only this device knows not at all.
 *
 *   visible row, nothing pending ──▶ itself
 *   visible row, or none, and a base ──▶ the base, or none where the server has no such row
 */
import type { EntityDefinition } from '../../entities/define.ts';
import { entityByName, type EntityName } from '../../entities/registry.ts';
import type { DeviceTransaction, RowFields, StoredRow } from './device-store.ts';
import { rowChecksum } from '../wire/row-checksum.ts';

export interface OwnRow {
  readonly id: string;
  readonly version: number;
  readonly fields: RowFields;
}

export interface OwnRange {
  /** `after < id ≤ through`; null is open. */
  readonly after: string | null;
  readonly through: string | null;
  /** Which ids of the range; all of them where left out. */
  readonly isWanted?: (id: string) => boolean;
}

/** By id. The transaction touches the entity. */
export async function ownRows(
  transaction: DeviceTransaction,
  entity: EntityName,
  { after, through, isWanted = () => true }: OwnRange,
): Promise<Map<string, OwnRow>> {
  const definition = entityByName(entity);
  const ids = (await transaction.rowIds(entity, after, through)).filter(isWanted);
  const own = new Map<string, OwnRow>();
  for (const row of await transaction.getRows(entity, ids)) {
    if (row) own.set(row.id, fromStored(definition, row));
  }
  for (const { id, fields, version } of await transaction.basesOf(entity, after, through)) {
    if (!isWanted(id)) continue;
    if (fields) own.set(id, { id, version, fields });
    else own.delete(id);
  }
  return own;
}

/** Without id, version and what the device derives for its indexes. */
function fromStored(definition: EntityDefinition, row: StoredRow): OwnRow {
  const { id, rowVersion, rowPast: _, ...fields } = row;
  const derived = new Set(Object.keys(definition.derive(fields)));
  const plain = Object.entries(fields).filter(([name]) => !derived.has(name));
  return { id, version: rowVersion, fields: Object.fromEntries(plain) };
}

export function checksumOf(entity: EntityName, row: OwnRow): number {
  return rowChecksum(entity, row.id, row.version, row.fields);
}
