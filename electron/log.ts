/**
 * The shell's own log: a line for each thing that happened, in a folder of the profile. What may stand in it is a
 * table, so that nothing personal can: no message of an error, no address of a page, no name.
 */
import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hindrances } from '../shared/rules/update-state.ts';
import { isFailureNote } from '../shared/rules/failure-note.ts';

const word = z.string().regex(/^[A-Za-z][A-Za-z-]{0,39}$/);
/** `45.4.1`, `win32 10.0.26100`. */
const version = z.string().regex(/^[\w. -]{0,60}$/);

/** Of an error: `ECONNREFUSED`, `HTTP_500`, `TypeError`; never a number alone. */
const code = z.string().regex(/^[A-Z][A-Za-z_]{0,39}(\d{3})?$/);

const entry = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('started'), app: version, electron: version, system: version }),
  z.strictObject({ event: z.literal('settingsUnreadable') }),
  z.strictObject({ event: z.literal('serverChosen'), hasOwnAuthority: z.boolean() }),
  z.strictObject({ event: z.literal('pageLost'), reason: word, isHung: z.boolean() }),
  z.strictObject({ event: z.literal('pageHung') }),
  z.strictObject({ event: z.literal('gaveUp') }),
  z.strictObject({ event: z.literal('locked') }),
  z.strictObject({ event: z.literal('awake') }),
  z.strictObject({ event: z.literal('closed') }),
  z.strictObject({
    event: z.literal('updateFailed'),
    why: z.enum(['unreachable', 'unsigned', 'damaged']),
    code: code.nullable(),
  }),
  z.strictObject({
    event: z.literal('updateHeld'),
    version,
    why: z.enum(hindrances),
  }),
  z.strictObject({
    event: z.literal('pageFailed'),
    name: word,
    frames: z.array(z.string().max(100)).max(12),
  }),
]);

export type LogEntry = z.infer<typeof entry>;

export interface Log {
  /** Never throws: a full disk must not cost more than a line. */
  note(entry: LogEntry): void;
  /** All of it, the oldest first. */
  read(): string;
  readonly folder: string;
}

/** Bytes of one file; `older` files are kept beside it. */
const mostBytes = 256_000;
const older = 2;

/** @param folder of the logs; made where it is missing @param now UTC ms */
export function openLog(folder: string, now: () => number): Log {
  const path = (age: number) => join(folder, age === 0 ? 'cr-desk.log' : `cr-desk.${age}.log`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // Then there is none.
  }
  return {
    folder,
    note(told) {
      const read = entry.safeParse(told);
      if (!read.success || (read.data.event === 'pageFailed' && !isFailureNote(read.data))) return;
      const line = JSON.stringify({ at: new Date(now()).toISOString(), ...read.data });
      try {
        if (sizeOf(path(0)) + line.length > mostBytes) rotate(path);
        appendFileSync(path(0), `${line}\n`, { mode: 0o600 });
      } catch {
        // See above.
      }
    },
    read: () =>
      [...Array(older + 1).keys()]
        .toReversed()
        .map((age) => textOf(path(age)))
        .join(''),
  };
}

function rotate(path: (age: number) => string): void {
  for (let age = older; age > 0; age -= 1) {
    try {
      renameSync(path(age - 1), path(age));
    } catch {
      // Not there yet.
    }
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
