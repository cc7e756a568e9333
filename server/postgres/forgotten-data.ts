/**
 * Data that a server started by root keeps apart from its data folder, and whose folder is no more: named at the
 * start, never deleted (docs/decisions/0003-postgres-as-root.md).
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the data folder: where its database lies. */
export const placeNote = (dataDir: string) => join(dataDir, 'where-the-database-is.txt');

/** The way back: whose database this is. */
const ownerNote = (home: string) => join(home, 'whose-database-this-is.txt');

/** Written at every start: a data folder may have moved. */
export function noteOwner(home: string, dataDir: string): void {
  writeFileSync(ownerNote(home), `${dataDir}\n`);
}

/** One sentence for each. What bears no note of its owner is passed over: nothing is known of it. */
export function forgottenData(sharedPlace: string): string[] {
  if (!existsSync(sharedPlace)) return [];
  const homes = readdirSync(sharedPlace)
    .filter((name) => name.startsWith('data-'))
    .map((name) => join(sharedPlace, name));
  return homes.flatMap((home) => {
    const owner = readNote(ownerNote(home));
    if (owner === null || readNote(placeNote(owner)) === home) return [];
    return `The database in ${home} belonged to ${owner}, which is gone or has another now. If nobody needs it: rm -r ${home}`;
  });
}

function readNote(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null;
}
