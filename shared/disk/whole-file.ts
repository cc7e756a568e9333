/**
 * A file that takes the place of another whole: whatever happens meanwhile, the old one is there or the new one.
 *
 * Purpose: the one way in which settings, notes, keys, segments and exports are written; the disk is passed in.
 * Invariants: what is beside is on the disk before it takes the name; it was not there before, so that its rights are
 * those asked for; the name is on the disk when the call returns; what failed leaves nothing beside.
 *
 *   FILE.new ── written, synced ──▶ renamed to FILE ──▶ the folder synced
 */
export interface FolderFiles {
  /** Makes the file where there is none, for this user alone. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** What was appended is on the disk when it resolves. */
  sync(name: string): Promise<void>;
  /** Takes the place of a file of that name, at once. */
  rename(from: string, to: string): Promise<void>;
  /** No file of that name is no error. */
  remove(name: string): Promise<void>;
  /** Files that were made, renamed and removed are so on the disk when it resolves. */
  syncFolder(): Promise<void>;
}

export const besideEnding = '.new';

/** @param beside the name it is written under first */
export async function replaceFile(
  files: FolderFiles,
  name: string,
  bytes: Uint8Array,
  beside = `${name}${besideEnding}`,
): Promise<void> {
  await files.remove(beside);
  try {
    await files.append(beside, bytes);
    await files.sync(beside);
    await files.rename(beside, name);
  } catch (error) {
    await files.remove(beside).catch(() => undefined);
    throw error;
  }
  await files.syncFolder();
}

/** As `node:fs` has them: where a window closes or a server starts, nothing can be waited for. */
export interface DiskCalls {
  openSync(path: string, flags: string, mode?: number): number;
  /** All of it, however many times the system has to be asked. */
  writeFileSync(file: number, contents: string | Uint8Array): void;
  fsyncSync(file: number): void;
  closeSync(file: number): void;
  renameSync(from: string, to: string): void;
  rmSync(path: string, options: { readonly force: boolean }): void;
}

export interface WholeFile {
  readonly folder: string;
  /** With its folder. */
  readonly path: string;
  readonly contents: string | Uint8Array;
  /** Who may read it; this user alone where left out. */
  readonly mode?: number;
  /** Windows knows no syncing of folders: NTFS keeps a journal of its own. */
  readonly isFolderSynced: boolean;
}

/** Whole on the disk when it returns, or as before. @throws what the disk says */
export function writeWholeOn(disk: DiskCalls, file: WholeFile): void {
  const { folder, path, contents, mode = 0o600, isFolderSynced } = file;
  const beside = `${path}${besideEnding}`;
  disk.rmSync(beside, { force: true });
  try {
    onFile(disk, disk.openSync(beside, 'wx', mode), (handle) => {
      disk.writeFileSync(handle, contents);
      disk.fsyncSync(handle);
    });
    disk.renameSync(beside, path);
  } catch (error) {
    discard(disk, beside);
    throw error;
  }
  if (isFolderSynced) onFile(disk, disk.openSync(folder, 'r'), (handle) => disk.fsyncSync(handle));
}

function onFile(disk: DiskCalls, handle: number, work: (handle: number) => void): void {
  try {
    work(handle);
  } finally {
    disk.closeSync(handle);
  }
}

function discard(disk: DiskCalls, beside: string): void {
  try {
    disk.rmSync(beside, { force: true });
  } catch {
    // The next write does.
  }
}
