import { describe, expect, test } from 'vitest';
import { standingCalls } from '../rules/staff-calls.ts';
import { testId } from '../sync/wire/test-id.ts';
import { seeOff } from './party.ts';
import { answerCall, callStaff, takeBackCall } from './staff-calls.ts';
import { createTestSite } from './test-site.ts';

const visitId = testId(200);
const minute = 60_000;
const call = { visitId, role: 'sales', name: ' 王强 ' } as const;

function siteWithParty() {
  const site = createTestSite();
  const set = { purpose: 'showroom', partyName: '张三', arrivedAt: site.now - minute } as const;
  site.put({ entity: 'visit', id: visitId, op: 'create', set: { ...set, businessDay: '2026-11-24' } });
  return site;
}

function siteWithCall() {
  const site = siteWithParty();
  const callId = site.run(callStaff, call).output?.callId ?? '';
  site.now += 6 * minute;
  return { site, callId };
}

const standing = ({ rows }: ReturnType<typeof siteWithParty>) =>
  standingCalls(rows('staffCall')).map(({ call: { name }, came }) => [name, came?.calledAt ?? null]);

test('who was told, when and by whom is a fact of the moment', () => {
  const site = siteWithParty();
  const { output, verdicts } = site.run(callStaff, call);
  expect(verdicts).toEqual(['applied']);
  expect(site.row('staffCall', output?.callId ?? '')).toMatchObject({
    ...{ visitId, role: 'sales', name: '王强', calledAt: site.now, businessDay: '2026-11-24' },
    ...{ calledBy: site.actor, answers: null, corrects: null },
  });
});

test('several are called in one visit', () => {
  const { site } = siteWithCall();
  expect(site.run(callStaff, { visitId, role: 'advisor', name: '李顾问' }).verdicts).toEqual(['applied']);
  expect(standing(site)).toEqual([
    ['王强', null],
    ['李顾问', null],
  ]);
});

test('that they came is a further fact, also where the party has left; taken back, they are awaited', () => {
  const { site, callId } = siteWithCall();
  site.run(seeOff, { visitId });
  const { output, verdicts } = site.run(answerCall, { callId });
  expect(verdicts).toEqual(['applied']);
  expect(standing(site)).toEqual([['王强', site.now]]);
  site.now += minute;
  expect(site.run(takeBackCall, { callId: output?.callId ?? '' }).verdicts).toEqual(['applied']);
  expect(standing(site)).toEqual([['王强', null]]);
});

test('a call taken back stands again, with who came, once that is taken back', () => {
  const { site, callId } = siteWithCall();
  site.run(answerCall, { callId });
  const cameAt = site.now;
  site.now += minute;
  const { output } = site.run(takeBackCall, { callId });
  expect(standing(site)).toEqual([]);
  site.now += minute;
  site.run(takeBackCall, { callId: output?.callId ?? '' });
  expect(standing(site)).toEqual([['王强', cameAt]]);
});

describe('nothing is called', () => {
  test('for a party that has left, or is not there', () => {
    const site = siteWithParty();
    site.run(seeOff, { visitId });
    expect(site.run(callStaff, call).failure).toBe('visit_closed');
    expect(site.run(callStaff, { ...call, visitId: testId(9) }).failure).toBe('row_missing');
  });

  test('without a name', () => {
    expect(siteWithParty().run(callStaff, { ...call, name: '  ' })).toMatchObject({
      failure: 'input_invalid',
      field: 'name',
    });
  });

  test('nobody comes who was not called: an answer has no answer', () => {
    const { site, callId } = siteWithCall();
    const answer = site.run(answerCall, { callId }).output?.callId ?? '';
    expect(site.run(answerCall, { callId: answer }).failure).toBe('row_missing');
    expect(site.run(answerCall, { callId: testId(9) }).failure).toBe('row_missing');
    expect(site.run(takeBackCall, { callId: testId(9) }).failure).toBe('row_missing');
  });
});
