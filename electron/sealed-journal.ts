/** The outbox journal in the profile folder: its core (shared/journal) on the disk, with the system's seal. */
import type { Journal } from '../shared/journal/journal.ts';
import { createSegmentedJournal } from '../shared/journal/journal.ts';
import { createFolderFiles } from './folder-files.ts';
import { keyFile, openSeal, removeSetAside, type KeyGuard } from './journal-seal.ts';

/**
 * The segmented journal of a folder under the key that the system keeps: what the page is given to speak with.
 * Touches the disk at the first use; an opening that failed is tried again by the next.
 * @param folder of its own, in the profile
 */
export function openSealedJournal(folder: string, guard: KeyGuard): Journal {
  const files = createFolderFiles(folder);
  let opening: Promise<Journal> | null = null;
  /** Whole journals that no key opens any more: told as damage, like a place that cannot be read. */
  let setAside = 0;
  function opened(): Promise<Journal> {
    opening ??= openSeal(folder, files, guard, () => (setAside += 1))
      .then((seal) => createSegmentedJournal(files, seal))
      .catch((error: unknown) => {
        opening = null;
        throw error;
      });
    return opening;
  }
  /** It takes no key: a keyring that is locked keeps nothing of a desk that was emptied. */
  async function clear(): Promise<void> {
    await removeSetAside(folder);
    setAside = 0;
    const journal = await opened().catch(() => null);
    if (journal) return journal.clear();
    // In order of name: who the desk is goes behind the entries. The key stays, for a new one would lie in clear now.
    const names = (await files.list()).filter((name) => name !== keyFile);
    for (const name of names.sort()) await files.remove(name);
    await files.syncFolder();
  }
  return {
    async read() {
      const contents = await (await opened()).read();
      return { ...contents, damaged: contents.damaged + setAside };
    },
    append: async (entries) => (await opened()).append(entries),
    end: async (opIds) => (await opened()).end(opIds),
    keepDesk: async (desk) => (await opened()).keepDesk(desk),
    clear,
  };
}
