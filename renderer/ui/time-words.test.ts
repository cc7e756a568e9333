import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { agoWords, dayWords, exactTime } from './time-words.ts';

// Says which word it was asked for, and with what.
const t = ((key: string, words?: object) =>
  [key, ...Object.values(words ?? {})].join(' ')) as unknown as TFunction;
const place = (timeZone: string) => ({ language: 'zh-CN', timeZone });
const at = (clock: string) => Date.parse(`2026-11-27T${clock}:00Z`);

test.each([
  ['Asia/Shanghai', 'common.ago.today 00:30', 'common.days.today', '2026年11月28日 00:30'],
  ['UTC', 'common.ago.today 16:30', 'common.days.today', '2026年11月27日 16:30'],
  ['Pacific/Auckland', 'common.ago.yesterday 05:30', 'common.days.yesterday', '2026年11月28日 05:30'],
])('times go by the clock of the site, whatever the device’s: %s', (timeZone, ago, day, exact) => {
  // Over midnight of one clock and not of the other.
  const now = timeZone === 'Pacific/Auckland' ? at('16:30') + 19 * 3_600_000 : at('20:00');
  expect(agoWords(t, place(timeZone), at('16:30'), now)).toBe(ago);
  expect(dayWords(t, place(timeZone), at('16:30'), now)).toBe(day);
  expect(exactTime(place(timeZone), at('16:30'))).toBe(exact);
});

test('another year is named, by the clock of the site', () => {
  const newYear = Date.parse('2026-12-31T20:00:00Z');
  const [soon, late] = [newYear + 3 * 86_400_000, newYear + 30 * 86_400_000];
  expect(dayWords(t, place('Asia/Shanghai'), newYear, late)).toBe('1月1日');
  expect(dayWords(t, place('UTC'), newYear, soon)).toBe('2026年12月31日');
});
