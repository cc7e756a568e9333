import { expect, test } from 'vitest';
import { permissionsFor } from './define.ts';

const drink = {
  permission: 'floor.edit',
  fieldPermissions: { available: 'reception.use' },
} as const;

test('[R9.5] an update is asked for the rights of the fields it sets, all of them', () => {
  const asked = (set: object) => permissionsFor(drink, { op: 'update', set });
  expect(asked({ available: false })).toEqual(['reception.use']);
  expect(asked({ name: '绿茶', position: 1 })).toEqual(['floor.edit']);
  expect(asked({ available: false, name: '绿茶' })).toEqual(['reception.use', 'floor.edit']);
  expect(asked({ constructor: null })).toEqual(['floor.edit']);
});

test('[R9.5] a row made, removed or touched without a field takes the right to the entity', () => {
  expect(permissionsFor(drink, { op: 'create', set: { available: true } })).toEqual(['floor.edit']);
  expect(permissionsFor(drink, { op: 'remove' })).toEqual(['floor.edit']);
  expect(permissionsFor(drink, { op: 'update', set: {} })).toEqual(['floor.edit']);
});
