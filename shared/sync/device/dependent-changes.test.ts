import { expect, test } from 'vitest';
import { withDependents } from './dependent-changes.ts';
import type { LocalPatch, OutboxEntry, RejectedChange } from './device-store.ts';
import { testId } from '../wire/test-id.ts';

const [visit, other, card, serving] = [testId(10), testId(11), testId(12), testId(13)];

type Patch = Pick<LocalPatch, 'entity' | 'id' | 'op' | 'set'>;
const create = (entity: LocalPatch['entity'], id: string, set: LocalPatch['set'] = {}): Patch => ({
  ...{ entity, id, op: 'create', set },
});
const edit = (id: string): Patch => ({ entity: 'visit', id, op: 'update', set: { note: 'x' } });

function changeAt(n: number, patches: readonly Patch[]) {
  const based = patches.map((patch): LocalPatch => ({ ...patch, base: 0 }) as LocalPatch);
  const about = { opId: testId(900 + n), name: 'test', version: 1, actor: testId(1), occurredAt: n };
  return { ...about, localSeq: n, patches: based };
}
const rejected = (n: number, ...patches: readonly Patch[]): RejectedChange => ({
  ...changeAt(n, patches),
  ...{ code: 'forbidden', message: null, rejectedAt: 100 + n },
});
const waiting = (n: number, ...patches: readonly Patch[]): OutboxEntry => ({
  ...changeAt(n, patches),
  ...{ retryOf: null, overlay: true },
});

/** By their times: `1(2 3)`, what stands under what. */
function shown(changes: readonly RejectedChange[], entries: readonly OutboxEntry[] = []): string {
  const number = ({ occurredAt }: { readonly occurredAt: number }) => occurredAt;
  return withDependents(changes, entries)
    .map(({ change, dependents }) => `${number(change)}(${dependents.map(number).join(' ')})`)
    .join(' ');
}

test('[R3] what edits the row of a rejected change stands under it, rejected or still waiting', () => {
  expect(
    shown([rejected(1, create('visit', visit)), rejected(2, edit(visit))], [waiting(3, edit(visit))]),
  ).toBe('1(2 3)');
});

test('[R3] what names a row that was never made stands under it, and so does what hangs on that', () => {
  const registration = rejected(1, create('guestCard', card));
  const arrival = rejected(2, create('visit', visit, { guestCardId: card }));
  const drink = waiting(3, create('serving', serving, { visitId: visit }));
  const taken = waiting(4, create('serving', testId(14), { visitId: other, corrects: serving }));
  expect(shown([registration, arrival], [drink, taken])).toBe('1(2 3 4)');
});

test('what only names a row that a rejected change edits does not hang on it', () => {
  const drink = waiting(2, create('serving', serving, { visitId: visit }));
  expect(shown([rejected(1, edit(visit))], [drink])).toBe('1()');
});

test('an earlier change hangs on nothing later, whatever the clock said', () => {
  const early = { ...rejected(1, edit(visit)), occurredAt: 50 };
  const late = { ...rejected(2, edit(visit)), occurredAt: 40 };
  expect(shown([late, early])).toBe('50(40)');
});

test('where the order of writing was not kept, times tell it', () => {
  const old = ({ localSeq: _, ...change }: RejectedChange): RejectedChange => change;
  const late = { ...old(rejected(2, edit(visit))), opId: testId(1) };
  expect(shown([late, old(rejected(1, edit(visit)))])).toBe('1(2)');
});

test('what has nothing to do with each other stands by itself, the newest first', () => {
  expect(shown([rejected(1, edit(visit)), rejected(2, edit(other))])).toBe('2() 1()');
});
