/** Likely duplicates: looked for once by a worker; what is merged or set apart since is taken off the list at once. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { followMerges, pairKey } from '../../../shared/rules/merged-cards.ts';
import type { DuplicatePair } from '../../../shared/rules/duplicate-pairs.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import type { DuplicatesAnswer, DuplicatesMessage } from './duplicates-worker.ts';
import { pairsApart } from './read-duplicates.ts';

export interface ShownPair extends DuplicatePair {
  readonly left: LocalRow<'guestCard'>;
  readonly right: LocalRow<'guestCard'>;
}

export interface Duplicates {
  /** undefined while they are looked for. */
  readonly pairs: readonly ShownPair[] | undefined;
  readonly total: number;
  readonly hasFailed: boolean;
}

/** @param round raised to look again */
export function useDuplicates(round: number): Duplicates {
  const { db } = useDesk();
  const [found, setFound] = useState<{ round: number; answer: DuplicatesAnswer } | null>(null);
  useEffect(() => {
    const worker = new Worker(new URL('./duplicates-worker.ts', import.meta.url), {
      type: 'module',
      name: 'crdesk-duplicates',
    });
    const hear = (answer: DuplicatesAnswer) => setFound({ round, answer });
    worker.addEventListener('message', ({ data }: MessageEvent<DuplicatesAnswer>) => hear(data));
    worker.addEventListener('error', () => hear({ type: 'failed' }));
    worker.postMessage({ databaseName: db.name } satisfies DuplicatesMessage);
    return () => worker.terminate();
  }, [db, round]);
  const answer = found?.round === round ? found.answer : null;
  const listed = answer?.type === 'found' ? answer.pairs : undefined;
  const pairs = useLiveQuery(() => (listed ? stillAlike(db, listed) : undefined), [db, listed]);
  const gone = listed && pairs ? listed.length - pairs.length : 0;
  return {
    pairs: listed && pairs,
    total: answer?.type === 'found' ? answer.total - gone : 0,
    hasFailed: answer?.type === 'failed',
  };
}

async function stillAlike(db: DeskDatabase, pairs: readonly DuplicatePair[]): Promise<ShownPair[]> {
  const decided = await db.customerMerge.toArray();
  const merged = followMerges(decided);
  const { rootOf } = merged;
  const apart = pairsApart(decided, merged);
  const cards = await db.guestCard.bulkGet(
    pairs.flatMap(({ leftId, rightId }) => [rootOf(leftId), rootOf(rightId)]),
  );
  const seen = new Set<string>();
  return pairs.flatMap((pair, index) => {
    const [left, right] = [cards[2 * index], cards[2 * index + 1]];
    if (!left || !right || left.id === right.id) return [];
    const key = pairKey(left.id, right.id);
    if (apart.has(key) || seen.has(key)) return [];
    seen.add(key);
    return [{ ...pair, left, right }];
  });
}
