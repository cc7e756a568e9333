/** Every guest that this desk holds, as far as two of them may be compared; page by page. */
import {
  findDuplicates,
  type DuplicatePair,
  type DuplicateSource,
} from '../../../shared/rules/duplicate-pairs.ts';
import { isMarked } from '../../../shared/rules/mistaken-cards.ts';
import { followMerges, pairKey, type MergedCards } from '../../../shared/rules/merged-cards.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { eachRow } from '../../data/each-row.ts';
import { readMistaken } from '../../data/mistaken-guests.ts';

/** @param soundOf how a name is read */
export async function readDuplicates(
  db: DeskDatabase,
  soundOf: (name: string) => string,
): Promise<DuplicatePair[]> {
  const decided = await db.customerMerge.toArray();
  const merged = followMerges(decided);
  const sources = new Map<string, Source>();
  const byCustomer = new Map<string, Source>();
  const marked: LocalRow<'guestCard'>[] = [];
  await eachRow(db.guestCard, (card) => {
    const { id, customerId, name, phoneLast4 } = card;
    if (isMarked(card)) marked.push(card);
    if (merged.mergedIds.has(id)) return;
    const source = { cardId: id, name, phoneLast4, phones: [], idNumbers: [], plates: [], vins: [] };
    sources.set(id, source);
    if (customerId !== null) byCustomer.set(customerId, source);
  });
  for (const { id } of await readMistaken(db, marked)) sources.delete(id);
  const sourceOf = (customerId: string) => byCustomer.get(merged.customerRootOf(customerId));
  await eachRow(db.customer, ({ id, phones, idNumber }) => {
    const source = sourceOf(id);
    source?.phones.push(...phones.map(({ number }) => number));
    if (idNumber) source?.idNumbers.push(idNumber);
  });
  await eachRow(db.vehicle, ({ customerId, plate, vin }) => {
    const source = customerId === null ? undefined : sourceOf(customerId);
    if (plate) source?.plates.push(plate);
    if (vin) source?.vins.push(vin);
  });
  const apart = pairsApart(decided, merged);
  return findDuplicates([...sources.values()], soundOf).filter(
    ({ leftId, rightId }) => !apart.has(pairKey(leftId, rightId)),
  );
}

/** Pairs that somebody has looked at: by the cards they lead to now. */
export function pairsApart(
  rows: readonly LocalRow<'customerMerge'>[],
  { rootOf }: MergedCards,
): ReadonlySet<string> {
  return new Set(
    rows
      .filter(({ what, withdrawnAt }) => what === 'apart' && withdrawnAt === null)
      .map(({ guestCardId, intoCardId }) => pairKey(rootOf(guestCardId), rootOf(intoCardId))),
  );
}

interface Source extends DuplicateSource {
  readonly phones: string[];
  readonly idNumbers: string[];
  readonly plates: string[];
  readonly vins: string[];
}
