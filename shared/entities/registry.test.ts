import { describe, expect, test } from 'vitest';
import { permissions } from '../rules/permissions.ts';
import { completeFields } from '../sync/wire/complete-fields.ts';
import { entities, entityByName, entityNames, isEntityName } from './registry.ts';
import { scopes } from './scopes.ts';
import { receivedScopes, scopeAccess, stations } from './stations.ts';

const mergeKinds = ['fields', 'append', 'guarded', 'claim'];

test('the list is keyed by the names of its entities, and knows no others', () => {
  expect(entityNames.map((name) => entities[name].name)).toEqual(entityNames);
  expect(['visit', 'constructor', '__proto__', 'sale'].map(isEntityName)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

describe.each(entityNames)('%s', (name) => {
  const definition = entityByName(name);
  const fields = Object.keys(definition.schema.shape);

  test('has a scope, a merge kind, a right and a version', () => {
    expect(scopes).toContain(definition.scope);
    expect(mergeKinds).toContain(definition.merge);
    expect(permissions).toContain(definition.permission);
    expect(definition.version).toBeGreaterThanOrEqual(1);
  });

  test('has indexes of fields it holds, or derives', () => {
    const open = Object.fromEntries(fields.map((field) => [field, null]));
    const held = [...fields, ...Object.keys(definition.derive(open))];
    const indexed = definition.indexes.split(/[[\],+]/).filter((field) => field !== '');
    expect(indexed.filter((field) => !held.includes(field))).toEqual([]);
    expect(fields).not.toContain('id');
    expect(fields).not.toContain('rowVersion');
  });

  test('has groups and server-set fields that exist, each field in one group', () => {
    const grouped = Object.values(definition.groups).flat();
    expect([...grouped, ...definition.serverSet].filter((field) => !fields.includes(field))).toEqual([]);
    expect(new Set(grouped).size).toBe(grouped.length);
    // A stamp is kept under the group's name, or else the field's.
    expect(Object.keys(definition.groups).filter((group) => fields.includes(group))).toEqual([]);
  });

  test('takes no field it does not know', () => {
    const { success, error } = definition.schema.safeParse({ ...completeFields(definition, {}), other: 1 });
    expect(success).toBe(false);
    expect(error?.issues.map(({ code }) => code)).toContain('unrecognized_keys');
  });

  test.each(['a\u0000', 'a\ud800', '\udc00'])('refuses %j in every text', (bad) => {
    // What a conflict kept was judged when it was written.
    const texts = fields.filter((field) => name !== 'conflict' || (field !== 'kept' && field !== 'lost'));
    const isTaken = (field: string, value: unknown) =>
      definition.schema.partial().safeParse({ [field]: value }).success;
    const values = [bad, [bad], [{ kind: 'mobile', number: bad }]];
    const taken = texts.filter((field) => values.some((value) => isTaken(field, value)));
    expect(taken).toEqual([]);
  });
});

test('[R4] a row lives of its required fields alone: all others may be absent when it is made', () => {
  const requiredOf = (name: keyof typeof entities) => {
    const { schema } = entityByName(name);
    const { error } = schema.safeParse(completeFields(entityByName(name), {}));
    return error?.issues.map(({ path }) => path.join('.')).join(' ');
  };
  // An outside client is written against these.
  expect(requiredOf('customer')).toBe('kind name');
  expect(requiredOf('guestCard')).toBe('name kind');
  expect(requiredOf('vehicle')).toBeUndefined();
  expect(requiredOf('visit')).toBe('purpose arrivedAt businessDay');
  expect(requiredOf('serving')).toBe('visitId quantity servedAt businessDay');
  expect(requiredOf('preference')).toBe('guestCardId kind');
});

test('[R9] each station receives its scopes, and may only create customers at the bar', () => {
  expect(Object.fromEntries(stations.map((station) => [station, receivedScopes(station).join(' ')]))).toEqual(
    {
      bar: 'site front',
      callback: 'site front people care',
      office: 'site front people care private money',
      finance: 'site money',
      department: 'site',
    },
  );
  expect(scopeAccess.bar.people).toBe('createOnly');
});

test('a visit is found as open until its party left or its check-in was undone', () => {
  const { derive } = entityByName('visit');
  expect(derive({ leftAt: null, cancelledAt: null })).toEqual({ isOpen: 1 });
  expect(derive({ leftAt: 1, cancelledAt: null })).toEqual({});
  expect(derive({ leftAt: null, cancelledAt: 1 })).toEqual({});
});
