import { expect, test } from 'vitest';
import { readClockTime } from './clock-time.ts';

test.each([
  ['09:30', '09:30'],
  ['9:30', '09:30'],
  ['９：３０', '09:30'],
  ['930', '09:30'],
  ['0930', '09:30'],
  ['9点30分', '09:30'],
  [' 18:05 ', '18:05'],
  ['9', '09:00'],
  ['0:00', '00:00'],
  ['23:59', '23:59'],
])('%j is %s', (typed, time) => {
  expect(readClockTime(typed)).toBe(time);
});

test.each(['', '24:00', '12:60', '9:5', '12345', '上午九点', '06:00 PM', '-1:00'])(
  '%j is no time',
  (typed) => {
    expect(readClockTime(typed)).toBeNull();
  },
);
