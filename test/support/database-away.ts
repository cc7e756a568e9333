/** A database of a closed profile page that cannot be opened: something else lies where its folder was. */
import { existsSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/**
 * Resolves once the browser has let go of its databases (no page of it may use any) and they were taken away.
 * @param profile folder of the browser's profile @returns the way to put them back
 */
export async function takeDatabasesAway(profile: string): Promise<() => void> {
  const folder = join(profile, 'Default/IndexedDB');
  await expect.poll(() => isHeldOpen(folder)).toBe(false);
  const databases = readdirSync(folder)
    .filter((name) => name.endsWith('.leveldb'))
    .map((name) => join(folder, name));
  for (const path of databases) {
    renameSync(path, `${path}.away`);
    writeFileSync(path, '');
  }
  return () => {
    for (const path of databases) {
      rmSync(path);
      renameSync(`${path}.away`, path);
    }
  };
}

/** By whichever process of this user. */
function isHeldOpen(folder: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => openFilesOf(pid).some((path) => path.startsWith(folder)));
}

function openFilesOf(pid: string): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    if (!existsSync(folder)) return [];
    return readdirSync(folder).flatMap((name) => linkTarget(join(folder, name)));
  } catch {
    // Ended meanwhile, or another user's.
    return [];
  }
}

function linkTarget(path: string): string[] {
  try {
    return [readlinkSync(path)];
  } catch {
    return [];
  }
}
