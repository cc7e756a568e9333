import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idCheckCharacter, readIdNumber } from './id-number.ts';

const idNumber = fc
  .record({
    region: fc.integer({ min: 110_000, max: 659_999 }),
    born: fc.date({ min: new Date('1920-01-01'), max: new Date('2026-11-24'), noInvalidDate: true }),
    order: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ region, born, order }) => {
    const birthDate = born.toISOString().slice(0, 10);
    const digits = `${region}${birthDate.replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    const gender = order % 2 === 1 ? 'male' : 'female';
    return { idNumber: digits + idCheckCharacter(digits), birthDate, gender };
  });

test('the example of the standard is read, with birth date and gender', () => {
  const read = { idNumber: '11010519491231002X', birthDate: '1949-12-31', gender: 'female' };
  expect(readIdNumber('11010519491231002X')).toEqual(read);
  expect(readIdNumber(' 110105 19491231 002x ')).toEqual(read);
  expect(readIdNumber('１１０１０５１９４９１２３１００２Ｘ')).toEqual(read);
});

test.each([
  ['a wrong check character', '110105194912310021'],
  ['17 characters', '1101051949123100X'],
  ['15 digits of the old kind', '110105491231002'],
  ['an X in the middle', '1101051949123X0021'],
  ['masked', '110105********002X'],
  ['empty', ''],
])('no ID number: %s', (_what, typed) => {
  expect(readIdNumber(typed)).toBeNull();
});

test.each(['19990229', '20001301', '20000100', '20000431'])(
  'no birth date: %s, though the check character fits',
  (date) => {
    const digits = `110105${date}002`;
    expect(readIdNumber(digits + idCheckCharacter(digits))).toBeNull();
  },
);

test('29 February of a leap year is a birth date', () => {
  const digits = '11010520000229002';
  expect(readIdNumber(digits + idCheckCharacter(digits))?.birthDate).toBe('2000-02-29');
});

test('any ID number holds its birth date and gender, and no digit of it can be mistyped', () => {
  fc.assert(
    fc.property(
      idNumber,
      fc.integer({ min: 0, max: 16 }),
      fc.integer({ min: 1, max: 9 }),
      (good, position, shift) => {
        expect(readIdNumber(good.idNumber)).toEqual(good);
        const digit = (Number(good.idNumber[position]) + shift) % 10;
        const wrong = good.idNumber.slice(0, position) + digit + good.idNumber.slice(position + 1);
        expect(readIdNumber(wrong)).toBeNull();
      },
    ),
  );
});
