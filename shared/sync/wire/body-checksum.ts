/**
 * Checksums of bodies on the wire.
 *
 * Purpose: a bit that flips on the way may leave the JSON whole: another value, another opId. TCP's 16 bits let some
 * of that through, and a proxy or a bad memory module makes anew what it spoilt.
 * Invariants: counts the bytes of the JSON itself, as they are before any `Content-Encoding`; finds what went wrong,
 * does not stop a forger (that is TLS's).
 *
 *   sender: JSON ──▶ CRC-32 ──▶ header x-crc32: 8 hexadecimal digits ──▶ receiver: the same, or not taken
 */
export const checksumHeader = 'x-crc32';

/** @returns 8 lowercase hexadecimal digits */
export function bodyChecksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

/** CRC-32 as of gzip and PNG. @param before of the bytes in front of these */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xed_b8_83_20 : crc >>> 1;
  return crc;
});
