import { expect, test } from 'vitest';
import { carTyped } from './car-typed.ts';

const car = (id: string, plate: string | null, vin: string | null = null) => ({
  id,
  plate,
  vin,
  model: null,
});
const cars = [
  car('first', '赣DD8488', 'LFMAP22C9D0000005'),
  car('second', '赣DA1234'),
  car('third', null, 'LFMAP22C9D0001234'),
];

test.each([
  ['dd8488', 'first'],
  ['赣D·D8488', 'first'],
  ['8488', 'first'],
  ['陈芳 a1234', 'second'],
  ['赣 D A1234', 'second'],
  ['0000005', 'first'],
  // A plate's end and a VIN's: which of them nobody said.
  ['1234', undefined],
  ['陈芳', undefined],
  ['cf', undefined],
  ['8', undefined],
  ['', undefined],
])('typed as %j it is %s', (query, id) => {
  expect(carTyped(query, cars)).toBe(id);
});
