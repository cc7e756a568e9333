import fc from 'fast-check';
import { expect, test } from 'vitest';
import { preference } from '../../entities/preference.ts';
import { visit } from '../../entities/visit.ts';
import { initialStamps, mergeReturned, mergeUpdate } from './merge.ts';
import { unknownWriter, type ServerFields, type Stamp, type Stamps } from './server-row.ts';

interface Edit {
  readonly device: string;
  readonly at: number;
  readonly opId: string;
  readonly set: ServerFields;
}

const created: Stamp = { version: 1, device: 'creator', at: 0, opId: 'op-0', actor: 'a' };
const before = {
  data: { note: null, partySize: null, seatId: null } as ServerFields,
  stamps: stampsOf(created),
};

function stampsOf(stamp: Stamp): Stamps {
  return initialStamps(visit, stamp);
}

function stampOf({ device, at, opId }: Edit, version: number): Stamp {
  return { version, device, at, opId, actor: device };
}

/** Every edit was made on version 1, whatever else arrived since. */
function afterAll(edits: readonly Edit[]) {
  let row = before;
  const losses: unknown[] = [];
  for (const [index, edit] of edits.entries()) {
    const merged = mergeUpdate(visit, row, 1, edit.set, stampOf(edit, index + 2));
    losses.push(...merged.losses.map((loss) => [loss.kept, loss.lost]));
    row = merged;
  }
  return { data: row.data, losses };
}

const concurrentEdits = fc
  .uniqueArray(
    fc.record({
      device: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      at: fc.integer({ min: 1, max: 3 }),
      opId: fc.uuid(),
      set: fc.record(
        { note: fc.constantFrom('x', 'y', null), partySize: fc.constantFrom(1, 2) },
        { requiredKeys: [] },
      ),
    }),
    { selector: (edit) => edit.device, minLength: 2, maxLength: 5 },
  )
  .chain((edits) => fc.tuple(fc.constant(edits), fc.shuffledSubarray(edits, { minLength: edits.length })));

test('[R4] the order in which concurrent edits arrive does not change the merged row', () => {
  fc.assert(
    fc.property(concurrentEdits, ([edits, shuffled]) => {
      expect(afterAll(shuffled).data).toEqual(afterAll(edits).data);
    }),
    { numRuns: 500 },
  );
});

test('[R4] a concurrent edit that does not stand is among the losers, unless it says the same', () => {
  fc.assert(
    fc.property(concurrentEdits, ([edits]) => {
      const { data, losses } = afterAll(edits);
      for (const { set } of edits) {
        if (!('note' in set) || set['note'] === data['note']) continue;
        expect(losses.map((loss) => (loss as unknown[])[1])).toContain(set['note']);
      }
    }),
    { numRuns: 500 },
  );
});

const edit = (device: string, at: number, set: ServerFields, opId = `op-${device}`): Edit => ({
  device,
  at,
  opId,
  set,
});

test.each([
  [
    'later wins, arriving last',
    [edit('a', 1, { note: 'x' }), edit('b', 2, { note: 'y' })],
    'y',
    [['y', 'x']],
  ],
  [
    'later wins, arriving first',
    [edit('b', 2, { note: 'y' }), edit('a', 1, { note: 'x' })],
    'y',
    [['y', 'x']],
  ],
  [
    'equal times: the greater opId',
    [edit('b', 1, { note: 'y' }), edit('a', 1, { note: 'x' })],
    'y',
    [['y', 'x']],
  ],
  ['equal values are no conflict', [edit('a', 1, { note: 'x' }), edit('b', 2, { note: 'x' })], 'x', []],
  [
    'a device’s own edits follow each other',
    [edit('a', 2, { note: 'x' }), edit('a', 1, { note: 'y' })],
    'y',
    [],
  ],
] as const)('[R4] %s', (_name, edits, note, losses) => {
  expect(afterAll(edits)).toMatchObject({ data: { note }, losses });
});

test('[R4] an edit based on what it overwrites merges, even with an earlier clock', () => {
  const first = mergeUpdate(visit, before, 1, { note: 'x' }, stampOf(edit('a', 100, {}), 2));
  const second = mergeUpdate(visit, first, 2, { note: 'y' }, stampOf(edit('b', 50, {}), 3));
  expect(second).toMatchObject({ data: { note: 'y' }, losses: [] });
});

test('[R4] the fields of a group win and lose together', () => {
  const data = { kind: 'beverage', menuItemId: null, detail: 'plain', note: null };
  const row = { data, stamps: initialStamps(preference, created) };
  const tea = { kind: 'beverage', menuItemId: 'tea', detail: 'hot' };
  const coffee = { kind: 'beverage', menuItemId: 'coffee', detail: 'hot' };
  const first = mergeUpdate(preference, row, 1, tea, stampOf(edit('a', 2, {}), 2));
  const second = mergeUpdate(preference, first, 1, coffee, stampOf(edit('b', 1, {}), 3));
  expect(second.data).toMatchObject(tea);
  expect(second.losses).toMatchObject([{ field: 'choice', kept: tea, lost: coffee }]);
});

type Row = { readonly data: ServerFields; readonly stamps: Stamps };
type Arrival = (row: Row, at: number) => Row;

const hereAt = 2_000_000_001;
const returnedAs = (note: string, version: number, epoch: string): [number, Arrival] => [
  version,
  (row, at) =>
    mergeReturned(
      visit,
      row,
      { ...before.data, note },
      {
        ...{ version, epoch, at, opId: 'op-r', device: unknownWriter, actor: unknownWriter },
      },
    ),
];
const edited = (note: string, version: number, epoch?: string): [number, Arrival] => [
  version,
  (row, at) =>
    mergeUpdate(
      visit,
      row,
      1,
      { note },
      {
        ...{ version, at, opId: `op-${note}`, device: note, actor: note, ...(epoch ? { epoch } : {}) },
      },
    ),
];

/** What two ended lives left, as kept changes and as returned rows, and an edit of the present one. */
const leftOver = new Map([
  ['a returned', returnedAs('a returned', 20, 'epoch-a')],
  ['a kept', edited('a kept', 27, 'epoch-a')],
  ['a kept last', edited('a kept last', 29, 'epoch-a')],
  ['b kept first', edited('b kept first', 1_000_000_035, 'epoch-b')],
  ['b returned', returnedAs('b returned', 1_000_000_037, 'epoch-b')],
  ['b kept', edited('b kept', 1_000_000_040, 'epoch-b')],
  ['here', edited('here', hereAt)],
]);

const arrivals = fc
  .shuffledSubarray([...leftOver.keys()], { minLength: 2 })
  .chain((notes) =>
    fc.tuple(
      fc.constant(notes),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: notes.length, maxLength: notes.length }),
    ),
  );

test('[R8.9] in ended lives the highest number stands, whatever the clocks and the order of arrival', () => {
  fc.assert(
    fc.property(arrivals, ([notes, clocks]) => {
      const arrived = notes.map((note) => leftOver.get(note) as [number, Arrival]);
      const row = arrived.reduce<Row>((so, [, arrive], index) => arrive(so, clocks[index] ?? 0), before);
      const last = Math.max(...arrived.map(([version]) => version));
      expect(leftOver.get(String(row.data['note']))?.[0]).toBe(last);
    }),
    { numRuns: 500 },
  );
});

test('[R8.9] an edit of this life that stands over a value of an ended one keeps it as the loser', () => {
  const [, arrive] = returnedAs('returned', 20, 'epoch-a');
  const merged = mergeUpdate(
    visit,
    arrive(before, 9),
    1,
    { note: 'here' },
    {
      ...{ version: hereAt, at: 1, opId: 'op-h', device: 'h', actor: 'h' },
    },
  );
  expect(merged.losses).toMatchObject([{ field: 'note', kept: 'here', lost: 'returned' }]);
});

const foreign = { version: 1_000_000_050, epoch: 'epoch-x', at: 1, opId: 'op-x', device: 'x', actor: 'x' };

test('[R8.6] a value returned from a life that is none of this database’s past goes over nothing in silence', () => {
  const isForeign = (version: number) => version > 1_000_000_000;
  const stands = mergeUpdate(visit, before, 1, { note: 'stands' }, stampOf(edit('a', 5, {}), 5));
  const set = { ...before.data, note: 'foreign' };
  expect(mergeReturned(visit, stands, set, foreign).losses).toEqual([]);
  expect(mergeReturned(visit, stands, set, foreign, { isForeign })).toMatchObject({
    data: { note: 'foreign' },
    losses: [{ kept: 'foreign', lost: 'stands' }],
  });
});

test('[R8.9] nor does an edit that was made there, but over its own desk’s and over what was empty', () => {
  const edited = (device: string, note: string | null) => {
    const stamp = { ...stampOf(edit(device, 5, {}), 5), device };
    const stands = mergeUpdate(visit, before, 1, { note }, stamp);
    return mergeUpdate(visit, stands, 1_000_000_050, { note: 'foreign' }, foreign, { isForeign: true });
  };
  expect(edited('a', 'stands').losses).toMatchObject([{ kept: 'foreign', lost: 'stands' }]);
  expect(edited('x', 'stands').losses).toEqual([]);
  expect(edited('a', null).losses).toEqual([]);
});

test('[R8.9] nor over a value that had come again in that life only after the edit', () => {
  const again = {
    version: 44,
    epoch: 'epoch-a',
    came: 2_000_000_077,
    at: 1,
    opId: 'op-a',
    device: 'a',
    actor: 'a',
  };
  const row = { data: { ...before.data, note: 'of old' }, stamps: { ...before.stamps, note: again } };
  const edited = (base: number) =>
    mergeUpdate(visit, row, base, { note: 'now' }, stampOf(edit('b', 9, {}), 9), { isForeign: true });
  expect(edited(1_000_000_049).losses).toMatchObject([{ kept: 'now', lost: 'of old' }]);
  expect(edited(2_000_000_080).losses).toEqual([]);
});

test('[R8.6] of a row that came back, each value counts as of the life and number it was written under', () => {
  const past = { note: { epoch: 'epoch-a', version: 20 } };
  const row = { ...before.data, note: 'old', partySize: 4 };
  const [, keep] = edited('a kept', 27, 'epoch-a');
  const both = mergeReturned(visit, keep(before, 1), row, foreign, { past });
  expect(both).toMatchObject({ data: { note: 'a kept', partySize: 4 }, losses: [] });
  expect(keep(mergeReturned(visit, before, row, foreign, { past }), 1).data['note']).toBe('a kept');
  const [, later] = edited('a later', foreign.version + 1, 'epoch-y');
  const tooHigh = { note: { epoch: 'epoch-a', version: foreign.version + 2 } };
  expect(mergeReturned(visit, later(before, 1), row, foreign, { past: tooHigh }).data['note']).toBe(
    'a later',
  );
});

test('[R8.6] a value that was here before says nothing of what has come since', () => {
  const stands = mergeUpdate(visit, before, 1, { note: 'since' }, stampOf(edit('a', 5, {}), 5));
  const from = { past: { note: { epoch: 'epoch-a', version: 3 } }, isKnown: () => true };
  const merged = mergeReturned(visit, stands, { ...before.data, note: 'old' }, foreign, from);
  expect(merged).toMatchObject({ data: { note: 'since' }, losses: [] });
});

test('[R8.9] what lost in its own life loses again to the value it had not seen, whichever comes first', () => {
  const kept = { version: 27, epoch: 'epoch-a', at: 99, opId: 'op-k', device: 'k', actor: 'k' };
  const lose = (row: Row) => mergeUpdate(visit, row, 1, { note: 'loser' }, kept, { lost: ['note'] });
  const [, winner] = returnedAs('winner', 20, 'epoch-a');
  expect(lose(winner(before, 9)).data).toMatchObject({ note: 'winner' });
  expect(winner(lose(before), 9).data).toMatchObject({ note: 'winner' });
  expect(lose(before).data).toMatchObject({ note: 'loser' });
});
