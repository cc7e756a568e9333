/** Reads and checks a customer list away from the screen. */
import '../../data/zod-without-eval.ts';
import { createDeskDatabase } from '../../data/database.ts';
import { readKnown } from './read-known.ts';
import { readList, type ListReading } from './read-list.ts';

export interface ImportRequest {
  readonly file: File;
  readonly databaseName: string;
  readonly province: string | null;
}

export type ImportReading =
  | ListReading
  /** `failed`: this worker did not start, or threw. */
  | { readonly ok: false; readonly reason: 'too_large' | 'unreadable' | 'failed' };

const largestFile = 20_000_000;

self.addEventListener('message', (event: MessageEvent<ImportRequest>) => {
  // A rejected promise is no `error` event of a worker: unsaid, the page would wait for ever.
  const failed: ImportReading = { ok: false, reason: 'failed' };
  void read(event.data)
    .catch(() => failed)
    .then((reading) => self.postMessage(reading));
});

async function read({ file, databaseName, province }: ImportRequest): Promise<ImportReading> {
  if (file.size > largestFile) return { ok: false, reason: 'too_large' };
  const bytes = await readBytes(file);
  if (!bytes) return { ok: false, reason: 'unreadable' };
  const db = createDeskDatabase(databaseName);
  const known = await readKnown(db);
  db.close();
  return readList(bytes, known, province);
}

/** Null where the file was moved, changed or locked since it was chosen. */
async function readBytes(file: File): Promise<ArrayBuffer | null> {
  try {
    return await file.arrayBuffer();
  } catch {
    return null;
  }
}
