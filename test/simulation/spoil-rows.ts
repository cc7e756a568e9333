/** A fault nobody thought of: rows on a desk's disk that are not as the server sent them, and nobody was told. */
import type { EntityName } from '../../shared/entities/registry.ts';
import type { MemoryDeviceStore } from '../../shared/sync/device/memory-device-store.ts';
import type { Random } from './random.ts';

/** Loses a row, alters one and adds one. @returns false where the desk holds too few rows for it */
export function spoilRows(disk: MemoryDeviceStore, random: Random): boolean {
  const tables = disk.snapshot();
  const entities: readonly EntityName[] = ['visit', 'preference', 'serving'];
  const entity = random.pick(entities);
  const rows = tables.rows.get(entity);
  const [lost, altered] = [...(rows?.values() ?? [])];
  if (!rows || !lost || !altered) return false;
  rows.delete(lost.id);
  rows.set(altered.id, { ...altered, note: 'spoiled', quantity: 99 });
  const surplus = `${lost.id.slice(0, -4)}ffff`;
  rows.set(surplus, { ...lost, id: surplus });
  disk.restore(tables);
  return true;
}
