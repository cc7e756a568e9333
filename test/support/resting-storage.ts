/** When Chromium's database of a profile moves no files about in the background: LevelDB tells it in its LOG. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Work that LevelDB logs as begun, and how it logs its end. */
const works = [
  [/ Compacting /g, / compacted to: /g],
  [/ Level-0 table #\d+: started/g, / Level-0 table #\d+: \d+ bytes/g],
] as const;

/** One compaction may call for the next, which begins at once. */
const quietMs = 2_000;

/**
 * Chromium throws a database away whose files could not be written in the middle of such a move: its writes fail,
 * it is closed by force, and opened again it is empty, with room or without (seen with version 156).
 * @param profile folder as this process sees it
 */
export async function whenStorageRests(profile: string): Promise<void> {
  const folder = join(profile, 'Default/IndexedDB');
  const isResting = () => {
    const logs = readdirSync(folder)
      .map((name) => join(folder, name, 'LOG'))
      .filter((path) => existsSync(path));
    return (
      logs.length > 0 && logs.every((path) => Date.now() - statSync(path).mtimeMs > quietMs && isDone(path))
    );
  };
  await expect.poll(isResting, { interval: 200 }).toBe(true);
}

function isDone(path: string): boolean {
  const log = readFileSync(path, 'utf8');
  return works.every(([begun, ended]) => log.match(begun)?.length === log.match(ended)?.length);
}
