/** The list of entities. A new one is its file and its line here. */
import type { z } from 'zod';
import { auditEntry } from './audit-entry.ts';
import { barCheck } from './bar-check.ts';
import { conflict } from './conflict.ts';
import { customerMerge } from './customer-merge.ts';
import { customer } from './customer.ts';
import type { EntityDefinition } from './define.ts';
import { guestCard } from './guest-card.ts';
import { mergeValues } from './merge-values.ts';
import { preference } from './preference.ts';
import { serving } from './serving.ts';
import { area, menuItem, seat, siteSettings, staff } from './site.ts';
import { staffCall } from './staff-call.ts';
import { vehicle } from './vehicle.ts';
import { visit } from './visit.ts';

/** In the order of the bootstrap (R7): what a screen needs first comes first. */
export const entities = {
  siteSettings,
  staff,
  area,
  seat,
  menuItem,
  guestCard,
  customerMerge,
  vehicle,
  visit,
  serving,
  preference,
  barCheck,
  staffCall,
  customer,
  mergeValues,
  conflict,
  auditEntry,
} as const;

export type EntityName = keyof typeof entities;
export const entityNames = Object.keys(entities) as EntityName[];

/** The fields of one entity, without its id. */
export type Fields<Name extends EntityName> = z.infer<(typeof entities)[Name]['schema']>;

export function isEntityName(name: string): name is EntityName {
  return Object.hasOwn(entities, name);
}

/** The definition of an entity, with its specific shape forgotten. */
export function entityByName(name: EntityName): EntityDefinition {
  return entities[name] as unknown as EntityDefinition;
}
