/**
 * The outbox journal: a second place, outside the browser's database, for what a desk wrote and has no verdict on.
 *
 * Purpose: Chromium may reset IndexedDB on a full or failing disk; what people were told is saved must survive that.
 * Invariants: an entry is on the disk when `append` resolves, and stays until `end` names it; when `end` resolves
 * nothing of it is left in any file, for it may tell of a person who was erased since or must not be known here; a
 * crash at any moment leaves either state, never a file that cannot be read; operations run one after the other.
 * It knows nothing of changes: an entry is an id, its place in the order of writing, and a text.
 *
 *   append ──▶ last segment ─ full ─▶ next segment          end ──▶ nothing left of a segment ─▶ file removed
 *                                                               └─▶ something left ─▶ written anew beside, renamed
 *   desk.journal: who the desk is; replaced whole
 */
import { besideEnding, replaceFile } from '../disk/whole-file.ts';
import { z } from 'zod';
import { frameOf, readFrames } from './frames.ts';
import type { JournalFiles, JournalSeal } from './journal-files.ts';

export const journalEntry = z.strictObject({
  opId: z.uuid(),
  /** Order of writing: entries are read in it. Under another number the same opId takes the place of the first. */
  localSeq: z.int().min(0),
  /** JSON of the change. A change has 500,000 characters at most; quotes of quotes take more. */
  change: z.string().min(1).max(3_000_000),
});
export type JournalEntry = z.infer<typeof journalEntry>;

export const journalContents = z.strictObject({
  /** Text that says who the desk is; null where none was kept. */
  desk: z.string().nullable(),
  /** In order of writing. */
  entries: z.array(journalEntry),
  /** Damaged or unreadable places, which cost what stood there. What a crash cut off in the writing does not count. */
  damaged: z.int().min(0),
});
export type JournalContents = z.infer<typeof journalContents>;

export interface Journal {
  read(): Promise<JournalContents>;
  append(entries: readonly JournalEntry[]): Promise<void>;
  end(opIds: readonly string[]): Promise<void>;
  keepDesk(desk: string): Promise<void>;
  /** Nothing is left, of the desk neither. */
  clear(): Promise<void>;
}

/** Bytes from which on the next entries go to a new segment: what is written anew at an `end` is no more than that. */
const segmentBytes = 256_000;
const segmentName = /^(\d{8})\.journal$/;
const deskFile = 'desk.journal';
/** Of a segment whose first write failed before there was a file. */
const noBytes = new Uint8Array();
const nameOf = (segment: number) => `${String(segment).padStart(8, '0')}.journal`;

interface Place {
  readonly segment: number;
  readonly localSeq: number;
}

interface State {
  /** Of what has no verdict yet, by opId. */
  readonly places: Map<string, Place>;
  readonly segments: Set<number>;
  /** Segments in whose file something may stand that ended, or stands elsewhere by now. */
  readonly unclean: Set<number>;
  /** The segment that takes the next entries; null for a new one. */
  open: { readonly segment: number; bytes: number } | null;
  next: number;
  damaged: number;
}

/** The journal as it lies in a folder: frames in segments. It knows no key (`seal` does) and no database. */
export function createSegmentedJournal(files: JournalFiles, seal: JournalSeal): Journal {
  let opening: Promise<State> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other; an opening that failed is tried again by the next. */
  function inTurn<Value>(work: (state: State) => Promise<Value>): Promise<Value> {
    const run = last.then(async () => {
      opening ??= openState(files, seal);
      const state = await opening.catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return work(state);
    });
    last = run.catch(() => undefined);
    return run;
  }

  return {
    read: () => inTurn((state) => readAll(files, seal, state)),
    append: (entries) => inTurn((state) => appendTo(files, seal, state, entries)),
    end: (opIds) => inTurn((state) => endIn(files, seal, state, opIds)),
    keepDesk: (desk) => inTurn(() => replaceFile(files, deskFile, frameOf(seal.seal(desk)))),
    clear: () => inTurn((state) => clearAll(files, state)),
  };
}

/** What is damaged is cut, so that it is told once; what a crash left of a file beside goes. */
async function openState(files: JournalFiles, seal: JournalSeal): Promise<State> {
  const state: State = {
    places: new Map(),
    segments: new Set(),
    unclean: new Set(),
    open: null,
    next: 1,
    damaged: 0,
  };
  const names = await files.list();
  for (const name of names.filter((one) => one.endsWith(besideEnding))) await files.remove(name);
  const numbers = names.flatMap((name) => segmentName.exec(name)?.[1] ?? []).map(Number);
  for (const segment of numbers.sort((a, b) => a - b)) {
    const { entries, damaged, isTorn } = await readSegment(files, seal, segment);
    state.segments.add(segment);
    state.next = segment + 1;
    state.damaged += damaged;
    if (isTorn || damaged > 0) state.unclean.add(segment);
    for (const { opId, localSeq } of entries) {
      const elsewhere = state.places.get(opId);
      if (elsewhere) state.unclean.add(elsewhere.segment);
      state.places.set(opId, { segment, localSeq });
    }
  }
  await cleanUp(files, seal, state);
  return state;
}

async function readSegment(files: JournalFiles, seal: JournalSeal, segment: number) {
  const { contents, skipped, isTorn } = readFrames((await files.read(nameOf(segment))) ?? noBytes);
  const entries: JournalEntry[] = [];
  let damaged = skipped;
  for (const content of contents) {
    const entry = entryIn(seal, content);
    if (entry) entries.push(entry);
    else damaged += 1;
  }
  return { entries, damaged, isTorn };
}

function entryIn(seal: JournalSeal, content: Uint8Array): JournalEntry | null {
  const plain = seal.open(content);
  if (plain === null) return null;
  try {
    return journalEntry.parse(JSON.parse(plain));
  } catch {
    return null;
  }
}

async function readAll(files: JournalFiles, seal: JournalSeal, state: State): Promise<JournalContents> {
  const entries: JournalEntry[] = [];
  for (const segment of state.segments) {
    const read = await readSegment(files, seal, segment);
    entries.push(...standing(state, segment, read.entries));
  }
  const bytes = await files.read(deskFile);
  const [content] = readFrames(bytes ?? noBytes).contents;
  const desk = content ? seal.open(content) : null;
  return {
    desk,
    entries: entries.sort((a, b) => a.localSeq - b.localSeq),
    damaged: state.damaged + (bytes && desk === null ? 1 : 0),
  };
}

/** Those of the segment that have not ended and were not written again elsewhere. */
function standing({ places }: State, segment: number, entries: readonly JournalEntry[]): JournalEntry[] {
  const byId = new Map(
    entries
      .filter(({ opId, localSeq }) => isAt(places.get(opId), segment, localSeq))
      .map((entry) => [entry.opId, entry]),
  );
  return [...byId.values()];
}

function isAt(place: Place | undefined, segment: number, localSeq: number): boolean {
  return place?.segment === segment && place.localSeq === localSeq;
}

async function appendTo(
  files: JournalFiles,
  seal: JournalSeal,
  state: State,
  entries: readonly JournalEntry[],
): Promise<void> {
  const fresh = entries.filter(({ opId, localSeq }) => state.places.get(opId)?.localSeq !== localSeq);
  if (fresh.length === 0) return;
  const bytes = framesOf(seal, fresh);
  const isNew = state.open === null || state.open.bytes >= segmentBytes;
  const segment = isNew ? state.next : (state.open as { segment: number }).segment;
  const before = isNew ? 0 : (state.open?.bytes ?? 0);
  // Until it is known to be whole nothing more goes behind it, and it is looked through with the next end.
  state.open = null;
  const wasClean = !state.unclean.has(segment);
  state.unclean.add(segment);
  state.segments.add(segment);
  state.next = Math.max(state.next, segment + 1);
  await files.append(nameOf(segment), bytes);
  await files.sync(nameOf(segment));
  if (isNew) await files.syncFolder();
  if (wasClean) state.unclean.delete(segment);
  for (const { opId, localSeq } of fresh) {
    const earlier = state.places.get(opId);
    if (earlier) state.unclean.add(earlier.segment);
    state.places.set(opId, { segment, localSeq });
  }
  state.open = { segment, bytes: before + bytes.length };
}

function framesOf(seal: JournalSeal, entries: readonly JournalEntry[]): Uint8Array {
  const frames = entries.map((entry) => frameOf(seal.seal(JSON.stringify(entry))));
  const bytes = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const frame of frames) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return bytes;
}

async function endIn(
  files: JournalFiles,
  seal: JournalSeal,
  state: State,
  opIds: readonly string[],
): Promise<void> {
  for (const opId of opIds) {
    const place = state.places.get(opId);
    if (place) state.unclean.add(place.segment);
    state.places.delete(opId);
  }
  await cleanUp(files, seal, state);
}

/** Nothing that ended is left in any file. Where one fails it is tried again with the next. */
async function cleanUp(files: JournalFiles, seal: JournalSeal, state: State): Promise<void> {
  if (state.unclean.size === 0) return;
  for (const segment of state.unclean) {
    if (state.open?.segment === segment) state.open = null;
    const { entries } = await readSegment(files, seal, segment);
    const left = standing(state, segment, entries);
    if (left.length > 0) {
      await replaceFile(files, nameOf(segment), framesOf(seal, left));
    } else {
      await files.remove(nameOf(segment));
      state.segments.delete(segment);
    }
  }
  await files.syncFolder();
  state.unclean.clear();
}

async function clearAll(files: JournalFiles, state: State): Promise<void> {
  state.places.clear();
  state.open = null;
  // Who the desk is goes last: entries without it are brought back to nobody.
  for (const name of await files.list()) if (segmentName.test(name)) await files.remove(name);
  await files.syncFolder();
  await files.remove(deskFile);
  await files.syncFolder();
  state.segments.clear();
  state.unclean.clear();
  state.damaged = 0;
}
