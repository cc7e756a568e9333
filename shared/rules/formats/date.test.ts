import { expect, test } from 'vitest';
import { readDate } from './date.ts';

test.each(['1980-05-06', '1980/5/6', '1980.5.6', '1980年5月6日', '19800506', ' １９８０－０５－０６ '])(
  'reads %s',
  (typed) => {
    expect(readDate(typed)).toBe('1980-05-06');
  },
);

test.each(['', '1980', '1980-13-01', '2026-02-29', '80-5-6', '1980-5'])('%s is no date', (typed) => {
  expect(readDate(typed)).toBeNull();
});
