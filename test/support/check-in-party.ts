/** A party of two in the house, as the check-in form would leave it. */
import { checkInVisitor } from '../../shared/commands/check-in.ts';
import type { TestDesk } from './render-desk.tsx';

/** @param servedMinutesAgo its first drink of the menu; null for none @returns the visit's id */
export async function checkInParty(
  { desk, db }: TestDesk,
  name: string,
  servedMinutesAgo: number | null = 0,
): Promise<string> {
  const [drink] = await db.menuItem.orderBy('id').toArray();
  const party = { partyName: name, partySize: 2, purpose: 'service', seatId: null, note: null } as const;
  const menuItemId = servedMinutesAgo === null ? null : (drink?.id ?? null);
  const result = await desk.run(checkInVisitor, {
    ...party,
    ...{ guestCardId: null, expectedReadyAt: null, menuItemId },
  });
  if (!result.ok) throw new Error(result.error.code);
  const { visitId } = result.value;
  const before = (instant: number) => instant - (servedMinutesAgo ?? 0) * 60_000;
  await db.visit
    .where('id')
    .equals(visitId)
    .modify((visit) => void (visit.arrivedAt = before(visit.arrivedAt)));
  await db.serving
    .where('visitId')
    .equals(visitId)
    .modify((row) => void (row.servedAt = before(row.servedAt)));
  return visitId;
}
