/** What every desk of a site holds: its settings, areas, seats, people and the menu of free drinks. */
import { z } from 'zod';
import { roles } from '../rules/permissions.ts';
import { defineEntity } from './define.ts';
import { id, requiredText, text, timeOfDay, timeZone } from './fields.ts';

/** One row a site; its id is the site's id. */
export const siteSettings = defineEntity({
  name: 'siteSettings',
  version: 2,
  scope: 'site',
  merge: 'fields',
  permission: 'settings.edit',
  schema: z.strictObject({
    name: requiredText(80),
    /** IANA zone the business day is counted in. */
    timeZone: timeZone(),
    /** Where one business day of the till ends and the next begins. */
    dayCutOff: timeOfDay(),
    opensAt: timeOfDay().nullable(),
    closesAt: timeOfDay().nullable(),
    /** Minutes after which a served drink is due for a refill. */
    refillMinutes: z.int().min(1).max(240),
    /** Minutes within which a party should have its first drink; null is as `firstDrinkStandard` says. */
    firstDrinkMinutes: z.int().min(1).max(240).nullable(),
    /** Province character put before a plate typed without one. */
    plateProvince: text(2),
    /** Password of every demonstration person; null outside demonstration data. */
    demoPassword: text(40),
  }),
});

export const area = defineEntity({
  name: 'area',
  version: 2,
  scope: 'site',
  merge: 'fields',
  permission: 'floor.edit',
  schema: z.strictObject({
    name: requiredText(40),
    nameEn: text(60),
    position: z.int().min(0).max(9999),
    /** Its seats are not offered. Never removed instead: visits of years name its seats. */
    outOfUse: z.boolean().nullable(),
  }),
});

export const seat = defineEntity({
  name: 'seat',
  version: 2,
  scope: 'site',
  merge: 'fields',
  permission: 'floor.edit',
  indexes: 'areaId',
  schema: z.strictObject({
    areaId: id(),
    name: requiredText(20),
    /** Persons it takes. */
    capacity: z.int().min(1).max(200).nullable(),
    position: z.int().min(0).max(9999),
    /** Not offered. A party that sits there keeps it: the row stays. */
    outOfUse: z.boolean().nullable(),
  }),
});

/** A person who signs in; its id is the user's id. No secrets here: they stay on the server. */
export const staff = defineEntity({
  name: 'staff',
  scope: 'site',
  merge: 'fields',
  permission: 'settings.edit',
  writtenBy: 'server',
  schema: z.strictObject({
    username: requiredText(40),
    name: requiredText(40),
    roles: z.array(z.enum(roles)).max(20),
    active: z.boolean().nullable(),
  }),
});

/** A cup of the drink takes so much of it: `茶叶 3 克`. Whole numbers: what is less than one has a smaller unit. */
const ingredient = z.strictObject({
  article: requiredText(30),
  amount: z.int().min(1).max(99_999),
  unit: requiredText(8),
});
export type Ingredient = z.infer<typeof ingredient>;

export const menuItem = defineEntity({
  name: 'menuItem',
  version: 3,
  scope: 'site',
  merge: 'fields',
  permission: 'floor.edit',
  // Who stands at the bar sees first that a drink has run out, and arranges no menu.
  fieldPermissions: { available: 'reception.use' },
  schema: z.strictObject({
    name: requiredText(40),
    nameEn: text(60),
    kind: z.enum(['tea', 'coffee', 'juice', 'water', 'soda', 'other']),
    /** Whether the bar has it now; until somebody says otherwise, over the end of the day too. */
    available: z.boolean().nullable(),
    position: z.int().min(0).max(9999),
    /** Off the menu. Never removed instead: servings of years name it. */
    outOfUse: z.boolean().nullable(),
    /** Of one cup; rows of an earlier version have none. */
    ingredients: z.array(ingredient).max(8),
  }),
});

export type SiteSettings = z.infer<typeof siteSettings.schema>;
export type Area = z.infer<typeof area.schema>;
export type Seat = z.infer<typeof seat.schema>;
export type MenuItem = z.infer<typeof menuItem.schema>;
