import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketOf, rowChecksum } from './row-checksum.ts';

const id = '0198f0a0-0000-7000-8000-0000000000ff';
const visit = { note: '靠窗', seatId: null, partySize: 2, flags: ['openCase'], at: { x: 1, y: 2 } };

test('[R11] the order of keys does not count, nor whether a field is null or absent', () => {
  const { seatId: _, ...rest } = { ...visit };
  const turned = { at: { y: 2, x: 1 }, flags: ['openCase'], partySize: 2, note: '靠窗', later: null };
  expect(rowChecksum('visit', id, 3, turned)).toBe(rowChecksum('visit', id, 3, visit));
  expect(rowChecksum('visit', id, 3, rest)).toBe(rowChecksum('visit', id, 3, visit));
});

test.each([
  ['another field', 'visit', id, 3, { ...visit, note: '靠门' }],
  ['another order of a list', 'visit', id, 3, { ...visit, flags: ['a', 'openCase'] }],
  ['a text in place of a number', 'visit', id, 3, { ...visit, partySize: '2' }],
  ['another version', 'visit', id, 4, visit],
  ['another id', 'visit', id.replace('ff', 'fe'), 3, visit],
  ['another entity', 'vehicle', id, 3, visit],
])('[R11] %s has another checksum', (_what, entity, rowId, version, fields) => {
  expect(rowChecksum(entity, rowId, version, fields)).not.toBe(rowChecksum('visit', id, 3, visit));
});

test('[R11] it is a whole number of 32 bits with a sign, as the database keeps it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), (fields, version) => {
      const checksum = rowChecksum('visit', id, version, fields);
      expect(Math.abs(checksum)).toBeLessThanOrEqual(2 ** 31);
      expect(checksum | 0).toBe(checksum);
      // As it comes back from jsonb, whatever its order of keys.
      const back = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(fields)) as object).reverse());
      expect(rowChecksum('visit', id, version, back)).toBe(checksum);
    }),
  );
});

test('[R11] the bucket is the last byte of the id', () => {
  expect(bucketOf(id)).toBe(255);
  expect(bucketOf('0198f0a0-0000-7000-8000-00000000000a')).toBe(10);
});
