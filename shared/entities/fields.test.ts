import { expect, test } from 'vitest';
import type { z } from 'zod';
import * as fields from './fields.ts';

const takes = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

test.each<[string, z.ZodType, readonly unknown[], readonly unknown[]]>([
  ['a required text', fields.requiredText(3), ['张', 'abc', '😀'], ['', 'abcd', null, 1]],
  ['a name', fields.nameText(3), ['张', ' a '], ['', '   ', '\t', null]],
  ['a text', fields.text(3), ['', 'abc', null], ['abcd', undefined, 1]],
  [
    'an id',
    fields.id(),
    ['0190a6b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'],
    ['0190A6B2-7C3D-7E4F-8A5B-6C7D8E9F0A1B', '0190a6b27c3d7e4f8a5b6c7d8e9f0a1b', '', null],
  ],
  ['an instant', fields.instant(), [0, 253_402_300_799_999], [-1, 1.5, 253_402_300_800_000, '0', null, NaN]],
  [
    'a business day',
    fields.businessDay(),
    ['2026-11-24', '2028-02-29'],
    ['2026-11-31', '2027-02-29', '26-1-1', ''],
  ],
  [
    'a month and day',
    fields.monthDay(),
    ['02-29', '12-31', '04-30'],
    ['02-30', '04-31', '13-01', '00-10', '1-1'],
  ],
  ['a time of day', fields.timeOfDay(), ['00:00', '23:59'], ['24:00', '4:00', '12:60', '']],
  [
    'a time zone',
    fields.timeZone(),
    ['Asia/Shanghai', 'UTC', 'America/New_York'],
    ['', 'Mars/Olympus', 'Asia/Shanghai\u0000', '东八区'],
  ],
])('%s', (_name, schema, good, bad) => {
  expect(good.filter((value) => !takes(schema, value))).toEqual([]);
  expect(bad.filter((value) => takes(schema, value))).toEqual([]);
});
