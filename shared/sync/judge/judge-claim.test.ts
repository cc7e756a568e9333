import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeClaimed } from '../../entities/test-claimed.ts';
import { limits, type LooseChange } from '../wire/protocol.ts';
import { testId } from '../wire/test-id.ts';
import type { Claim } from './claim.ts';
import { judgeChange, type Judge } from './judge-change.ts';
import { judgeClaim } from './judge-claim.ts';
import type { ServerRow } from './server-row.ts';

const [desk, other, person, stranger, rowId] = [1, 2, 3, 4, 10].map(testId) as [
  ...[string, string, string, string, string],
];
const now = 1_000_000;
const row: ServerRow = {
  ...{ entity: 'vehicle', id: rowId, scope: 'front', version: 3, stamps: {} },
  data: { customerId: null, plate: null, vin: null, model: null, colour: null, note: null },
};
const claimOf = (about: Partial<Claim> = {}): Claim => ({
  ...{ entity: 'vehicle', id: rowId, token: 'theirs', deviceId: other, until: now + 1_000 },
  ...about,
});

function judgeWith(claim: Claim | undefined, about: Partial<Judge> = {}): Judge {
  return {
    ...{
      now,
      row: () => row,
      claim: () => claim,
      conflictsOf: () => [],
      buildsOnRejected: () => false,
      isForeign: () => false,
      isOneLife: () => true,
    },
    device: { id: desk, station: 'bar', isServer: false, earlierIds: [] },
    rolesOf: (userId) => (userId === person ? ['head'] : undefined),
    wasApplied: () => true,
    ...about,
  };
}

let end: () => void;
beforeEach(() => {
  end = makeClaimed('vehicle');
});
afterEach(() => end());

describe('[R10.2] a claim', () => {
  const ask = (judge: Judge, entity = 'vehicle', actor = person) =>
    judgeClaim(judge, { entity, id: rowId, actor }, () => 'new');

  test('is given on a row that is nobody’s, or whose claim ran out, under a token of its own', () => {
    const until = now + limits.claimMs;
    expect(ask(judgeWith(undefined))).toEqual(claimOf({ token: 'new', deviceId: desk, until }));
    expect(ask(judgeWith(claimOf({ until: now })))).toEqual(claimOf({ token: 'new', deviceId: desk, until }));
  });

  test('keeps its token for who has it, is never shorter for being asked for again, and may have run out', () => {
    const own = claimOf({ token: 'mine', deviceId: desk, until: now + limits.claimMs + 5 });
    expect(ask(judgeWith(own))).toEqual(own);
    expect(ask(judgeWith({ ...own, until: now - 1 }))).toEqual({ ...own, until: now + limits.claimMs });
  });

  test('is over where it would last longer than any can: the server’s clock was set back since', () => {
    const yearAhead = claimOf({ until: now + 365 * 86_400_000 });
    const until = now + limits.claimMs;
    expect(ask(judgeWith(yearAhead))).toMatchObject({ token: 'new', until });
    expect(ask(judgeWith({ ...yearAhead, deviceId: desk }))).toMatchObject({ token: 'theirs', until });
    expect(ask(judgeWith(claimOf({ until: until + 1_000 })))).toMatchObject({ code: 'claim_taken' });
  });

  test('goes over to the renewal of the device that has it, and the old token ends', () => {
    const device = { id: desk, station: 'bar', isServer: false, earlierIds: [other] } as const;
    expect(ask(judgeWith(claimOf(), { device }))).toMatchObject({ token: 'new', deviceId: desk });
  });

  test('is refused while another has it, with the time it ends', () => {
    expect(ask(judgeWith(claimOf()))).toMatchObject({ code: 'claim_taken', until: now + 1_000 });
  });

  test.each([
    ['of an entity that is not claimed', {}, 'visit', person, 'malformed'],
    ['of an entity nobody knows', {}, 'constructor', person, 'malformed'],
    [
      'at a station without the entity’s scope',
      { device: { id: desk, station: 'finance', isServer: false, earlierIds: [] } },
      ...['vehicle', person, 'forbidden'],
    ],
    ['by somebody the site does not know', {}, 'vehicle', stranger, 'forbidden'],
    ['by somebody who may not edit it', { rolesOf: () => ['finance'] }, 'vehicle', person, 'forbidden'],
    ['of a row the server never had', { row: () => undefined }, 'vehicle', person, 'not_found'],
    ['of a removed row', { row: () => ({ ...row, data: null }) }, 'vehicle', person, 'not_found'],
  ] as [string, Partial<Judge>, string, string, string][])(
    '%s is refused',
    (_what, about, entity, actor, code) => {
      expect(ask(judgeWith(undefined, about), entity, actor)).toMatchObject({ code });
    },
  );
});

describe('[R10.4] an edit of a row that is claimed', () => {
  const change = (patch: object = {}, more: object = {}): LooseChange => ({
    ...{ opId: testId(900), opSeq: 1, name: 'n', version: 1, actor: person, occurredAt: now },
    patches: [{ entity: 'vehicle', id: rowId, op: 'update', base: 3, set: { note: 'x' }, ...patch }],
    ...more,
  });
  const verdictOn = (claim: Claim | undefined, patch: object = {}, about: Partial<Judge> = {}, more = {}) => {
    const judged = judgeChange(judgeWith(claim, about), change(patch, more), 7);
    return judged.verdict === 'applied' ? 'applied' : judged.code;
  };
  const own = claimOf({ token: 'mine', deviceId: desk });

  test('without its token is claim_lost while the claim is in force, and as any other once it ran out', () => {
    expect(verdictOn(claimOf())).toBe('claim_lost');
    expect(verdictOn(claimOf({ until: now }))).toBe('applied');
    expect(verdictOn(undefined)).toBe('applied');
  });

  test('with the token is applied, also where the claim ran out and nobody else has had the row since', () => {
    expect(verdictOn(own, { claim: 'mine' })).toBe('applied');
    expect(verdictOn({ ...own, until: now - 1 }, { claim: 'mine' })).toBe('applied');
  });

  test('with the token of a claim that is over is claim_lost, whoever has the row now', () => {
    expect(verdictOn(claimOf(), { claim: 'mine' })).toBe('claim_lost');
    expect(verdictOn(claimOf({ until: now - 1 }), { claim: 'mine' })).toBe('claim_lost');
    expect(verdictOn(undefined, { claim: 'mine' })).toBe('claim_lost');
  });

  test('with the token of another device is claim_lost: a copied token is none', () => {
    expect(verdictOn(claimOf(), { claim: 'theirs' })).toBe('claim_lost');
  });

  test('of which another says first that its row is gone or missing is told that', () => {
    expect(verdictOn(claimOf(), {}, { row: () => undefined })).toBe('missing');
    expect(verdictOn(claimOf(), {}, { row: () => ({ ...row, data: null }) })).toBe('gone');
  });

  test('that was applied before a restore, and an erasure, ask for no claim', () => {
    const applied = { epoch: 'ended', seq: 2 };
    expect(verdictOn(claimOf(), { claim: 'mine' }, {}, { applied })).toBe('applied');
    expect(verdictOn(claimOf(), {}, { wasApplied: () => false }, { applied })).toBe('claim_lost');
    const office = { id: desk, station: 'office', isServer: false, earlierIds: [] } as const;
    expect(verdictOn(claimOf(), { op: 'remove', set: undefined }, { device: office })).toBe('applied');
  });

  test('is judged so for an entity of the kind alone', () => {
    end();
    expect(verdictOn(claimOf())).toBe('applied');
  });

  test('leaves facts alone: what was done is kept', () => {
    const serving = { visitId: rowId, quantity: 1, servedAt: 1, businessDay: '2026-11-24' };
    const fact = { entity: 'serving', op: 'create', base: 0, set: serving, claim: 'of nobody' };
    expect(verdictOn(claimOf(), fact, { row: () => undefined })).toBe('applied');
  });
});
