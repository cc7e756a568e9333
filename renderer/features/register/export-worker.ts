/** Writes the file of an export away from the screen; what it needs is loaded only then. */
import type { Sheet } from './export-sheet.ts';
import { toCsv, toXlsx } from './write-file.ts';

export interface ExportRequest {
  readonly format: 'xlsx' | 'csv';
  /** CSV has the first alone. */
  readonly sheets: readonly Sheet[];
}

/** Null where it failed. */
export type ExportAnswer = Blob | null;

self.addEventListener('message', ({ data: { format, sheets } }: MessageEvent<ExportRequest>) => {
  const [first] = sheets;
  // A rejected promise is no `error` event of a worker: unsaid, the page would wait for ever.
  const writing = format === 'xlsx' ? toXlsx(sheets) : Promise.resolve(first ? toCsv(first) : null);
  void writing.catch(() => null).then((blob: ExportAnswer) => self.postMessage(blob));
});
