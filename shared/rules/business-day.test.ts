import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { businessDayOf } from './business-day.ts';

const at = (iso: string) => Date.parse(iso);
const instant = fc.integer({ min: at('2000-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z') });
const cutOff = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

describe('a site in China with the cut-off of 04:00', () => {
  test.each([
    ['the last millisecond of the night', '2026-11-25T03:59:59.999+08:00', '2026-11-24'],
    ['the cut-off itself', '2026-11-25T04:00:00+08:00', '2026-11-25'],
    ['noon', '2026-11-25T12:00:00+08:00', '2026-11-25'],
    ['after midnight', '2026-11-26T00:30:00+08:00', '2026-11-25'],
    ['the night of the new year', '2027-01-01T01:00:00+08:00', '2026-12-31'],
    ['the night after a leap day', '2028-03-01T02:00:00+08:00', '2028-02-29'],
  ])('%s', (_when, iso, day) => {
    expect(businessDayOf(at(iso), 'Asia/Shanghai', '04:00')).toBe(day);
  });
});

test('a cut-off at midnight makes the business day the calendar day of the site', () => {
  expect(businessDayOf(at('2026-11-24T15:59:59Z'), 'Asia/Shanghai', '00:00')).toBe('2026-11-24');
  expect(businessDayOf(at('2026-11-24T16:00:00Z'), 'Asia/Shanghai', '00:00')).toBe('2026-11-25');
});

describe('in a zone with summer time', () => {
  test.each([
    ['clocks go forward, before the cut-off', '2026-03-08T03:30:00-04:00', '2026-03-07'],
    ['clocks go forward, at the cut-off', '2026-03-08T04:00:00-04:00', '2026-03-08'],
    ['clocks go back, the hour that comes twice', '2026-11-01T01:30:00-04:00', '2026-10-31'],
    ['clocks go back, that hour again', '2026-11-01T01:30:00-05:00', '2026-10-31'],
    ['clocks go back, at the cut-off', '2026-11-01T04:00:00-05:00', '2026-11-01'],
  ])('%s', (_when, iso, day) => {
    expect(businessDayOf(at(iso), 'America/New_York', '04:00')).toBe(day);
  });

  test('where the cut-off itself is skipped by the clocks, the day begins when they have jumped', () => {
    expect(businessDayOf(at('2026-03-08T01:59:59-05:00'), 'America/New_York', '02:30')).toBe('2026-03-07');
    expect(businessDayOf(at('2026-03-08T03:00:00-04:00'), 'America/New_York', '02:30')).toBe('2026-03-08');
  });
});

test('zones of half hours and far from Greenwich', () => {
  expect(businessDayOf(at('2026-11-24T22:29:00Z'), 'Asia/Kolkata', '04:00')).toBe('2026-11-24');
  expect(businessDayOf(at('2026-11-24T22:30:00Z'), 'Asia/Kolkata', '04:00')).toBe('2026-11-25');
  expect(businessDayOf(at('2026-11-24T14:00:00Z'), 'Pacific/Kiritimati', '04:00')).toBe('2026-11-25');
});

test('at every instant the local clock, put back by the cut-off, shows the business day', () => {
  fc.assert(
    fc.property(instant, cutOff, (when, end) => {
      // Shanghai has been 8 hours ahead all through these years.
      const [hours = 0, minutes = 0] = end.split(':').map(Number);
      const shifted = new Date(when + (8 * 60 - hours * 60 - minutes) * 60_000);
      expect(businessDayOf(when, 'Asia/Shanghai', end)).toBe(shifted.toISOString().slice(0, 10));
    }),
  );
});
