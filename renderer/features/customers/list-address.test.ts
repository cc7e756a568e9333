import { expect, test } from 'vitest';
import { listAddress, readListAddress, withFilter, type ListView } from './list-address.ts';

const view: ListView = {
  ...{ of: 'vehicles', query: '陈 芳', sort: 'plate', isDescending: true },
  filters: ['organisation', 'voucher'],
};
const read = (address: string) => readListAddress(new URL(address, 'http://x').searchParams);

test('an address brings its view back', () => {
  expect(read(listAddress(view, 12))).toEqual(view);
  expect(listAddress(view, 12)).toContain('at=12');
});

test('what goes without saying is not said, what nobody knows is passed over', () => {
  const plain: ListView = { of: 'guests', query: '', filters: [], sort: null, isDescending: false };
  expect(listAddress(plain)).toBe('/customers');
  expect(read('/customers?filter=stale,x&sort=price&of=boats')).toEqual(plain);
});

test('one kind of customer ends the other; choosing again takes a filter away', () => {
  expect(withFilter(view, 'private').filters).toEqual(['voucher', 'private']);
  expect(withFilter(view, 'voucher').filters).toEqual(['organisation']);
});
