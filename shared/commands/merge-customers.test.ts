import { beforeEach, describe, expect, test } from 'vitest';
import { followMerges } from '../rules/merged-cards.ts';
import { testId } from '../sync/wire/test-id.ts';
import { editCustomer } from './customer-data.ts';
import { keepApart, mergeCustomers, undoMerge, undoPatches, type MergePair } from './merge-customers.ts';
import { registerCustomer } from './register-customer.ts';
import { createTestSite, type TestSite } from './test-site.ts';

let site: TestSite;
let pair: MergePair;

const known = { kind: 'private', gender: null, contactPerson: null, model: null } as const;

beforeEach(() => {
  site = createTestSite({ station: 'office', roles: ['supervisor'] });
  site.run(registerCustomer, {
    ...known,
    name: '陈芳',
    phone: '13800798165',
    plate: '赣D12345',
    note: '轻声',
  });
  site.run(registerCustomer, { ...known, name: '陈方', phone: '13800790011', plate: null, note: '坐轮椅' });
  const [kept, other] = site.rows('guestCard');
  pair = {
    ...{ intoCardId: kept?.id ?? '', guestCardId: other?.id ?? '' },
    ...{ intoCustomerId: kept?.customerId ?? '', customerId: other?.customerId ?? '' },
  };
});

const set = (customerId: string | null, guestCardId: string, fields: object) =>
  site.run(editCustomer, { customerId: customerId ?? '', guestCardId, set: fields });
const card = () => site.row('guestCard', pair.intoCardId);
const customer = () => site.row('customer', pair.intoCustomerId ?? '');
const everything = () =>
  (['customer', 'guestCard', 'vehicle', 'visit', 'preference'] as const).map((name) => site.rows(name));

describe('a merge', () => {
  test('fills what is empty, keeps the numbers and notes of both, and touches no other row', () => {
    set(pair.customerId, pair.guestCardId, { birthDate: '1980-05-06', email: 'b@c.cn' });
    const others = [site.rows('vehicle'), site.row('guestCard', pair.guestCardId)];
    const { verdicts, changes } = site.run(mergeCustomers, { ...pair, choices: [] });
    expect([verdicts, changes.length]).toEqual([['applied'], 1]);
    expect(customer()).toMatchObject({
      ...{ name: '陈芳', email: 'b@c.cn', birthDate: '1980-05-06' },
      phones: [{ number: '+8613800798165' }, { number: '+8613800790011' }],
    });
    expect(card()).toMatchObject({
      ...{ name: '陈芳', phoneLast4: '8165', birthMonthDay: '05-06', note: '轻声\n坐轮椅' },
    });
    expect([site.rows('vehicle'), site.row('guestCard', pair.guestCardId)]).toEqual(others);
    expect(followMerges(site.rows('customerMerge')).rootOf(pair.guestCardId)).toBe(pair.intoCardId);
  });

  test('takes the value that was chosen', () => {
    const choices = [
      { field: 'name', side: 'other' } as const,
      { field: 'phones', side: 'other' } as const,
      { field: 'cardNote', side: 'kept' } as const,
    ];
    site.run(mergeCustomers, { ...pair, choices });
    expect(customer()).toMatchObject({ name: '陈方', phones: [{ number: '+8613800790011' }] });
    expect(card()).toMatchObject({ name: '陈方', phoneLast4: '0011', note: '轻声' });
  });

  test('tells the bar names of fields, and nothing that stood in them', () => {
    set(pair.customerId, pair.guestCardId, { email: 'b@c.cn', idNumber: '11010519491231002X' });
    site.run(mergeCustomers, { ...pair, choices: [] });
    const [row] = site.rows('customerMerge');
    expect(row?.taken).toEqual(expect.arrayContaining(['email', 'idNumber', 'phones']) as string[]);
    expect(JSON.stringify(row)).not.toMatch(/b@c\.cn|110105|13800|陈/);
  });

  test('is refused for a card and itself, for a customer who is not here, and without the right', () => {
    const self = { ...pair, guestCardId: pair.intoCardId, choices: [] };
    expect(site.run(mergeCustomers, self).failure).toBe('input_invalid');
    const missing = { ...pair, customerId: testId(99), choices: [] };
    expect(site.run(mergeCustomers, missing).failure).toBe('row_missing');
    site.put({ entity: 'guestCard', id: testId(98), op: 'create', set: { name: '丙', kind: 'private' } });
    const noCustomer = { ...pair, intoCardId: testId(98), intoCustomerId: null, choices: [] };
    expect(site.run(mergeCustomers, noCustomer).failure).toBe('input_invalid');
    const otherWay = { guestCardId: testId(98), customerId: null, choices: [] };
    expect(site.run(mergeCustomers, { ...pair, ...otherWay }).verdicts).toEqual(['applied']);
    const bar = createTestSite({ station: 'bar', roles: ['attendant'] });
    bar.run(registerCustomer, { ...known, name: '甲', phone: '', plate: null, note: null });
    bar.run(registerCustomer, { ...known, name: '乙', phone: '', plate: null, note: null });
    const [a, b] = bar.rows('guestCard');
    const apart = {
      intoCardId: a?.id ?? '',
      guestCardId: b?.id ?? '',
      customerId: null,
      intoCustomerId: null,
    };
    expect(bar.run(keepApart, apart).verdicts).toEqual(['forbidden']);
  });
});

describe('undone', () => {
  test('everything is as before', () => {
    set(pair.customerId, pair.guestCardId, { birthDate: '1980-05-06', gender: 'female' });
    const before = everything();
    const { output } = site.run(mergeCustomers, { ...pair, choices: [] });
    expect(everything()).not.toEqual(before);
    const { verdicts, output: undone } = site.run(undoMerge, output as never);
    expect([verdicts, undone]).toEqual([['applied'], { left: [] }]);
    expect(everything()).toEqual(before);
    expect(followMerges(site.rows('customerMerge')).mergedIds.size).toBe(0);
  });

  test('what somebody changed since stays, and is told', () => {
    const { output } = site.run(mergeCustomers, { ...pair, choices: [] });
    set(pair.intoCustomerId, pair.intoCardId, { phones: [{ kind: 'mobile', number: '+8613800790099' }] });
    expect(site.run(undoMerge, output as never).output).toEqual({ left: ['phones'] });
    expect(customer()?.phones).toEqual([{ kind: 'mobile', number: '+8613800790099' }]);
    expect(card()?.note).toBe('轻声');
  });

  test('what went on into a third is told, since it stays there', () => {
    const { output } = site.run(mergeCustomers, { ...pair, choices: [] });
    site.put({
      entity: 'guestCard',
      id: testId(97),
      op: 'create',
      set: { name: '丁', kind: 'private', customerId: testId(96) },
    });
    site.put({ entity: 'customer', id: testId(96), op: 'create', set: { name: '丁', kind: 'private' } });
    const on = { guestCardId: pair.intoCardId, customerId: pair.intoCustomerId };
    site.run(mergeCustomers, { ...on, intoCardId: testId(97), intoCustomerId: testId(96), choices: [] });
    expect(site.run(undoMerge, output as never).output).toEqual({ left: ['phones', 'note'] });
  });

  test('names both records, so that a merge that was decided on an undo is refused with it', () => {
    const { output } = site.run(mergeCustomers, { ...pair, choices: [] });
    const { changes } = site.run(undoMerge, output as never);
    const named = changes.flatMap(({ patches }) => patches.map(({ entity, id }) => `${entity} ${id}`));
    expect(named).toEqual(
      expect.arrayContaining([`guestCard ${pair.guestCardId}`, `customer ${pair.customerId}`]) as string[],
    );
  });

  test('not at a desk that holds no customers: it would part the cards alone', () => {
    const { output } = site.run(mergeCustomers, { ...pair, choices: [] });
    const [merge] = site.rows('customerMerge');
    const cards = site.rows('guestCard');
    const here = { customerMerge: [merge], guestCard: cards, mergeValues: [], customer: [] };
    const row = (entity: keyof typeof here, rowId: string) => here[entity].find((one) => one?.id === rowId);
    const context = { row, found: () => [], now: 1, actor: testId(1) } as never;
    expect(undoPatches(output as never, context)).toEqual({ code: 'row_missing' });
  });

  test('twice is once, and it can be merged again', () => {
    const { output } = site.run(mergeCustomers, { ...pair, choices: [] });
    site.run(undoMerge, output as never);
    expect(site.run(undoMerge, output as never).changes).toEqual([]);
    expect(site.run(mergeCustomers, { ...pair, choices: [] }).verdicts).toEqual(['applied']);
    expect(followMerges(site.rows('customerMerge')).rootOf(pair.guestCardId)).toBe(pair.intoCardId);
  });

  test('a merge whose values a restored server lost is withdrawn all the same', () => {
    const withoutValues: typeof mergeCustomers = {
      ...mergeCustomers,
      plan(input, context) {
        const done = mergeCustomers.plan(input, context);
        if ('code' in done) return done;
        const changes = done.changes.map((change) => ({
          ...change,
          patches: change.patches.filter(({ entity }) => entity !== 'mergeValues'),
        }));
        return { ...done, changes };
      },
    };
    const { output } = site.run(withoutValues, { ...pair, choices: [] });
    expect(site.run(undoMerge, output as never).output).toEqual({ left: ['phones', 'note'] });
    expect(followMerges(site.rows('customerMerge')).mergedIds.size).toBe(0);
  });
});

test('two who look alike are kept apart, and that is undone', () => {
  const { output } = site.run(keepApart, pair);
  expect(site.rows('customerMerge')).toMatchObject([{ what: 'apart', withdrawnAt: null }]);
  expect(followMerges(site.rows('customerMerge')).mergedIds.size).toBe(0);
  expect(site.run(undoMerge, output as never).verdicts).toEqual(['applied']);
  expect(site.rows('customerMerge')).toMatchObject([{ withdrawnAt: site.now }]);
});
