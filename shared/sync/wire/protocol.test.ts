/**
 * What goes over the wire, by its hash. Where one of these fails, somebody changed the wire:
 *   - a message: raise `protocolVersion`, keep reading the last version (R12), and add the new hash;
 *   - an entity: raise its `version`, and write the new pair down here.
 */
import { v5 as uuidV5 } from 'uuid';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { entityByName, entityNames, type EntityName } from '../../entities/registry.ts';
import * as joining from './join-messages.ts';
import * as protocol from './protocol.ts';

const hashByProtocol: Readonly<Record<number, string>> = {
  1: '3c8b5c1a-11ec-546e-bdab-8de61ad2a02e',
  2: 'a6e333c8-122c-566e-b42c-4408dfd79b8c',
};

const hashByEntity: Readonly<Record<EntityName, readonly [version: number, hash: string]>> = {
  siteSettings: [2, 'd9923841-5599-5e81-adce-5f476b5e19cc'],
  staff: [1, '9fec22ef-ce28-53ca-945c-569969c79bff'],
  area: [2, '4862d878-dc8b-53e6-8a01-3fc16cf34b97'],
  seat: [2, '5ac5036c-c5f2-5aa3-b9ee-003e2ac80c5b'],
  menuItem: [3, '33e5b191-c65a-597b-8e06-493a659fa42e'],
  guestCard: [2, '8feecf15-e838-5e99-a18d-d332cf1f8700'],
  customerMerge: [1, 'aac236ca-265f-5eab-b7b1-5fc63a37de6e'],
  vehicle: [2, 'dea6f418-e043-5271-9c8c-aacb2b4c62e1'],
  visit: [6, '6553a7a1-ee4e-5951-a5fc-24cd2ca52732'],
  serving: [1, '20a7c0a9-9db3-5e50-b776-0b3233f1bfab'],
  preference: [2, '8df8fbe6-a6e6-5784-adc4-cc412231e5b4'],
  barCheck: [1, '43be286a-5710-5bed-b260-50e57f4e8665'],
  staffCall: [1, 'd8a7a73d-ff26-5a25-90df-889babd835bd'],
  customer: [1, '2c2c18fa-e04e-53b3-a876-84b45d87a827'],
  mergeValues: [1, '07577a3e-fc6e-5113-8123-1825b8be290e'],
  conflict: [2, '7b5f568b-9133-5d0b-9ed1-7f2583ca07f0'],
  auditEntry: [2, '3de14e32-b444-5064-9903-694b934ac418'],
};

/** SHA-1 of the text, as a UUID: shared/ knows no other hash. */
const hashOf = (description: unknown) => uuidV5(JSON.stringify(description), uuidV5.URL);
const jsonSchemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any' });

test('[R12] the messages are those of the protocol version', () => {
  const messages = Object.entries(protocol)
    .flatMap(([name, value]) => (value instanceof z.ZodType ? [{ name, schema: jsonSchemaOf(value) }] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(messages).toHaveLength(31);
  expect(hashOf([messages, protocol.limits])).toBe(hashByProtocol[protocol.protocolVersion]);
});

test('[R14] the messages of joining are as they were: a change asks for a protocol version', () => {
  const messages = Object.entries(joining)
    .map(([name, schema]) => ({ name, schema: jsonSchemaOf(schema) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(hashOf(messages)).toBe('25a29b63-64fd-5a82-bbf2-24e8a844b45e');
});

test('[R12] the version is one the server accepts', () => {
  const { min, max } = protocol.supportedProtocols;
  expect(max).toBe(protocol.protocolVersion);
  expect(max - min).toBeLessThanOrEqual(1);
});

test.each(entityNames)('[R12] %s has the shape of its version', (name) => {
  const { version, schema, scope, merge, groups, serverSet, writtenBy, idByRule } = entityByName(name);
  const shape = [jsonSchemaOf(schema), scope, merge, groups, serverSet, writtenBy, idByRule];
  expect([version, hashOf(shape)]).toEqual(hashByEntity[name]);
});
