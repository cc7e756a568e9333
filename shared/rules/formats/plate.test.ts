import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barePlate, provinces, readPlate, showPlate } from './plate.ts';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const pick = (characters: string) => fc.constantFrom(...characters);
const ordinary = fc
  .tuple(
    fc.constantFrom(...provinces),
    pick(letters),
    fc.string({ unit: pick(`${letters}0123456789`), minLength: 5, maxLength: 5 }),
  )
  .map((parts) => parts.join(''));
const newEnergy = fc
  .tuple(
    fc.constantFrom(...provinces),
    pick(letters),
    pick('DF'),
    fc.string({ unit: pick('0123456789'), minLength: 5, maxLength: 5 }),
  )
  .map((parts) => parts.join(''));

describe('one plate, however it is typed', () => {
  test.each([
    ['as stored', '赣D12345'],
    ['with the dot', '赣D·12345'],
    ['with the dot of another input method', '赣D•12345'],
    ['with a full stop', '赣D.12345'],
    ['with spaces', ' 赣 D 12345 '],
    ['with a dash', '赣D-12345'],
    ['in lower case', '赣d12345'],
    ['in full width', '赣Ｄ１２３４５'],
    ['without the province', 'D12345'],
    ['without the province, in lower case, with the dot', 'd·12345'],
  ])('%s', (_how, typed) => {
    expect(readPlate(typed, '赣')).toBe('赣D12345');
  });

  test('a site without a province asks for the whole plate', () => {
    expect(readPlate('D12345', null)).toBeNull();
    expect(readPlate('赣D12345', null)).toBe('赣D12345');
  });

  test("a plate with a province keeps it, whatever the site's own is", () => {
    expect(readPlate('粤B12345', '赣')).toBe('粤B12345');
  });
});

test.each([
  ['a small car on new energy', '赣DF12345'],
  ['a small car on new energy, second series', '赣DDA1234'],
  ['a large car on new energy', '赣D12345D'],
  ['a police car', '赣D1234警'],
  ['a trailer', '赣D1234挂'],
  ['a learner', '赣D1234学'],
  ['a car from Hong Kong', '粤Z1234港'],
  ['a car from Macau', '粤Z1234澳'],
  ['the police as authority', '赣O12345'],
])('%s has a plate: %s', (_what, plate) => {
  expect(readPlate(plate, null)).toBe(plate);
});

test.each([
  ['empty', ''],
  ['the province alone', '赣'],
  ['digits without a letter', '12345'],
  ['one character too few', '赣D1234'],
  ['one digit too many', '赣D123456'],
  ['an O among the characters', '赣D1234O'],
  ['an I as authority', '赣I12345'],
  ['a character of no province', '中D12345'],
  ['a word', '张三'],
  ['U+0000 inside', '赣D12\u0000345'],
])('no plate: %s', (_what, typed) => {
  expect(readPlate(typed, '赣')).toBeNull();
});

test('every plate is read from what is shown of it, and from what is typed at its own site', () => {
  fc.assert(
    fc.property(fc.oneof(ordinary, newEnergy), (plate) => {
      expect(readPlate(showPlate(plate), null)).toBe(plate);
      expect(readPlate(plate.slice(1).toLowerCase(), plate[0] ?? '')).toBe(plate);
      expect(barePlate(showPlate(plate))).toBe(plate);
    }),
  );
});
