import { describe, expect, test } from 'vitest';
import { stations } from '../entities/stations.ts';
import { permissions, roles, rolesAllow, stationAllows, type Role } from './permissions.ts';

/** Written out once more, so that a right given or taken by mistake is noticed. */
const rightsOf: Readonly<Record<Role, string>> = {
  head: 'reception.use guests.edit guests.merge floor.edit settings.edit import.run rows.erase data.export desks.enrol',
  supervisor:
    'reception.use guests.edit guests.merge floor.edit settings.edit import.run rows.erase data.export desks.enrol',
  specialist: 'reception.use guests.edit guests.merge floor.edit import.run data.export',
  agent: 'reception.use guests.edit guests.merge import.run',
  attendant: 'reception.use guests.edit',
  department: '',
  finance: '',
  planning: '',
  administration: '',
};
const words = (list: readonly string[]) => list.join(' ');

test.each(roles)('the rights of the role %s', (role) => {
  expect(words(permissions.filter((permission) => rolesAllow([role], permission)))).toBe(rightsOf[role]);
});

test('the rights of a desk that acts in its own name', () => {
  const rights = stations.map((station) => [
    station,
    words(permissions.filter((permission) => stationAllows(station, permission))),
  ]);
  expect(Object.fromEntries(rights)).toEqual({
    bar: 'reception.use guests.edit',
    callback: 'reception.use guests.edit',
    office: 'reception.use guests.edit floor.edit settings.edit import.run',
    finance: '',
    department: '',
  });
});

describe('of several roles', () => {
  test('each adds its rights', () => {
    expect(rolesAllow(['finance', 'attendant'], 'reception.use')).toBe(true);
    expect(rolesAllow(['finance', 'attendant'], 'settings.edit')).toBe(false);
  });

  test('none and unknown ones carry no right', () => {
    expect(rolesAllow([], 'reception.use')).toBe(false);
    // A role of a later release, or a word that every JavaScript object knows.
    for (const unknown of ['director', 'constructor', '__proto__'])
      expect(rolesAllow([unknown as Role], 'reception.use')).toBe(false);
  });
});
