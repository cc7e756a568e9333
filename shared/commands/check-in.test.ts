import { describe, expect, test } from 'vitest';
import { checkInNewCustomer, checkInVisitor, type CheckInInput, type CheckInNewInput } from './check-in.ts';
import { createTestSite } from './test-site.ts';
import { testId } from '../sync/wire/test-id.ts';

const cardId = testId(100);
const teaId = testId(101);
const seatId = testId(102);

const party: CheckInNewInput['party'] = {
  partyName: '王建国',
  partySize: 2,
  purpose: 'service',
  seatId,
  note: null,
  expectedReadyAt: null,
  menuItemId: null,
};
const known: CheckInInput = { ...party, guestCardId: cardId };
const privatePerson: CheckInNewInput['customer'] = {
  kind: 'private',
  name: '单丽娟',
  gender: 'female',
  phone: '138 0079 6001',
  plate: '赣D12345',
  model: null,
  contactPerson: null,
  note: null,
};
const organisation: CheckInNewInput['customer'] = {
  ...privatePerson,
  kind: 'organisation',
  name: '吉安物流有限公司',
  gender: null,
  phone: '0796-8888888',
  plate: null,
  contactPerson: '曾经理',
};

function siteWithGuest(options: Parameters<typeof createTestSite>[0] = {}) {
  const site = createTestSite(options);
  site.put({ entity: 'guestCard', id: cardId, op: 'create', set: { name: '王建国', kind: 'private' } });
  return site;
}

describe('a known guest', () => {
  test('stands on the floor from now on, received by who did it, in the business day of the site', () => {
    const site = siteWithGuest();
    site.now = Date.parse('2026-11-25T01:30:00+08:00');
    const { output, verdicts } = site.run(checkInVisitor, known);
    expect(verdicts).toEqual(['applied']);
    expect(site.row('visit', output?.visitId ?? '')).toMatchObject({
      ...{ guestCardId: cardId, partyName: '王建国', partySize: 2, purpose: 'service', seatId },
      ...{ arrivedAt: site.now, businessDay: '2026-11-24', receivedBy: site.actor },
      ...{ leftAt: null, cancelledAt: null },
    });
  });

  test('handed in once more is the same visit, and changes nothing', () => {
    const site = siteWithGuest();
    const asked = { ...known, visitId: seatId.replace(/^./, 'f'), menuItemId: teaId };
    expect(site.run(checkInVisitor, asked).output).toEqual({ visitId: asked.visitId });
    const held = site.rows('visit');
    const again = site.run(checkInVisitor, { ...asked, partySize: 9 });
    expect(again).toMatchObject({ failure: null, changes: [], output: { visitId: asked.visitId } });
    expect(site.rows('visit')).toEqual(held);
  });

  test('is served a cup for each of the party: a fact, in a change of its own', () => {
    const site = siteWithGuest();
    const { changes, verdicts, output } = site.run(checkInVisitor, { ...known, menuItemId: teaId });
    expect(changes.map(({ name }) => name)).toEqual(['checkInVisitor', 'serveDrinks']);
    expect(verdicts).toEqual(['applied', 'applied']);
    expect(site.rows('serving')).toMatchObject([
      { visitId: output?.visitId, menuItemId: teaId, quantity: 2, servedBy: site.actor, flags: [] },
    ]);
  });

  test('comes with the car that was said, or with none that anybody named', () => {
    const site = siteWithGuest();
    const vehicleId = testId(110);
    const { output } = site.run(checkInVisitor, { ...known, vehicleId });
    expect(site.row('visit', output?.visitId ?? '')).toMatchObject({ vehicleId });
    const unsaid = site.run(checkInVisitor, known).output;
    expect(site.row('visit', unsaid?.visitId ?? '')).toMatchObject({ vehicleId: null });
  });

  test('whose card the desk does not hold is refused', () => {
    const { failure, changes } = createTestSite().run(checkInVisitor, known);
    expect([failure, changes]).toEqual(['row_missing', []]);
  });
});

test('an anonymous party needs no card', () => {
  const site = createTestSite();
  const { verdicts } = site.run(checkInVisitor, { ...known, guestCardId: null, partyName: '访客 3' });
  expect(verdicts).toEqual(['applied']);
  expect(site.rows('visit')).toMatchObject([{ guestCardId: null, partyName: '访客 3' }]);
});

test('a coach full of visitors gets a cup each, in servings of at most 99', () => {
  const site = createTestSite();
  const coach = { ...known, guestCardId: null, partySize: 250, menuItemId: teaId };
  expect(site.run(checkInVisitor, coach).verdicts).toEqual(['applied', 'applied']);
  expect(site.rows('serving').map(({ quantity }) => quantity)).toEqual([99, 99, 52]);
});

describe('an unknown customer', () => {
  test.each([
    ['private', privatePerson, { phoneLast4: '6001' }, '+8613800796001'],
    ['an organisation', organisation, { phoneLast4: '8888' }, '+867968888888'],
  ])('%s is registered and checked in at once', (_kind, customer, card, number) => {
    const site = createTestSite();
    const named = { ...party, partyName: customer.name };
    const { output, changes, verdicts } = site.run(checkInNewCustomer, { customer, party: named });
    expect(changes.map(({ name }) => name)).toEqual(['registerCustomer', 'checkInVisitor']);
    expect(verdicts).toEqual(['applied', 'applied']);
    expect(site.rows('customer')).toMatchObject([
      {
        kind: customer.kind,
        name: customer.name,
        phones: [{ number }],
        contactPerson: customer.contactPerson,
      },
    ]);
    const [owner] = site.rows('customer');
    expect(site.rows('guestCard')).toMatchObject([{ customerId: owner?.id, name: customer.name, ...card }]);
    expect(site.row('visit', output?.visitId ?? '')).toMatchObject({ guestCardId: output?.guestCardId });
  });

  test('handed in once more is the same visit, and nobody is registered twice', () => {
    const site = createTestSite();
    const asked = { customer: privatePerson, party: { ...party, visitId: seatId.replace(/^./, 'f') } };
    const { output } = site.run(checkInNewCustomer, asked);
    expect(site.run(checkInNewCustomer, asked)).toMatchObject({ failure: null, changes: [], output });
    expect(site.rows('customer')).toHaveLength(1);
    expect(site.rows('visit')).toMatchObject([{ id: asked.party.visitId, guestCardId: output?.guestCardId }]);
  });

  test('comes with the car that is registered with them; without one with none', () => {
    const site = createTestSite();
    const { output } = site.run(checkInNewCustomer, { customer: privatePerson, party });
    const [car] = site.rows('vehicle');
    expect(site.row('visit', output?.visitId ?? '')).toMatchObject({ vehicleId: car?.id });
    const onFoot = site.run(checkInNewCustomer, { customer: organisation, party }).output;
    expect(site.row('visit', onFoot?.visitId ?? '')).toMatchObject({ vehicleId: null });
  });

  test('with a drink makes three changes, the fact apart from the others', () => {
    const site = createTestSite();
    const { changes, verdicts } = site.run(checkInNewCustomer, {
      customer: privatePerson,
      party: { ...party, menuItemId: teaId },
    });
    expect(verdicts).toEqual(['applied', 'applied', 'applied']);
    expect(changes.map(({ patches }) => [...new Set(patches.map(({ entity }) => entity))])).toEqual([
      ['customer', 'guestCard', 'vehicle'],
      ['visit'],
      ['serving'],
    ]);
  });
});

describe('what cannot be is refused, with the field', () => {
  test.each<[string, Partial<CheckInInput>, string]>([
    ['no name', { partyName: '' }, 'partyName'],
    ['a name of spaces', { partyName: '  ' }, 'partyName'],
    ['U+0000 in the name', { partyName: '王\u0000' }, 'partyName'],
    ['half a surrogate pair in the note', { note: '\ud83d' }, 'note'],
    ['a party of nobody', { partySize: 0 }, 'partySize'],
    ['a party of one and a half', { partySize: 1.5 }, 'partySize'],
    ['a note of more than 2,000 characters', { note: '长'.repeat(2_001) }, 'note'],
    ['a seat that is no id', { seatId: 'A3' }, 'seatId'],
  ])('%s', (_what, wrong, field) => {
    expect(siteWithGuest().run(checkInVisitor, { ...known, ...wrong })).toMatchObject({
      ...{ failure: 'input_invalid', field, changes: [] },
    });
  });

  test.each<[string, Partial<CheckInNewInput['customer']>, string]>([
    ['a name of spaces', { name: ' ' }, 'customer.name'],
    ['a phone that is none', { phone: '138****6001' }, 'customer.phone'],
    ['a plate not as stored', { plate: '赣D·12345' }, 'customer.plate'],
    ['U+0000 in the model', { model: '\u0000' }, 'customer.model'],
    ['half a surrogate pair in the name', { name: '\udc00' }, 'customer.name'],
  ])('of a new customer: %s', (_what, wrong, field) => {
    const input = { customer: { ...privatePerson, ...wrong }, party };
    expect(createTestSite().run(checkInNewCustomer, input)).toMatchObject({
      failure: 'input_invalid',
      field,
    });
  });
});

describe('scopes and rights, as the server judges them', () => {
  test('the bar may create a customer, also with nobody signed in', () => {
    const site = createTestSite({ roles: null });
    const { verdicts } = site.run(checkInNewCustomer, { customer: privatePerson, party });
    expect(verdicts).toEqual(['applied', 'applied']);
    expect(site.rows('visit')).toMatchObject([{ receivedBy: site.actor }]);
  });

  test('a desk of finance takes no visitor', () => {
    const site = createTestSite({ station: 'finance', roles: ['head'] });
    expect(site.run(checkInVisitor, { ...known, guestCardId: null }).verdicts).toEqual(['forbidden']);
  });

  test('a person without the right is refused, but the drink that was drunk is kept, and flagged', () => {
    const site = createTestSite({ roles: ['finance'] });
    const served = { ...known, guestCardId: null, menuItemId: teaId };
    expect(site.run(checkInVisitor, served).verdicts).toEqual(['forbidden', 'applied']);
    expect(site.rows('serving')).toMatchObject([{ flags: ['notPermitted'] }]);
  });
});
