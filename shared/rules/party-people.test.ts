import { expect, test } from 'vitest';
import { childrenOf } from './party-people.ts';

test.each([
  ['nobody asked', 3, null, 0],
  ['one of three', 3, 1, 1],
  ['children alone', 2, 2, 2],
  ['one desk lowered the party, the other added children', 2, 3, 2],
  ['a party whose size is not known', null, 2, 1],
])('%s', (_what, partySize, children, expected) => {
  expect(childrenOf({ partySize, children })).toBe(expected);
});
