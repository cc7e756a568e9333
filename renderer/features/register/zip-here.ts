/**
 * What write-excel-file takes from fflate, in the thread that asks. By itself fflate packs what is large in workers
 * made of text, which the content security policy forbids; and the export is in a worker already.
 */
import { strToU8, zipSync, type AsyncZippable, type FlateCallback } from 'fflate/browser';

export { AsyncZipDeflate, Zip, ZipDeflate } from 'fflate/browser';
export { strToU8, zipSync };

export function zip(files: AsyncZippable, done: FlateCallback): void {
  done(null, zipSync(files as Parameters<typeof zipSync>[0]));
}
