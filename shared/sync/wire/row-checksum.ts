/**
 * Checksums of rows, for finding out whether two machines hold the same (R11).
 *
 * Purpose: server and device sum up what they hold of an entity, in 256 buckets, and compare 256 numbers in place
 * of all rows.
 * Invariants: equal rows have equal checksums wherever they were computed (the order of keys does not count, an
 * absent field is null); a bucket's checksum does not depend on the order of its rows, and that of none is 0.
 *
 *   row ──▶ entity, id, version, fields by name ──▶ 32 bits ──┐
 *   id  ──▶ its last byte ──▶ bucket 0 … 255 ─────────────────┴──▶ bucket's checksum: all of them, xor
 */
export const bucketCount = 256;

/** Ids are random in their last byte, those made by rule too. @returns 0 to 255 */
export function bucketOf(id: string): number {
  return Number.parseInt(id.slice(-2), 16);
}

/** A signed 32-bit number: it finds what went wrong, it does not stop a forger. */
export function rowChecksum(
  entity: string,
  id: string,
  version: number,
  fields: Readonly<Record<string, unknown>>,
): number {
  return hashOf(`${entity}:${id}:${version}:${canonical(fields)}`);
}

/** JSON with its keys in order and without what is null, so that a field a later version brought is no difference. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/** FNV-1a over UTF-16 units, with a last mix so that every bit counts. */
function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  }
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c_1b_3c_6d) | 0;
}
