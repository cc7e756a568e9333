/** Reads and adds up the register away from the screen, and again whenever a row of it has changed. */
import '../../data/zod-without-eval.ts';
import { createDeskDatabase, openAgain, type DeskDatabase } from '../../data/database.ts';
import { toStorageFailure } from '../../data/storage-failure.ts';
import { rowsChannelName, type RowsMessage } from '../../data/sync-channel.ts';
import { readRegister } from './read-register.ts';
import type { RegisterAnswer, RegisterMessage } from './register-ask.ts';

/** Rows that come in a burst are read together. */
const gatherMs = 60;
/** What the page takes in one go, so that a key pressed meanwhile is not held up. */
const linesAtOnce = 400;

const watched = new Set(['visit', 'serving', 'guestCard', 'customerMerge', 'vehicle']);
let db: DeskDatabase | null = null;
let asked: Extract<RegisterMessage, { type: 'ask' }> | null = null;
let isReading = false;
/** Something changed, or was asked, since the reading under way began. */
let isStale = false;

self.addEventListener('message', (event: MessageEvent<RegisterMessage>) => {
  const message = event.data;
  if (message.type === 'open') db = createDeskDatabase(message.databaseName);
  else {
    asked = message;
    read();
  }
});

let gathering: ReturnType<typeof setTimeout> | null = null;
const channel = new BroadcastChannel(rowsChannelName);
channel.addEventListener('message', (event: MessageEvent<RowsMessage>) => {
  if (!watched.has(event.data.entity) || gathering !== null) return;
  gathering = setTimeout(() => {
    gathering = null;
    read();
  }, gatherMs);
});

/** One reading at a time; what happens meanwhile is in the next one. */
function read(): void {
  if (isReading) {
    isStale = true;
    return;
  }
  isReading = true;
  isStale = false;
  void answer()
    .catch(reportFailure)
    .finally(() => {
      isReading = false;
      if (isStale) read();
    });
}

async function answer(): Promise<void> {
  if (!db || !asked) return;
  const { askId, ask } = asked;
  await openAgain(db);
  const { lines, ...summary } = await readRegister(db, ask);
  for (let at = 0; at < lines.length; at += linesAtOnce)
    tell({ type: 'lines', askId, lines: lines.slice(at, at + linesAtOnce) });
  tell({ type: 'summary', askId, summary });
}

function tell(message: RegisterAnswer): void {
  self.postMessage(message);
}

function reportFailure(error: unknown): void {
  tell({ type: 'failed' });
  if (toStorageFailure(error)) return;
  queueMicrotask(() => {
    throw error;
  });
}
