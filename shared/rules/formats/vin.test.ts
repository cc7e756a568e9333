import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readVin, vinCheckDigit } from './vin.ts';

const characters = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
const vin = fc
  .string({ unit: fc.constantFrom(...characters), minLength: 17, maxLength: 17 })
  .map((any) => any.slice(0, 8) + vinCheckDigit(any) + any.slice(9));

// Worked examples in wide circulation, not made with this code.
test.each(['1M8GDM9AXKP042788', '5GZCZ43D13S812715', '11111111111111111'])(
  '%s has a valid check digit',
  (known) => {
    expect(readVin(known)).toEqual({ vin: known, hasValidCheckDigit: true });
  },
);

test('a VIN without a valid check digit is read all the same, and said so', () => {
  expect(readVin('1M8GDM9A0KP042788')).toEqual({ vin: '1M8GDM9A0KP042788', hasValidCheckDigit: false });
});

test('lower case, full width, spaces and dashes are read', () => {
  expect(readVin(' 1m8gdm9a-xkp 042788')?.vin).toBe('1M8GDM9AXKP042788');
  expect(readVin('１Ｍ８ＧＤＭ９ＡＸＫＰ０４２７８８')?.vin).toBe('1M8GDM9AXKP042788');
});

test.each([
  ['16 characters', '1M8GDM9AXKP04278'],
  ['18 characters', '1M8GDM9AXKP0427880'],
  ['an I', '1M8GDM9AXKPI42788'],
  ['an O', '1M8GDM9AXKPO42788'],
  ['a Q', '1M8GDM9AXKPQ42788'],
  ['empty', ''],
])('no VIN: %s', (_what, typed) => {
  expect(readVin(typed)).toBeNull();
});

test('any VIN with its check digit is valid, and one wrong digit is noticed', () => {
  fc.assert(
    fc.property(
      vin,
      fc.integer({ min: 0, max: 16 }),
      fc.integer({ min: 1, max: 9 }),
      (good, position, shift) => {
        expect(readVin(good)?.hasValidCheckDigit).toBe(true);
        const digit = good[position] ?? '';
        fc.pre(/\d/.test(digit));
        const wrong = good.slice(0, position) + ((Number(digit) + shift) % 10) + good.slice(position + 1);
        expect(readVin(wrong)?.hasValidCheckDigit).toBe(false);
      },
    ),
  );
});
