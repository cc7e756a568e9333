/** What a PC without a server has gathered in years, put into its database at once. */
import type { Page } from 'playwright';
import { entityByName, type EntityName } from '../../shared/entities/registry.ts';
import { streamDemo } from '../../shared/rules/demo/generate-demo.ts';
import type { StoredRow } from '../../shared/sync/device/device-store.ts';
import { storedRow } from '../../shared/sync/device/overlay.ts';
import { completeFields } from '../../shared/sync/wire/complete-fields.ts';
import { putRows } from './desk-database.ts';

export type AloneRow = readonly [EntityName, StoredRow];
const seed = 20_261_124;

/** The same for the same count, whenever it is asked: customers, cards, cars, visits, what was served. */
export function* rowsAlone(count: number): Generator<AloneRow> {
  const size = { customers: Math.ceil(count / 5), visits: count, inTheHouse: 0 };
  let made = 0;
  for (const { name, patches } of streamDemo(seed, size, Date.UTC(2026, 10, 27)).changes) {
    if (name === 'createSite') continue;
    for (const patch of patches) {
      if (patch.op !== 'create') continue;
      const definition = entityByName(patch.entity);
      yield [patch.entity, storedRow(definition, patch.id, 0, completeFields(definition, patch.set))];
      if ((made += 1) === count) return;
    }
  }
}

export function countsOf(rows: Iterable<AloneRow>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [entity] of rows) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  return counts;
}

const rowsPerPiece = 2_000;

/** As if they had been written here for years. */
export async function fillAlone(page: Page, count: number): Promise<void> {
  let piece: AloneRow[] = [];
  for (const row of rowsAlone(count)) {
    piece.push(row);
    if (piece.length < rowsPerPiece) continue;
    await putRows(page, piece);
    piece = [];
  }
  await putRows(page, piece);
}
