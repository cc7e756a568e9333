import { describe, expect, test } from 'vitest';
import { nearestWallTime, nextWallTime, wallDate, wallTime } from './time-zone.ts';

const shanghai = 'Asia/Shanghai';
const at = (text: string) => Date.parse(text);

test.each([
  [shanghai, '2026-11-24T06:05:59Z', '14:05'],
  ['America/New_York', '2026-11-24T06:05:00Z', '01:05'],
  [shanghai, '2026-11-23T16:00:00Z', '00:00'],
])('in %s the clock shows at %s: %s', (zone, instant, shown) => {
  expect(wallTime(at(instant), zone)).toBe(shown);
});

describe('a time of day', () => {
  const arrived = at('2026-11-24T14:05:40+08:00');

  test.each([
    ['15:30', '2026-11-24T15:30:00+08:00'],
    ['14:05', '2026-11-24T14:05:00+08:00'],
    ['14:04', '2026-11-25T14:04:00+08:00'],
    ['00:10', '2026-11-25T00:10:00+08:00'],
  ])('%s after an arrival at 14:05 is %s', (time, instant) => {
    expect(nextWallTime(time, arrived, shanghai)).toBe(at(instant));
  });

  test('is of the site’s day, also where it is another one in UTC', () => {
    const early = at('2026-11-24T07:00:00+08:00');
    expect(nextWallTime('07:30', early, shanghai)).toBe(at('2026-11-24T07:30:00+08:00'));
  });

  test.each([
    ['the day the clocks go forward', '2026-03-08T00:30:00-05:00', '09:00', '2026-03-08T09:00:00-04:00'],
    ['the hours after they went forward', '2026-03-08T00:30:00-05:00', '03:30', '2026-03-08T03:30:00-04:00'],
    ['the day they go back', '2026-11-01T00:30:00-04:00', '09:00', '2026-11-01T09:00:00-05:00'],
    ['the evening before they change', '2026-03-07T23:00:00-05:00', '01:00', '2026-03-08T01:00:00-05:00'],
  ])('holds on %s', (_day, after, time, instant) => {
    expect(nextWallTime(time, at(after), 'America/New_York')).toBe(at(instant));
  });

  test.each(['', '24:00', '9:5', 'soon'])('is not “%s”', (time) => {
    expect(nextWallTime(time, arrived, shanghai)).toBeNull();
  });
});

test.each([
  ['05:30', '2026-11-24T05:30:00+08:00'],
  ['05:58', '2026-11-24T05:58:00+08:00'],
  ['09:00', '2026-11-24T09:00:00+08:00'],
  ['23:50', '2026-11-23T23:50:00+08:00'],
  ['17:57', '2026-11-24T17:57:00+08:00'],
])('at 05:58 the nearest %s is %s', (time, instant) => {
  expect(nearestWallTime(time, at('2026-11-24T05:58:20+08:00'), shanghai)).toBe(at(instant));
});

test('a day of the site begins at its midnight, not at that of UTC', () => {
  expect(wallDate(at('2026-11-24T00:00:00+08:00'), shanghai)).toBe('2026-11-24');
  expect(wallDate(at('2026-11-23T23:59:59+08:00'), shanghai)).toBe('2026-11-23');
});
