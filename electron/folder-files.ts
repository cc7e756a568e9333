/** The files of one folder on the disk: the journal's, or where an export goes. A file is for this user alone. */
import { appendFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalFiles } from '../shared/journal/journal-files.ts';

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** @param folder made where it is not there */
export function createFolderFiles(folder: string): JournalFiles {
  const at = (name: string) => join(folder, name);
  return {
    async list() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return readdir(folder);
    },
    read: (name) =>
      readFile(at(name)).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      }),
    append: (name, bytes) => appendFile(at(name), bytes, { mode: 0o600 }),
    sync: (name) => syncAt(at(name), 'r+'),
    rename: (from, to) => rename(at(from), at(to)),
    remove: (name) => rm(at(name), { force: true }),
    // Windows knows no such thing: NTFS keeps a journal of its folders itself.
    syncFolder: async () => (process.platform === 'win32' ? undefined : syncAt(folder, 'r')),
  };
}

async function syncAt(path: string, flags: 'r' | 'r+'): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
