/** Saving a file that the page made: where a person says in the system's dialog, nowhere else, whole or not at all. */
import { randomBytes } from 'node:crypto';
import { access, realpath } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { replaceFile } from '../shared/disk/whole-file.ts';
import { exportKindOf, safeExportName, type ExportKind } from '../shared/rules/export-name.ts';
import type { CallAnswer } from '../shared/ipc.ts';
import { createFolderFiles } from './folder-files.ts';

export type SaveOutcome = CallAnswer<'saveFile'>;

export interface ExportDeps {
  /**
   * The system's dialog, which asks before a file is replaced.
   * @param suggested a name, or the path that was chosen with its ending put right
   * @returns null where the person thought better of it
   */
  readonly ask: (suggested: string, kind: ExportKind) => Promise<string | null>;
  /** The profile: what the desk and the shell keep there is replaced by no export. */
  readonly ownFolder: string;
}

export interface Exports {
  /** @param name with an ending of ours */
  save(name: string, bytes: Uint8Array): Promise<SaveOutcome>;
}

export function createExports({ ask, ownFolder }: ExportDeps): Exports {
  let isAsking = false;
  async function save(name: string, bytes: Uint8Array): Promise<SaveOutcome> {
    const kind = exportKindOf(name);
    if (kind === null) return 'failed';
    const path = await chosenPath(ask, safeExportName(name, kind), kind);
    if (path === null) return 'cancelled';
    try {
      if (!isAbsolute(path)) return 'failed';
      if (await isWithin(ownFolder, path)) return 'ownFolder';
      await writeWhole(path, bytes);
      return 'saved';
    } catch (error) {
      return outcomeOf((error as NodeJS.ErrnoException).code);
    }
  }
  return {
    async save(name, bytes) {
      // One dialog at a time: a page may not heap them up.
      if (isAsking) return 'asking';
      isAsking = true;
      try {
        return await save(name, bytes);
      } finally {
        isAsking = false;
      }
    },
  };
}

/** With another ending than its own it is another file, which the dialog has not asked about. */
async function chosenPath(
  ask: ExportDeps['ask'],
  suggested: string,
  kind: ExportKind,
): Promise<string | null> {
  const chosen = await ask(suggested, kind);
  if (chosen === null || extname(chosen).toLowerCase() === `.${kind}`) return chosen;
  const named = join(dirname(chosen), safeExportName(basename(chosen), kind));
  return (await isThere(named)) ? chosenPath(ask, named, kind) : named;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Of the folder as it really lies, whatever links lead there. */
async function isWithin(folder: string, path: string): Promise<boolean> {
  const away = relative(await realpath(folder), join(await realpath(dirname(resolve(path))), basename(path)));
  return away !== '..' && !away.startsWith(`..${sep}`) && !isAbsolute(away);
}

/** For this user alone: a backup has every customer and the passwords' hashes in it. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const files = createFolderFiles(dirname(path));
  const beside = `.cr-desk-${randomBytes(6).toString('hex')}.tmp`;
  // A share or a stick may know no syncing of folders, and has the file all the same.
  await replaceFile({ ...files, syncFolder: async () => undefined }, basename(path), bytes, beside);
}

function outcomeOf(code: string | undefined): SaveOutcome {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  // On Windows also where Excel has the file open.
  if (code === 'EACCES' || code === 'EPERM' || code === 'EBUSY' || code === 'EROFS') return 'refused';
  return 'failed';
}
