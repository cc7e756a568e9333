import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameJson } from './same-json.ts';

test.each([
  ['the order of keys does not count', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
  ['the order of a list does', [1, 2], [2, 1], false],
  ['a list is no object', [], {}, false],
  ['null is no object', null, {}, false],
  ['a key with null is not an absent one', { a: null }, {}, false],
  ['nor is it another key', { a: null }, { b: null }, false],
  ['a number is no text', 1, '1', false],
  ['nested values count', { a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, false],
  ['an inherited key is none', { toString: 1 }, { a: 1 }, false],
])('%s', (_what, left, right, expected) => {
  expect(sameJson(left, right)).toBe(expected);
  expect(sameJson(right, left)).toBe(expected);
});

test('what jsonb gives back is the same: keys sorted, nothing else changed', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      expect(sameJson(value, sorted(JSON.parse(text)))).toBe(true);
    }),
  );
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}
