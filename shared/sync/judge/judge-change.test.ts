import { describe, expect, test } from 'vitest';
import { judgeChange, type Judge, type Judgement } from './judge-change.ts';
import type { LooseChange } from '../wire/protocol.ts';
import { rowKey, type ServerRow } from './server-row.ts';
import { testId } from '../wire/test-id.ts';

const [desk, person, stranger, twin] = [testId(1), testId(2), testId(3), testId(4)] as const;
const [a, b] = [testId(10), testId(11)] as const;
const now = 1_000_000;

const visitSet = { purpose: 'service', arrivedAt: 1, businessDay: '2026-11-24' };
const create = (id: string, set: object = {}) => ({
  ...{ entity: 'visit', id, op: 'create', base: 0, set: { ...visitSet, ...set } },
});
const update = (id: string, set: object, base = 0) => ({ entity: 'visit', id, op: 'update', base, set });
const servingSet = { visitId: a, quantity: 1, servedAt: 1, businessDay: '2026-11-24' };
const serving = (id: string, set: object = {}) => ({
  ...{ entity: 'serving', id, op: 'create', base: 0, set: { ...servingSet, ...set } },
});
const customer = (id: string, op: string, base = 0, set: object = { kind: 'private', name: 'n' }) => ({
  ...{ entity: 'customer', id, op, base },
  ...(op === 'remove' ? {} : { set }),
});

const change = (patches: readonly object[], more: object = {}): LooseChange => ({
  ...{ opId: testId(900), opSeq: 1, name: 'n', version: 1, actor: person, occurredAt: now - 5 },
  ...{ patches, ...more },
});

interface Site {
  /** Judges, and keeps the rows where applied. */
  take(loose: LooseChange): Judgement;
  row(entity: string, id: string): ServerRow | undefined;
}

function siteOf(device: Partial<Judge['device']> = {}, about: Partial<Judge> = {}): Site {
  const rows = new Map<string, ServerRow>();
  const row = (entity: string, id: string) => rows.get(rowKey({ entity, id }));
  const conflictsOf = (entity: string, id: string) =>
    [...rows.values()].filter(({ data }) => data?.['entity'] === entity && data['rowId'] === id);
  const judge: Judge = {
    ...{ device: { id: desk, station: 'bar', isServer: false, earlierIds: [], ...device } },
    ...{
      now,
      row,
      claim: () => undefined,
      buildsOnRejected: () => false,
      isForeign: () => false,
      isOneLife: () => true,
      wasApplied: () => true,
      conflictsOf,
    },
    rolesOf: (userId) => (userId === person ? ['attendant'] : undefined),
    ...about,
  };
  let head = 6;
  return {
    row,
    take(loose) {
      const judgement = judgeChange(judge, loose, head + 1);
      if (judgement.verdict === 'applied') {
        head += 1;
        for (const one of judgement.rows) rows.set(rowKey(one), one);
      }
      return judgement;
    },
  };
}

describe('[R3] a change', () => {
  test('gives every row it alters its number, and says who wrote it', () => {
    const judged = siteOf().take(change([create(a), create(b)]));
    expect(judged.verdict === 'applied' && judged.rows.map(({ id, version }) => [id, version])).toEqual([
      [a, 7],
      [b, 7],
    ]);
    const stamp = { version: 7, device: desk, at: now - 5, opId: testId(900), actor: person };
    expect(judged).toMatchObject({ rows: [{ scope: 'front', stamps: { note: stamp } }, {}] });
  });

  test('takes effect as a whole or not at all', () => {
    const site = siteOf();
    expect(site.take(change([create(a), update(b, { note: 'x' })]))).toMatchObject({
      ...{ verdict: 'rejected', code: 'missing' },
    });
    expect(site.row('visit', a)).toBeUndefined();
  });

  test('sees with each patch what the ones before it did', () => {
    const site = siteOf();
    const judged = site.take(change([create(a, { note: 'x' }), update(a, { seatId: b })]));
    expect(judged.verdict === 'applied' && judged.rows).toMatchObject([{ data: { note: 'x', seatId: b } }]);
  });

  test.each([
    ['does not parse', { patches: 'x' }, 'invalid', 'patches'],
    [
      'names an entity nobody knows',
      { patches: [{ ...create(a), entity: 'sale' }] },
      'invalid',
      'entity: unknown',
    ],
    ['names a field nobody knows', { patches: [create(a, { colour: 1 })] }, 'invalid', 'visit.colour'],
    ['mixes facts with others', { patches: [create(a), serving(b)] }, 'invalid', 'patches: append'],
    [
      'would make a row its entity does not allow',
      { patches: [create(a, { partySize: 0 })] },
      'invalid',
      'visit.partySize',
    ],
  ])('that %s is rejected with the place', (_what, more, code, message) => {
    const judged = siteOf().take(change([create(a)], more));
    expect(judged).toMatchObject({ verdict: 'rejected', code });
    expect(judged.verdict === 'rejected' && judged.message.startsWith(message)).toBe(true);
  });

  test('that does not parse has nothing to show of itself; one that does has', () => {
    expect(siteOf().take(change([], {}))).toMatchObject({ change: null });
    expect(siteOf().take(change([update(a, {})]))).toMatchObject({ code: 'missing', change: { name: 'n' } });
  });
});

test('[R4] the edit time of a clock that runs ahead is the server’s now', () => {
  const judged = siteOf().take(change([create(a)], { occurredAt: now + 3_600_000 }));
  expect(judged).toMatchObject({ rows: [{ stamps: { note: { at: now } } }] });
});

test('[R4] what loses is told, and kept as a row under the same number', () => {
  const site = siteOf();
  site.take(change([create(a, { note: 'first' })], { occurredAt: now - 1 }));
  const other = siteOf({ id: twin }, { row: site.row });
  const judged = other.take(change([update(a, { note: 'second' })], { occurredAt: now - 9 }));
  expect(judged).toMatchObject({
    ...{
      verdict: 'applied',
      conflicts: [{ entity: 'visit', id: a, field: 'note', kept: 'first', lost: 'second' }],
    },
    rows: [{ entity: 'visit' }, { entity: 'conflict', scope: 'front', version: 7 }],
  });
});

test('[R4] a base above the head has seen nothing: it wins by its time alone, and the loser is told', () => {
  const site = siteOf();
  site.take(change([create(a, { note: 'first' })], { occurredAt: now - 5 }));
  const other = siteOf({ id: twin }, { row: site.row });
  const lying = change([update(a, { note: 'second' }, Number.MAX_SAFE_INTEGER)], { occurredAt: 1 });
  expect(other.take(lying)).toMatchObject({
    ...{ verdict: 'applied', conflicts: [{ field: 'note', kept: 'first', lost: 'second' }] },
  });
});

describe('[R9] where a station may write', () => {
  test.each([
    ['its own scopes', 'bar', [create(a)], 'applied'],
    ['a scope it does not have', 'finance', [create(a)], 'forbidden'],
    ['what the server alone writes', 'office', [{ ...create(a), entity: 'staff' }], 'forbidden'],
    ['a fact of a scope it does not have', 'finance', [serving(a)], 'forbidden'],
  ] as const)('%s', (_what, station, patches, verdict) => {
    const judged = siteOf({ station }).take(change(patches, { actor: desk }));
    expect(judged.verdict === 'rejected' ? judged.code : judged.verdict).toBe(verdict);
  });

  test('the server itself writes what desks may not', () => {
    const staff = {
      entity: 'staff',
      id: a,
      op: 'create',
      base: 0,
      set: { username: 'u', name: 'n', roles: [] },
    };
    const site = siteOf({ station: 'office', isServer: true });
    expect(site.take(change([staff], { actor: desk })).verdict).toBe('applied');
  });
});

describe('[R9] a row the station may only create', () => {
  const created = (device: Partial<Judge['device']> = {}) => {
    const site = siteOf();
    site.take(change([customer(a, 'create')]));
    return siteOf(device, { row: site.row });
  };

  test.each([
    ['mended by the desk that created it', {}, customer(a, 'update'), 'applied'],
    [
      'mended by that desk after its renewal',
      { id: twin, earlierIds: [desk] },
      customer(a, 'update'),
      'applied',
    ],
    ['edited by another desk', { id: twin }, customer(a, 'update'), 'forbidden'],
    ['edited on a version the desk never received', {}, customer(a, 'update', 7), 'forbidden'],
    ['removed', {}, customer(a, 'remove'), 'forbidden'],
    ['edited before the server knows it', {}, customer(b, 'update'), 'missing'],
  ] as const)('is %s', (_what, device, patch, verdict) => {
    const judged = created(device).take(change([patch]));
    expect(judged.verdict === 'rejected' ? judged.code : judged.verdict).toBe(verdict);
  });

  test('is edited freely where the station has the scope in full', () => {
    const site = created({ id: twin, station: 'callback' });
    expect(site.take(change([customer(a, 'update', 7)])).verdict).toBe('applied');
  });
});

describe('[R9] whose rights count', () => {
  test('rights are those to the rows: the name a change gives itself neither takes nor gives any', () => {
    const imported = change([create(a)], { name: 'importCustomers' });
    expect(siteOf().take(imported).verdict).toBe('applied');
    const settings = { entity: 'siteSettings', id: a, op: 'create', base: 0, set: { name: 'n' } };
    const disguised = change([settings], { name: 'checkInVisitor' });
    expect(siteOf({ station: 'office' }).take(disguised)).toMatchObject({ code: 'forbidden' });
  });

  test('those of the person at the time of the edit, and never later than the server’s now', () => {
    const asked: number[] = [];
    const site = siteOf({}, { rolesOf: (_user, at) => (asked.push(at), ['attendant']) });
    site.take(change([create(a)]));
    site.take(change([create(b)], { occurredAt: now + 60_000 }));
    expect(asked).toEqual([now - 5, now]);
  });

  test.each([
    ['a stranger', { actor: stranger }, 'actorUnknown'],
    ['a person without the right', { actor: twin }, 'notPermitted'],
  ])('%s is refused, but a fact of theirs is kept with what speaks against it', (_who, more, objection) => {
    const about: Partial<Judge> = { rolesOf: (userId) => (userId === twin ? ['finance'] : undefined) };
    expect(siteOf({}, about).take(change([create(a)], more))).toMatchObject({
      ...{ verdict: 'rejected', code: 'forbidden', message: `actor: ${objection} for visit` },
    });
    expect(siteOf({}, about).take(change([serving(a)], more))).toMatchObject({
      ...{ verdict: 'applied', rows: [{ data: { flags: [objection] } }] },
    });
  });

  test('the station’s own where nobody is signed in', () => {
    expect(siteOf().take(change([create(a)], { actor: desk })).verdict).toBe('applied');
    const area = { entity: 'area', id: a, op: 'create', base: 0, set: { name: 'A', position: 1 } };
    expect(siteOf().take(change([area], { actor: desk }))).toMatchObject({
      ...{ code: 'forbidden', message: 'actor: notPermitted for area' },
    });
  });
});

describe('[R3] a fact', () => {
  test('twice the same is applied without effect, with another content it is immutable', () => {
    const site = siteOf();
    expect(site.take(change([serving(a)]))).toMatchObject({
      verdict: 'applied',
      rows: [{ data: { flags: [] } }],
    });
    expect(site.take(change([serving(a)], { actor: stranger }))).toMatchObject({
      verdict: 'applied',
      rows: [],
    });
    expect(site.take(change([serving(a, { quantity: 2 })]))).toMatchObject({ code: 'immutable' });
  });

  test('is neither edited nor removed', () => {
    const site = siteOf();
    site.take(change([serving(a)]));
    for (const op of ['update', 'remove'] as const) {
      const patch = {
        entity: 'serving',
        id: a,
        op,
        base: 7,
        ...(op === 'update' ? { set: { quantity: 2 } } : {}),
      };
      expect(site.take(change([patch]))).toMatchObject({ code: 'immutable' });
    }
  });
});

test('[R8.9] a kept change loses again where its mark says it lost, and in no other row or field', () => {
  const ended = { epoch: 'epoch-a', seq: 3 };
  const mark = { ...ended, lost: [{ entity: 'visit', id: a, field: 'note' }] };
  const site = siteOf();
  site.take(change([create(a), create(b)]));
  site.take(
    change([
      update(a, { note: 'stood', partyName: 'stood' }, 7),
      update(b, { note: 'stood', partyName: 'stood' }, 7),
    ]),
  );
  // In the life that ended these stood at 2, before the kept change at 3, which had seen none of them.
  const rows = new Map([a, b].map((id) => [id, inEndedLife(site.row('visit', id), 2)]));
  const kept = [update(a, { note: 'kept', partyName: 'kept' }, 1), update(b, { note: 'kept' }, 1)];
  const judged = siteOf({}, { row: (_entity, id) => rows.get(id) }).take(
    change(kept, { opId: testId(901), actor: person, applied: mark }),
  );
  const written = (judged.verdict === 'applied' ? judged.rows : []).filter((row) => row.entity === 'visit');
  expect(written.map(({ id, data }) => [id, data?.['note'], data?.['partyName']])).toEqual([
    [a, 'stood', 'kept'],
    [b, 'kept', 'stood'],
  ]);
});

test('[R8.9] what a row came back with is told where something stands over it, so that it goes under that again', () => {
  const site = siteOf();
  site.take(change([create(a, { note: 'first' })]));
  const came = inEndedLife(site.row('visit', a), 4);
  const rows = new Map([[a, { ...came, data: { ...came.data, note: 'later' } }]]);
  const returned = { stamps: { ...came.stamps, '@returned': came.stamps['note'] } };
  const row = () => ({ ...(rows.get(a) as ServerRow), ...returned }) as ServerRow;
  const mark = { epoch: 'epoch-a', seq: 3 };
  for (const patch of [update(a, { note: 'first' }, 1), create(a, { note: 'first' })]) {
    const judged = siteOf({}, { row }).take(change([patch], { opId: testId(903), applied: mark }));
    expect(judged).toMatchObject({
      ...{ verdict: 'applied', rows: [] },
      conflicts: [{ entity: 'visit', id: a, field: 'note', kept: 'later', lost: 'first' }],
    });
  }
  // Its mark may be missing: the answer was lost, and the desk never heard that it had been applied.
  const unmarked = siteOf({}, { row }).take(change([create(a, { note: 'first' })], { opId: testId(903) }));
  expect(unmarked).toMatchObject({ rows: [], conflicts: [{ field: 'note', lost: 'first' }] });
  // In the next life, where the row did not come back yet, the create stands below all that had overtaken it.
  const lost = [{ entity: 'visit', id: a, field: 'note' }];
  const created = siteOf().take(change([create(a, { note: 'first' })], { applied: { ...mark, lost } }));
  const stamps = created.verdict === 'applied' ? created.rows[0]?.stamps : undefined;
  expect([stamps?.['note']?.version, stamps?.['partyName']?.version]).toEqual([0, 3]);
});

test('[R5.5] a create that knew of the row brings nothing back whose removal is forgotten', () => {
  const again = { ...create(a), base: 3 };
  expect(siteOf().take(change([again]))).toMatchObject({ verdict: 'rejected', code: 'gone' });
  // One that was applied in an ended life makes the row that the restore took.
  const mark = { epoch: 'epoch-a', seq: 5 };
  const made = siteOf().take(change([again], { applied: mark }));
  expect(made).toMatchObject({ verdict: 'applied', rows: [{ id: a, data: { purpose: 'service' } }] });
});

test('[R6.9] a removal keeps the lowest number its row is known under, whatever number the create came again with', () => {
  const site = siteOf({ station: 'office' }, { rolesOf: () => ['head'] });
  site.take(change([create(a), create(b)]));
  const remove = (id: string, base: number) => ({ entity: 'visit', id, op: 'remove', base });
  site.take(change([remove(a, 3)], { opId: testId(904) }));
  site.take(change([remove(b, 0)], { opId: testId(905), applied: { epoch: 'epoch-a', seq: 5 } }));
  const since = [a, b].map((id) => site.row('visit', id)?.stamps['@created']?.version);
  expect(since).toEqual([3, 5]);
});

function inEndedLife(row: ServerRow | undefined, version: number): ServerRow {
  if (!row) throw new Error('no row');
  const stamp = { version, epoch: 'epoch-a', at: 1, opId: testId(902), device: twin, actor: twin };
  return { ...row, stamps: { ...row.stamps, note: stamp, partyName: stamp } };
}
