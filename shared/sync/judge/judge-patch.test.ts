import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { visit } from '../../entities/visit.ts';
import type { EntityDefinition } from '../../entities/define.ts';
import { judgePatch, type Edit } from './judge-patch.ts';
import { parseChange } from './parse-change.ts';
import type { Patch } from '../wire/protocol.ts';
import type { ServerRow } from './server-row.ts';

const guarded = { ...visit, merge: 'guarded' } as unknown as EntityDefinition;
const byRule = { ...visit, idByRule: true } as unknown as EntityDefinition;
const id = uuidv7();
const create: Patch = {
  entity: 'visit',
  id,
  op: 'create',
  base: 0,
  set: { purpose: 'service', arrivedAt: 1, businessDay: '2026-11-24' },
};
const update = (base: number): Patch => ({ entity: 'visit', id, op: 'update', base, set: { note: 'x' } });

function editOf(device: string, version: number): Edit {
  return {
    seq: version,
    stamp: { version, device, at: version, opId: uuidv7(), actor: device },
    index: 0,
    flags: [],
  };
}

/** Of a change that writes a guarded row. */
const decisionOf = (device: string, version: number): Edit => ({
  ...editOf(device, version),
  isGuarded: true,
});

function createdBy(definition: EntityDefinition, device: string, version: number): ServerRow {
  const effect = judgePatch(definition, undefined, create, editOf(device, version));
  if ('code' in effect) throw new Error(effect.message);
  return effect.rows[0] as ServerRow;
}

describe('guarded', () => {
  test('[R4] a guarded row that another device wrote above base is stale, for update and removal', () => {
    const row = createdBy(guarded, 'a', 5);
    expect(judgePatch(guarded, row, update(4), decisionOf('b', 6))).toMatchObject({ code: 'stale' });
    const remove: Patch = { entity: 'visit', id, op: 'remove', base: 4 };
    expect(judgePatch(guarded, row, remove, decisionOf('b', 6))).toMatchObject({ code: 'stale' });
  });

  test('[R4] a guarded row on its current version, or of the same device, is edited', () => {
    const row = createdBy(guarded, 'a', 5);
    for (const [base, device] of [
      [5, 'b'],
      [0, 'a'],
    ] as const) {
      expect(judgePatch(guarded, row, update(base), decisionOf(device, 6))).toMatchObject({
        rows: [{ version: 6, data: { note: 'x' } }],
      });
    }
  });

  test('[R4.6] so is a row of another kind that the same change edits, or only names', () => {
    const definition = visit as unknown as EntityDefinition;
    const row = createdBy(definition, 'a', 5);
    const named: Patch = { entity: 'visit', id, op: 'update', base: 4, set: {} };
    expect(judgePatch(definition, row, named, decisionOf('b', 6))).toMatchObject({ code: 'stale' });
    expect(judgePatch(definition, row, update(4), decisionOf('b', 6))).toMatchObject({ code: 'stale' });
    expect(judgePatch(definition, row, update(4), editOf('b', 6))).not.toHaveProperty('code');
  });

  test('[R4.6] what one decision rested on is changed for another, and for no ordinary edit', () => {
    const definition = visit as unknown as EntityDefinition;
    const named: Patch = { entity: 'visit', id, op: 'update', base: 5, set: {} };
    const effect = judgePatch(definition, createdBy(definition, 'a', 5), named, decisionOf('b', 6));
    if ('code' in effect) throw new Error(effect.message);
    const [row] = effect.rows;
    expect(judgePatch(definition, row, named, decisionOf('c', 7))).toMatchObject({ code: 'stale' });
    expect(judgePatch(definition, row, named, decisionOf('b', 7))).toMatchObject({ rows: [{ version: 7 }] });
    expect(judgePatch(definition, row, update(5), editOf('c', 7))).toMatchObject({ conflicts: [] });
  });
});

test('[R4] absent fields of a create are null', () => {
  expect(createdBy(visit as unknown as EntityDefinition, 'a', 1).data).toMatchObject({
    note: null,
    seatId: null,
  });
});

test('[R4] a second create of an id made by rule has no effect', () => {
  const row = createdBy(byRule, 'a', 1);
  expect(judgePatch(byRule, row, create, editOf('b', 2))).toEqual({ rows: [], conflicts: [] });
});

test('[R4] the row is validated again after merging, and the field named', () => {
  const row = createdBy(visit as unknown as EntityDefinition, 'a', 1);
  const patch: Patch = { entity: 'visit', id, op: 'update', base: 1, set: { purpose: null } };
  expect(judgePatch(visit as unknown as EntityDefinition, row, patch, editOf('b', 2))).toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^visit\.purpose/) as string,
  });
});

test.each([
  ['a text that is an object', { note: { evil: ['<b>'] } }, /^visit\.note: /],
  ['a number out of range', { partySize: -7 }, /^visit\.partySize: /],
])('[R4] %s is invalid although another edit wins', (_what, set, message) => {
  const definition = visit as unknown as EntityDefinition;
  const first = judgePatch(definition, createdBy(definition, 'a', 1), update(1), editOf('a', 9));
  if ('code' in first) throw new Error(first.message);
  const patch = { ...update(1), set } as Patch;
  const earlier = { ...editOf('b', 10), stamp: { ...editOf('b', 10).stamp, at: 1 } };
  const judged = judgePatch(definition, first.rows[0], patch, earlier);
  expect(judged).toMatchObject({ code: 'invalid', message: expect.stringMatching(message) as string });
});

test('[R3] a message is cut to what a database can keep', () => {
  const set = { [`${'x'.repeat(299 - 'visit.'.length)}😀`]: 1 };
  const judged = judgePatch(
    visit as unknown as EntityDefinition,
    undefined,
    { ...create, set },
    editOf('a', 1),
  );
  expect('code' in judged && judged.message).toMatch(/x\ufffd$/);
});

test('[R4] the same history makes the same conflict ids', () => {
  const definition = visit as unknown as EntityDefinition;
  const first = judgePatch(definition, createdBy(definition, 'a', 1), update(1), editOf('a', 2));
  if ('code' in first) throw new Error(first.message);
  const patch: Patch = { ...update(1), set: { note: 'y' } };
  const edit = editOf('b', 3);
  const conflictIds = [1, 2].map(() => {
    const effect = judgePatch(definition, first.rows[0], patch, edit);
    return 'code' in effect ? effect.code : effect.rows.map((row) => row.id);
  });
  expect(conflictIds[0]).toHaveLength(2);
  expect(conflictIds[1]).toEqual(conflictIds[0]);
});

test.each([
  ['U+0000', 'a\u0000', false],
  ['a lone high surrogate', 'a\ud800', false],
  ['a lone low surrogate', '\udc00', false],
  ['a pair', '😀', true],
  ['text that looks like an escape', String.raw`\u0000 \\ud800`, true],
])('[R3] %s in a change', (_name, note, isGood) => {
  const change = { opId: id, opSeq: 1, name: 'n', version: 1, actor: id, occurredAt: 1 };
  const parsed = parseChange({ ...change, patches: [{ ...create, set: { note } }] });
  expect(parsed.ok).toBe(isGood);
});
