import { expect, test } from 'vitest';
import { birthdayNear } from './birthday.ts';

test.each([
  ['on the day', '11-24', '2026-11-24', 'today'],
  ['the day before', '11-24', '2026-11-23', 'tomorrow'],
  ['the day after', '11-24', '2026-11-25', null],
  ['over the turn of the year', '01-01', '2026-12-31', 'tomorrow'],
  ['over the end of a month', '12-01', '2026-11-30', 'tomorrow'],
  ['29 February in a leap year', '02-29', '2028-02-29', 'today'],
  ['29 February, the day before in a leap year', '02-29', '2028-02-28', 'tomorrow'],
  ['29 February in another year is kept on the 28th', '02-29', '2027-02-28', 'today'],
  ['29 February, the day before the 28th in another year', '02-29', '2027-02-27', 'tomorrow'],
  ['29 February is not kept on 1 March', '02-29', '2027-03-01', null],
  ['29 February in a century without a leap day', '02-29', '2100-02-28', 'today'],
  ['28 February in a leap year', '02-28', '2028-02-29', null],
  ['unknown', null, '2026-11-24', null],
])('%s', (_when, monthDay, businessDay, near) => {
  expect(birthdayNear(monthDay, businessDay)).toBe(near);
});
