import { expect, test } from 'vitest';
import { isMistaken } from '../rules/mistaken-cards.ts';
import { testId } from '../sync/wire/test-id.ts';
import { checkInNewCustomer, checkInVisitor } from './check-in.ts';
import { cancelNewCheckIn, clearMistaken, markMistaken, restoreNewCheckIn } from './mistaken-card.ts';
import { cancelCheckIn } from './party.ts';
import { registerCustomer } from './register-customer.ts';
import { createTestSite, type TestSite } from './test-site.ts';

const customer = {
  ...({ kind: 'private' } as const),
  ...{ name: '陈方', gender: null, phone: '', plate: null, model: null },
  ...{ contactPerson: null, note: null },
};
const party = {
  ...({ purpose: 'service' } as const),
  ...{ partyName: '陈方', partySize: 1, seatId: null, note: null },
  ...{ expectedReadyAt: null, menuItemId: null },
};

function siteWithNewGuest() {
  const site = createTestSite();
  const { visitId = '', guestCardId = '' } = site.run(checkInNewCustomer, { customer, party }).output ?? {};
  return { site, visitId, guestCardId };
}

/** As every search of the site sees it. */
function isGone(site: TestSite, guestCardId: string): boolean {
  const card = site.row('guestCard', guestCardId);
  const hasCome = site
    .rows('visit')
    .some((visit) => visit.guestCardId === guestCardId && visit.cancelledAt === null);
  return isMistaken(card ? [card] : [], hasCome);
}

test('a check-in of a new customer is undone with the customer, and both come back', () => {
  const { site, visitId, guestCardId } = siteWithNewGuest();
  const { changes, verdicts } = site.run(cancelNewCheckIn, { visitId, guestCardId });
  expect(changes.map(({ name }) => name)).toEqual(['cancelCheckIn', 'markMistaken']);
  expect(verdicts).toEqual(['applied', 'applied']);
  expect(site.row('visit', visitId)?.cancelledAt).toBe(site.now);
  expect(isGone(site, guestCardId)).toBe(true);
  expect(site.run(restoreNewCheckIn, { visitId, guestCardId }).verdicts).toEqual(['applied', 'applied']);
  expect(site.row('guestCard', guestCardId)?.mistakenAt).toBeNull();
  expect(site.row('visit', visitId)?.cancelledAt).toBeNull();
});

test('whom a colleague checked in meanwhile stays, whichever of the two arrives first', () => {
  for (const isMarkFirst of [true, false]) {
    const { site, visitId, guestCardId } = siteWithNewGuest();
    const mark = () => site.run(cancelNewCheckIn, { visitId, guestCardId });
    if (isMarkFirst) mark();
    site.run(checkInVisitor, { ...party, guestCardId });
    if (!isMarkFirst) mark();
    expect(isGone(site, guestCardId)).toBe(false);
    const [again] = site.rows('visit').filter((visit) => visit.cancelledAt === null);
    site.run(cancelCheckIn, { visitId: again?.id ?? '' });
    expect(isGone(site, guestCardId)).toBe(true);
  }
});

test('a record is marked by hand and restored, with all that were merged into it; the first mark stands', () => {
  const site = createTestSite();
  const one = site.run(registerCustomer, customer).output?.guestCardId ?? '';
  const other = site.run(registerCustomer, customer).output?.guestCardId ?? '';
  site.run(markMistaken, { guestCardIds: [one] });
  const firstAt = site.now;
  site.now += 60_000;
  const { changes } = site.run(markMistaken, { guestCardIds: [one, other] });
  expect(changes).toMatchObject([{ patches: [{ id: other, set: { mistakenAt: site.now } }] }]);
  expect(site.row('guestCard', one)?.mistakenAt).toBe(firstAt);
  expect(site.run(clearMistaken, { guestCardIds: [one, other] }).verdicts).toEqual(['applied']);
  expect([one, other].map((cardId) => isGone(site, cardId))).toEqual([false, false]);
  expect(site.run(clearMistaken, { guestCardIds: [one] }).changes).toEqual([]);
});

test('what is not here cannot be marked, and nothing of it is kept', () => {
  const { site, visitId, guestCardId } = siteWithNewGuest();
  const missing = testId(900);
  expect([
    site.run(markMistaken, { guestCardIds: [guestCardId, missing] }).failure,
    site.run(cancelNewCheckIn, { visitId: missing, guestCardId }).failure,
    site.run(cancelNewCheckIn, { visitId, guestCardId: missing }).failure,
    site.run(restoreNewCheckIn, { visitId, guestCardId: missing }).failure,
  ]).toEqual(Array(4).fill('row_missing'));
  expect(site.row('visit', visitId)?.cancelledAt).toBeNull();
});
