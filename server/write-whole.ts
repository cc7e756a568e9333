/** Files of the data folder: whole on the disk or as before, for this user alone. */
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { writeWholeOn } from '../shared/disk/whole-file.ts';

const hasFolderSync = process.platform !== 'win32';

/** @param mode who may read it; this user alone where left out @throws what the disk says */
export function writeWhole(path: string, contents: string, mode?: number): void {
  const how = mode === undefined ? {} : { mode };
  writeWholeOn(fs, { folder: dirname(path), path, contents, isFolderSynced: hasFolderSync, ...how });
}

/** Makes a rename last. */
export function syncFolder(folder: string): void {
  if (!hasFolderSync) return;
  const handle = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
