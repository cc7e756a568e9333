/** The baseline of the first load: the same rows, indexes, chunks and durability, and nothing else. */
import { benchCard } from '../guests.ts';
import { answerOf, countIn, openRaw, strictly } from './raw.ts';

export interface RawOrder {
  readonly cards: number;
  readonly perTransaction: number;
}

export interface RawTime {
  readonly ms: number;
  readonly held: number;
}

self.addEventListener('message', (event: MessageEvent<RawOrder>) => {
  void run(event.data).then((time) => self.postMessage(time));
});

async function run({ cards, perTransaction }: RawOrder): Promise<RawTime> {
  const db = await openRaw('raw');
  const rows = Array.from({ length: cards }, (_, at) => {
    const { id, data } = benchCard(at, cards);
    return { ...data, id, rowVersion: 1 };
  });
  const begun = performance.now();
  for (let from = 0; from < cards; from += perTransaction) {
    await strictly(db, ['guestCard'], (transaction) => {
      const store = transaction.objectStore('guestCard');
      for (const row of rows.slice(from, from + perTransaction)) store.put(row);
    });
  }
  const last = rows.at(-1);
  const store = db.transaction('guestCard').objectStore('guestCard');
  const found = await answerOf(store.index('customerId').getKey(last?.customerId ?? ''));
  const ms = performance.now() - begun;
  if (found !== last?.id) throw new Error('The last card is not where it was written.');
  return { ms, held: await countIn(db, 'guestCard') };
}
