import type { FolderFiles } from '../disk/whole-file.ts';

/** The folder of a journal, as its core sees it: what is not synced may be lost in part, in order, by a power cut. */
export interface JournalFiles extends FolderFiles {
  list(): Promise<readonly string[]>;
  /** @returns null where there is no such file */
  read(name: string): Promise<Uint8Array | null>;
}

/** How contents lie on the disk, for who should not read them. */
export interface JournalSeal {
  seal(plain: string): Uint8Array;
  /** Never throws. @returns null for what this key did not seal */
  open(sealed: Uint8Array): string | null;
}
