/** What this installation keeps of its own, beside the desk's data: `shell.json` in the profile folder. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWholeOn } from '../shared/disk/whole-file.ts';
import { readFingerprint, readServerOrigin } from '../shared/rules/enrol-link.ts';

const origin = z
  .string()
  .refine((text) => readServerOrigin(text) === text)
  .nullable()
  .catch(null);

const rectangle = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});

/** A value that cannot be read counts as never chosen, and costs none of the others; but see `withoutDoubt`. */
const settings = z.object({
  /** Origin of the central server; null until it was told. */
  serverUrl: origin,
  /** The one that a person told, where the server was found elsewhere since; null: as in `serverUrl`. */
  toldUrl: origin,
  /** SHA-256 of the server's own authority, as its enrolment link says it; null where the system trusts it. */
  caFingerprint: z.string().max(200).nullable().catch(null),
  /** Of menus and questions: the one chosen in the application. */
  language: z.enum(['zh-CN', 'en']).catch('zh-CN'),
  lockWithComputer: z.boolean().catch(true),
  notifyDue: z.boolean().catch(true),
  closeToTray: z.boolean().catch(false),
  kiosk: z.boolean().catch(false),
  /** As the system knows it; null where receipts go nowhere. */
  receiptPrinter: z.string().min(1).max(300).nullable().catch(null),
  /** Where the window stood last, in the system's own pixels. */
  window: z.object({ bounds: rectangle, isMaximised: z.boolean() }).nullable().catch(null),
});

export type KeptSettings = Readonly<z.infer<typeof settings>>;

export const settingsFile = 'shell.json';
/** What could not be read is set aside under this name: it is somebody's address. */
const unreadableFile = 'shell.unreadable.json';

export interface SettingsKeeper {
  current(): KeptSettings;
  /** The file was there and could not be read: what it said is to be asked for again. */
  readonly wasUnreadable: boolean;
  /** Whole on the disk when it returns and in force, or both as before. @returns whether it was kept */
  keep(change: Partial<KeptSettings>): boolean;
}

/** @param folder the profile's; it exists */
export function openSettings(folder: string): SettingsKeeper {
  const path = join(folder, settingsFile);
  const read = readKept(path);
  if (read === 'unreadable') setAside(path, join(folder, unreadableFile));
  const sure = read === 'unreadable' ? {} : withoutDoubt(read);
  let current = settings.parse(sure);
  return {
    current: () => current,
    wasUnreadable: sure !== read,
    keep(change) {
      const next = settings.parse({ ...current, ...change });
      const isKept = isWritten(folder, `${JSON.stringify(next, null, 2)}\n`);
      // Menus are in the language of the page, which is there already.
      current = isKept ? next : { ...current, language: next.language };
      return isKept;
    },
  };
}

/** Where it cannot be read whom to trust, nobody is trusted in their place: the server is asked for again, too. */
function withoutDoubt(read: object): object {
  const { caFingerprint = null } = read as { readonly caFingerprint?: unknown };
  if (caFingerprint === null) return read;
  const isFingerprint = typeof caFingerprint === 'string' && readFingerprint(caFingerprint) === caFingerprint;
  return isFingerprint ? read : { ...read, serverUrl: null, toldUrl: null, caFingerprint: null };
}

function readKept(path: string): object | 'unreadable' {
  let text: string;
  try {
    text = fs.readFileSync(path, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? {} : 'unreadable';
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

function setAside(path: string, aside: string): void {
  try {
    fs.renameSync(path, aside);
  } catch {
    // The next write takes its place.
  }
}

function isWritten(folder: string, contents: string): boolean {
  const path = join(folder, settingsFile);
  try {
    writeWholeOn(fs, { folder, path, contents, isFolderSynced: process.platform !== 'win32' });
    return true;
  } catch {
    return false;
  }
}
