import { expect, test } from 'vitest';
import { entityByName, entityNames } from '../../entities/registry.ts';
import { completeFields } from './complete-fields.ts';

test('[R4] absent fields become null, lists empty; what is given stays, null among it', () => {
  const complete = completeFields(entityByName('guestCard'), { name: '单丽娟', note: null });
  expect(complete).toEqual({
    ...{ name: '单丽娟', note: null, flags: [] },
    ...{ customerId: null, kind: null, phoneLast4: null, birthMonthDay: null, mistakenAt: null },
  });
});

test('[R4] a given list stays as it is, and the given object is not touched', () => {
  const set = { flags: ['voucher'] };
  expect(completeFields(entityByName('guestCard'), set)['flags']).toEqual(['voucher']);
  expect(set).toEqual({ flags: ['voucher'] });
});

test.each(entityNames)('[R4] every field of %s is there, and no other', (name) => {
  const definition = entityByName(name);
  const complete = completeFields(definition, {});
  expect(Object.keys(complete).sort()).toEqual(Object.keys(definition.schema.shape).sort());
  expect(Object.values(complete).filter((value) => value !== null && !Array.isArray(value))).toEqual([]);
});
