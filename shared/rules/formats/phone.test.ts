import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastDigits, readPhone, showPhone } from './phone.ts';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const mobile = fc
  .tuple(fc.constantFrom(...'3456789'), digits(9))
  .map(([second, rest]) => `1${second}${rest}`);
const landline = fc.record({
  area: fc.constantFrom('010', '021', '0796', '0755', '0371'),
  subscriber: fc
    .tuple(fc.constantFrom(...'2345678'), fc.oneof(digits(6), digits(7)))
    .map((parts) => parts.join('')),
  extension: fc.option(fc.tuple(fc.constantFrom(...'123456789'), digits(2)).map((parts) => parts.join(''))),
});

test.each([
  '13800796001',
  '138 0079 6001',
  '138-0079-6001',
  '+8613800796001',
  '+86 138 0079 6001',
  '+86-138-0079-6001',
  '86 13800796001',
  '008613800796001',
  '(+86)13800796001',
  '１３８００７９６００１',
])('a mobile number: %s', (typed) => {
  expect(readPhone(typed)).toEqual({ kind: 'mobile', number: '+8613800796001' });
});

test.each([
  ['0796-8888888', '+867968888888'],
  ['07968888888', '+867968888888'],
  ['(0796) 8888888', '+867968888888'],
  ['（０７９６）８８８８８８８', '+867968888888'],
  ['+86 796 8888888', '+867968888888'],
  ['796-8888888', '+867968888888'],
  ['010-88888888', '+861088888888'],
  ['010-8888-8888', '+861088888888'],
  ['021 6888 8888', '+862168888888'],
  ['0796-8888888-12', '+867968888888;ext=12'],
  ['0796-8888888 转 12', '+867968888888;ext=12'],
  ['0796-8888888x12', '+867968888888;ext=12'],
])('a landline: %s', (typed, number) => {
  expect(readPhone(typed)).toEqual({ kind: 'landline', number });
});

describe('no number', () => {
  test.each([
    ['empty', ''],
    ['masked', '138****6001'],
    ['a mobile number with a digit missing', '1380079600'],
    ['a mobile number with a digit too many', '138007960011'],
    ['no mobile prefix', '12800796001'],
    ['a landline without its area code', '8888888'],
    ['two numbers', '13800796001/13900796001'],
    ['another country', '+1 415 555 2671'],
    ['a word', '无'],
    ['a spreadsheet’s rounding', '1.38008E+10'],
    ['U+0000 behind it', '13800796001\u0000'],
  ])('%s: %s', (_what, typed) => {
    expect(readPhone(typed)).toBeNull();
  });
});

test('every number is read from what is shown of it', () => {
  fc.assert(
    fc.property(mobile, (number) => {
      expect(readPhone(showPhone(`+86${number}`))?.number).toBe(`+86${number}`);
    }),
  );
  fc.assert(
    fc.property(landline, ({ area, subscriber, extension }) => {
      const typed = `${area}-${subscriber}${extension === null ? '' : `-${extension}`}`;
      const phone = readPhone(typed);
      expect(phone?.kind).toBe('landline');
      expect(readPhone(showPhone(phone?.number ?? ''))).toEqual(phone);
    }),
  );
});

test('numbers are shown the way people write them', () => {
  expect(showPhone('+8613800796001')).toBe('138 0079 6001');
  expect(showPhone('+867968888888;ext=12')).toBe('0796-8888888 转 12');
  expect(showPhone('+14155552671')).toBe('+14155552671');
});

test('a card holds the last four digits, never those of an extension', () => {
  expect(lastDigits('+867968881234;ext=99')).toBe('1234');
  expect(lastDigits('+86')).toBe('86');
});
