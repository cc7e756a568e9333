import { expect, test } from 'vitest';
import { parseChange } from './parse-change.ts';
import { limits, type LooseChange } from '../wire/protocol.ts';
import { testId } from '../wire/test-id.ts';

const patch = { entity: 'visit', id: testId(1), op: 'update', base: 0, set: {} };
const change = (more: object = {}): LooseChange => ({
  ...{ opId: testId(2), opSeq: 1, name: 'n', version: 1, actor: testId(3), occurredAt: 1 },
  ...{ patches: [patch], ...more },
});
const withNote = (note: string) => change({ patches: [{ ...patch, set: { note } }] });

test('[R3] a change that fits is read', () => {
  expect(parseChange(change({ retryOf: testId(4) }))).toEqual({
    ok: true,
    value: change({ retryOf: testId(4) }),
  });
});

test.each([
  ['no patches', change({ patches: [] }), 'patches'],
  ['patches that are no list', change({ patches: 'x' }), 'patches'],
  ['an actor that is no id', change({ actor: 'me' }), 'actor'],
  ['a time before 1970', change({ occurredAt: -1 }), 'occurredAt'],
  ['a patch of no known kind', change({ patches: [{ ...patch, op: 'replace' }] }), 'patches.0.op'],
  ['a base below 0', change({ patches: [{ ...patch, base: -1 }] }), 'patches.0.base'],
  ['a field of the change nobody knows', change({ colour: 'red' }), ''],
])('[R3] %s is invalid, and the message says where', (_what, loose, where) => {
  const parsed = parseChange(loose);
  expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid' } });
  expect(!parsed.ok && parsed.error.message?.startsWith(`${where}: `)).toBe(true);
});

test('[R3] more than 1,000 patches are too large, 1,000 are not', () => {
  const patches = (count: number) => change({ patches: Array.from({ length: count }, () => patch) });
  expect(parseChange(patches(limits.patchesPerChange)).ok).toBe(true);
  expect(parseChange(patches(limits.patchesPerChange + 1))).toMatchObject({ error: { code: 'too_large' } });
});

test('[R3] more than 500,000 characters are too large, 500,000 are not', () => {
  const around = JSON.stringify(withNote('')).length;
  expect(parseChange(withNote('x'.repeat(limits.changeChars - around))).ok).toBe(true);
  expect(parseChange(withNote('x'.repeat(limits.changeChars - around + 1)))).toMatchObject({
    error: { code: 'too_large' },
  });
});

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test.each([20, 2_000, 100_000])('[R3] %i levels of nesting are invalid, and end no call', (levels) => {
  for (const more of [
    { patches: [{ ...patch, set: { note: nested(levels) } }] },
    { patches: nested(levels) },
  ])
    expect(parseChange(change(more))).toMatchObject({
      ...{ ok: false, error: { code: 'invalid', message: 'change: nested deeper than 20' } },
    });
});

test('[R3] a value of the fields there are is not nested too deep', () => {
  expect(parseChange(change({ patches: [{ ...patch, set: { note: nested(15) } }] })).ok).toBe(true);
});

test('[R3] a field __proto__, which schemas pass over, is invalid wherever it stands', () => {
  const set = JSON.parse('{"note":"x","__proto__":{"partySize":3}}') as object;
  for (const loose of [
    change({ patches: [{ ...patch, set }] }),
    JSON.parse(JSON.stringify(change()).replace('{', '{"__proto__":1,')) as LooseChange,
  ])
    expect(parseChange(loose)).toMatchObject({
      error: { code: 'invalid', message: 'change: a field __proto__' },
    });
});

test('[R3] a message is cut to what a database can keep', () => {
  const about = parseChange(change({ ['x'.repeat(280)]: 1 }));
  const units = about.ok ? 0 : (about.error.message ?? '').indexOf('x');
  const parsed = parseChange(change({ [`${'x'.repeat(299 - units)}😀`]: 1 }));
  expect(!parsed.ok && parsed.error.message).toMatch(/x\ufffd$/);
});

test('[R3] a message is at most 300 characters, whatever was sent', () => {
  const parsed = parseChange(change({ ['x'.repeat(5_000)]: 1 }));
  expect(!parsed.ok && parsed.error.message?.length).toBe(300);
});
