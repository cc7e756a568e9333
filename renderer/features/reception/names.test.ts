import { expect, test } from 'vitest';
import { offeredSeats } from './names.ts';

const area = (id: string, outOfUse: boolean | null) => ({ id, outOfUse }) as never;
const seat = (id: string, areaId: string, outOfUse: boolean | null) => ({ id, areaId, outOfUse }) as never;
const house = {
  areas: [area('open', null), area('closed', true)],
  seats: [
    seat('a', 'open', null),
    seat('b', 'open', true),
    seat('c', 'closed', false),
    seat('d', 'open', false),
  ],
};
const offered = (chosenId: string | null) => offeredSeats(house, chosenId).map(({ id }) => id);

test('seats out of use, and those of an area out of use, are not offered', () => {
  expect(offered(null)).toEqual(['a', 'd']);
});

test('the seat a party has stays among them', () => {
  expect(offered('b')).toEqual(['a', 'b', 'd']);
  expect(offered('c')).toEqual(['a', 'c', 'd']);
});
