/** Who may do what: roles are sets of permissions, in this one table. */
import type { Station } from '../entities/stations.ts';

/** Sets of rights, not job titles: duties are given to people, one may have several. */
export const roles = [
  'head',
  'supervisor',
  'agent',
  'attendant',
  'specialist',
  'department',
  'finance',
  'planning',
  'administration',
] as const;
export type Role = (typeof roles)[number];

/**
 * Each edit of a row asks for one (`permission` of its entity, or of the fields it sets): that is what the server holds to (R9.5). Each
 * command names one too, asked on the desk alone, since a change may claim any name.
 */
export const permissions = [
  'reception.use',
  'guests.edit',
  // That two customers are one is decided by who answers for the records.
  'guests.merge',
  'floor.edit',
  'settings.edit',
  // Of no entity: opens a screen and its command, whose rows ask for `guests.edit`.
  'import.run',
  // Of no entity: removing a row for good, besides the right to edit it (R9.7).
  'rows.erase',
  // Of no entity: taking personal data out of the application, as a file or on paper.
  'data.export',
  // Of no entity: the server gives a code with which another machine becomes a desk.
  'desks.enrol',
] as const;
export type Permission = (typeof permissions)[number];

const all: readonly Permission[] = permissions;

const byRole: Readonly<Record<Role, readonly Permission[]>> = {
  head: all,
  supervisor: all,
  specialist: ['reception.use', 'guests.edit', 'guests.merge', 'floor.edit', 'import.run', 'data.export'],
  agent: ['reception.use', 'guests.edit', 'guests.merge', 'import.run'],
  attendant: ['reception.use', 'guests.edit'],
  department: [],
  finance: [],
  planning: [],
  administration: [],
};

/** What a desk may do in its own name, when a change has no person behind it. Nothing is erased by nobody. */
const byStation: Readonly<Record<Station, readonly Permission[]>> = {
  bar: ['reception.use', 'guests.edit'],
  callback: ['reception.use', 'guests.edit'],
  office: ['reception.use', 'guests.edit', 'floor.edit', 'settings.edit', 'import.run'],
  finance: [],
  department: [],
};

/** Whether any of these roles carries the permission. Unknown roles carry none. */
export function rolesAllow(userRoles: readonly Role[], permission: Permission): boolean {
  return userRoles.some((role) => Object.hasOwn(byRole, role) && byRole[role].includes(permission));
}

/** Whether a desk may do it in its own name, with nobody signed in. */
export function stationAllows(station: Station, permission: Permission): boolean {
  return byStation[station].includes(permission);
}
