/**
 * What an entity is: one synced kind of record. Dexie stores, the server's validation, the OpenAPI
 * document and the generators of the property tests all derive from the list in `registry.ts`.
 */
import type { z } from 'zod';
import type { Permission } from '../rules/permissions.ts';
import type { Scope } from './scopes.ts';

/**
 * How two edits of one row meet: see docs/sync-spec.md, R4. A change that writes a `guarded` row is decided on what all its
 * rows said, and refused where another device changed any of them since. `claim` merges like `fields`, and who works on a row may
 * have it alone for a while (R10): for work that one person does at a time. No entity is of this kind yet.
 */
type MergeKind = 'fields' | 'append' | 'guarded' | 'claim';

export interface EntityDefinition<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  readonly scope: Scope;
  readonly merge: MergeKind;
  /** The row's fields without its id. A field that may be absent on create is nullable, or a list. */
  readonly schema: z.ZodObject<Shape>;
  /** Fields that win or lose together, by group name. A field in no group is a group of its own. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Fields only the server writes; a patch that sets one is `invalid`. */
  readonly serverSet: readonly string[];
  /** Whether a device may write it at all (staff and conflicts are written by the server's own device). */
  readonly writtenBy: 'devices' | 'server';
  /** What an actor must be allowed to do before an edit of this entity is applied. */
  readonly permission: Permission;
  /** Fields an edit of which asks for another right than that. */
  readonly fieldPermissions: Readonly<Record<string, Permission>>;
  /** Ids made by rule (UUIDv5): a second `create` is applied without effect instead of refused. */
  readonly idByRule: boolean;
  /** Dexie index list without the primary key, e.g. `leftAt,[businessDay+arrivedAt]`. */
  readonly indexes: string;
  /** Index values a device keeps beside the fields, for what an index cannot hold (null is no key). */
  readonly derive: (fields: Readonly<Record<string, unknown>>) => Readonly<Record<string, string | number>>;
  /** Raised whenever the shape changes; part of the protocol's hash. */
  readonly version: number;
}

type Defaults =
  'fieldPermissions' | 'groups' | 'serverSet' | 'writtenBy' | 'idByRule' | 'indexes' | 'derive' | 'version';

/** Declares an entity, filling in what most of them share. */
export function defineEntity<const Name extends string, Shape extends z.ZodRawShape>(
  definition: Omit<EntityDefinition<Shape>, Defaults | 'name'> &
    Partial<Pick<EntityDefinition<Shape>, Defaults>> & { readonly name: Name },
): EntityDefinition<Shape> & { readonly name: Name } {
  return {
    fieldPermissions: {},
    groups: {},
    serverSet: [],
    writtenBy: 'devices',
    idByRule: false,
    indexes: '',
    derive: () => ({}),
    version: 1,
    ...definition,
  };
}

interface Edit {
  readonly op: 'create' | 'update' | 'remove';
  readonly set?: object | undefined;
}

/** All rights that a patch asks for: of the fields it edits; of the entity where it makes or removes the row. */
export function permissionsFor(
  { permission, fieldPermissions }: Pick<EntityDefinition, 'permission' | 'fieldPermissions'>,
  { op, set = {} }: Edit,
): readonly Permission[] {
  const fields = op === 'update' ? Object.keys(set) : [];
  if (fields.length === 0) return [permission];
  const ofField = (field: string) =>
    Object.hasOwn(fieldPermissions, field) ? (fieldPermissions[field] ?? permission) : permission;
  return [...new Set(fields.map(ofField))];
}
