/** Compares all guests with each other away from the screen. */
import '../../data/zod-without-eval.ts';
import { createDeskDatabase, openAgain } from '../../data/database.ts';
import { createSoundOf } from '../../data/search/name-readings.ts';
import type { DuplicatePair } from '../../../shared/rules/duplicate-pairs.ts';
import { readDuplicates } from './read-duplicates.ts';

export interface DuplicatesMessage {
  readonly databaseName: string;
}

export type DuplicatesAnswer =
  | { readonly type: 'found'; readonly pairs: readonly DuplicatePair[]; readonly total: number }
  | { readonly type: 'failed' };

/** What a page can list. */
const most = 300;

self.addEventListener('message', (event: MessageEvent<DuplicatesMessage>) => {
  void answer(event.data.databaseName).catch(() => post({ type: 'failed' }));
});

async function answer(databaseName: string): Promise<void> {
  const db = createDeskDatabase(databaseName);
  await openAgain(db);
  const pairs = await readDuplicates(db, createSoundOf());
  post({ type: 'found', pairs: pairs.slice(0, most), total: pairs.length });
}

const post = (message: DuplicatesAnswer) => self.postMessage(message);
