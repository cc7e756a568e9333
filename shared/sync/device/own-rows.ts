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
import type { BaseRow, DeviceTransaction, RowFields, StoredRow } from './device-store.ts';
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
  /** Which ids of the range. */
  readonly isWanted: (id: string) => boolean;
}

/** By id. The transaction touches the entity. */
export async function ownRows(
  transaction: DeviceTransaction,
  entity: EntityName,
  { after, through, isWanted }: OwnRange,
): Promise<Map<string, OwnRow>> {
  const ids = (await transaction.rowIds(entity, after, through)).filter(isWanted);
  const rows = (await transaction.getRows(entity, ids)).filter((row) => row !== undefined);
  const bases = await transaction.basesOf(entity, after, through);
  return underneath(
    entity,
    rows,
    bases.filter(({ id }) => isWanted(id)),
  );
}

/** One after the other, from the first id on: the quickest way through all of them. */
export interface OwnPage {
  readonly rows: ReadonlyMap<string, OwnRow>;
  /** The page reaches as far as this id; null where no row is behind it. */
  readonly through: string | null;
}

/** The rows with `after < id`, of `limit` visible ones. The transaction touches the entity. */
export async function ownPage(
  transaction: DeviceTransaction,
  entity: EntityName,
  after: string | null,
  limit: number,
): Promise<OwnPage> {
  const visible = await transaction.rowsAfter(entity, after, limit);
  const through = visible.length < limit ? null : (visible.at(-1)?.id ?? null);
  const rows = underneath(entity, visible, await transaction.basesOf(entity, after, through));
  return { rows, through };
}

/** @param bases of the same range */
function underneath(
  entity: EntityName,
  visible: readonly StoredRow[],
  bases: readonly BaseRow[],
): Map<string, OwnRow> {
  const definition = entityByName(entity);
  const own = new Map(visible.map((row) => [row.id, fromStored(definition, row)]));
  for (const { id, fields, version } of bases) {
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
