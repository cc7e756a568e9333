/**
 * A pull: one page of rows in one snapshot (R6, R7, R9).
 *
 * The cursor is opaque to devices. It carries epoch, scopes and a mark of the commit it stands on; where epoch or
 * mark is no longer true the answer is 410 and the device begins again. Where the station has other scopes by now,
 * those that are new come as ranges before the tail goes on, and those that are gone are named.
 */
import { z } from 'zod';
import { id } from '../../shared/entities/fields.ts';
import { entityByName, entityNames, isEntityName, type EntityName } from '../../shared/entities/registry.ts';
import { scopes as allScopes, type Scope } from '../../shared/entities/scopes.ts';
import { receivedScopes, type Station } from '../../shared/entities/stations.ts';
import { pastNumbers } from '../../shared/sync/judge/server-row.ts';
import { limits, type PullAnswer, type PullRequest, type WireRow } from '../../shared/sync/wire/protocol.ts';
import { RequestFailure } from '../request-failure.ts';
import type { PulledRow, SiteSnapshot, SiteStore, TailPosition } from './site-store.ts';

export interface PullContext {
  readonly siteId: string;
  readonly deviceId: string;
  readonly station: Station;
  /** Server's clock, UTC ms. */
  readonly now: number;
}

const entityName = z.string().refine((name): boolean => isEntityName(name));

/** Where a device stands. It comes back from outside: what is none of ours must not reach the database. */
const cursorSchema = z.object({
  epoch: z.string(),
  /** Of the station, joined by commas. */
  scopes: z.string(),
  /** Bootstrap: the entity under way and the id reached; absent in a tail. Of these scopes alone where some joined. */
  bootstrap: z
    .object({ entity: entityName, after: id().nullable(), joined: z.array(z.enum(allScopes)).optional() })
    .optional(),
  /** Tail: the number reached. Bootstrap: the head H it was begun at; of scopes that joined: the number reached before. */
  version: z.int(),
  /** Where a page ended inside `version`: the last row sent of it. */
  within: z.object({ entity: entityName, id: id() }).optional(),
  /** opId of the change numbered `version`: another one there means another history. */
  mark: z.string().nullable(),
  /** Pages of this run so far. */
  pages: z.int(),
});
type Cursor = z.infer<typeof cursorSchema>;

/** What rows may take of a page; the rest is for the answer around them. */
const pageBytes = limits.largePageBytes - 10_000;

/** Rows looked at for a page that is filled by size. */
const largePageRows = 20_000;

/** @throws RequestFailure epoch_changed, cursor_expired */
export async function pullRows(
  store: SiteStore,
  context: PullContext,
  request: PullRequest,
): Promise<PullAnswer> {
  const scopes = receivedScopes(context.station);
  return store.pull(context.siteId, async (snapshot) => {
    const { epoch } = snapshot;
    requireEpoch(request, epoch);
    const opened = await openCursor(snapshot, request.cursor, { epoch, scopes: scopes.join(',') }, true);
    const { cursor, left } = movedTo(opened, scopes);
    const budget = budgetOf(cursor, request.limit);
    const page = cursor.bootstrap
      ? await rangePage(snapshot, scopes, cursor, cursor.bootstrap, budget)
      : await tailPage(snapshot, scopes, cursor, budget);
    return {
      epoch,
      serverTime: context.now,
      head: snapshot.head,
      station: context.station,
      scopes,
      ...(left.length > 0 ? { left } : {}),
      lastOpSeq: await snapshot.lastOpSeq(context.deviceId),
      backedUpTo: snapshot.backedUpTo,
      ...page.answer,
      cursor: closeCursor(page.next),
    };
  });
}

interface Page {
  readonly answer: Pick<PullAnswer, 'mode' | 'rows' | 'more' | 'range'>;
  readonly next: Cursor;
}

interface Budget {
  readonly rows: number;
  /** Of JSON in UTF-8. */
  readonly bytes: number;
}

/** From the tenth page of a run on the device's limit is passed over, so that it catches up with a busy site (R6). */
function budgetOf(cursor: Cursor, limit: number): Budget {
  if (cursor.pages + 1 < limits.largePagesFrom) return { rows: limit, bytes: pageBytes };
  return { rows: largePageRows, bytes: pageBytes };
}

/** @param epoch of what is read or written, seen within its transaction @throws RequestFailure epoch_changed */
export function requireEpoch(request: { readonly epoch: string }, epoch: string): void {
  if (request.epoch !== epoch)
    throw new RequestFailure('epoch_changed', 'The server was restored.', { epoch });
}

/**
 * @param mayMove whether the station may have other scopes by now than the cursor: only where a pull came to its end,
 * for of a tail that is half told the device keeps nothing, and what is half loaded is begun again
 */
export async function openCursor(
  snapshot: SiteSnapshot,
  sent: string | null,
  known: Pick<Cursor, 'epoch' | 'scopes'>,
  mayMove = false,
): Promise<Cursor> {
  if (sent === null) {
    const bootstrap = { entity: entityNames[0] as string, after: null };
    return { ...known, bootstrap, ...(await headMark(snapshot)), pages: 0 };
  }
  const cursor = readCursor(sent);
  const isKnown = cursor?.epoch === known.epoch && cursor.version <= snapshot.head;
  if (
    !cursor ||
    !isKnown ||
    !(cursor.scopes === known.scopes || (mayMove && !cursor.bootstrap && !cursor.within)) ||
    missesRemovals(cursor, snapshot) ||
    (await snapshot.opIdOf(cursor.version)) !== cursor.mark
  ) {
    throw new RequestFailure('cursor_expired', 'Begin again without a cursor.');
  }
  return cursor;
}

/** The cursor with the scopes of now: what joined is loaded first, and the tail goes on from where it stood (R9). */
function movedTo(cursor: Cursor, scopes: readonly Scope[]): { cursor: Cursor; left: Scope[] } {
  const before = cursor.scopes.split(',');
  const joined = scopes.filter((scope) => !before.includes(scope));
  const left = allScopes.filter((scope) => before.includes(scope) && !scopes.includes(scope));
  const moved = { ...cursor, scopes: scopes.join(',') };
  if (joined.length === 0) return { cursor: moved, left };
  const bootstrap = { entity: loadedEntities(joined)[0] as string, after: null, joined };
  return { cursor: { ...moved, bootstrap, pages: 0 }, left };
}

/** In their order. A conflict has the scope of the row it tells of: any scope that joins may bring some. */
function loadedEntities(joined: readonly Scope[] | undefined): readonly EntityName[] {
  if (!joined) return entityNames;
  return entityNames.filter((name) => name === 'conflict' || joined.includes(entityByName(name).scope));
}

/** What was removed between the cursor and that number may be forgotten, and would stay on the device for good. */
function missesRemovals({ version, within }: Cursor, { compactedTo }: SiteSnapshot): boolean {
  return version < compactedTo || (version === compactedTo && within !== undefined);
}

async function headMark(snapshot: SiteSnapshot): Promise<Pick<Cursor, 'version' | 'mark'>> {
  return { version: snapshot.head, mark: await snapshot.opIdOf(snapshot.head) };
}

function readCursor(text: string): Cursor | null {
  try {
    const read = cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function closeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');
}

async function rangePage(
  snapshot: SiteSnapshot,
  scopes: Parameters<SiteSnapshot['range']>[0],
  cursor: Cursor,
  at: NonNullable<Cursor['bootstrap']>,
  budget: Budget,
): Promise<Page> {
  const found = await snapshot.range(scopes, at.entity, at.after, budget.rows + 1);
  const rows = withinBudget(found, budget);
  const isWhole = rows.length === found.length;
  const through = isWhole ? null : (rows.at(-1)?.id ?? null);
  const { bootstrap: _, ...rest } = cursor;
  const entities: readonly string[] = loadedEntities(at.joined);
  const entity = isWhole ? entities[entities.indexOf(at.entity) + 1] : at.entity;
  // After the last entity the tail begins, at the number the bootstrap stands on.
  const onward = entity === undefined ? {} : { bootstrap: { ...at, entity, after: through } };
  return {
    answer: {
      mode: 'bootstrap',
      range: { entity: at.entity, after: at.after, through },
      rows: rows.map(toWire),
      more: true,
    },
    next: { ...rest, ...onward, pages: cursor.pages + 1 },
  };
}

async function tailPage(
  snapshot: SiteSnapshot,
  scopes: Parameters<SiteSnapshot['tail']>[0],
  cursor: Cursor,
  budget: Budget,
): Promise<Page> {
  const { within, ...rest } = cursor;
  const after: TailPosition = {
    version: cursor.version,
    entity: within?.entity ?? null,
    id: within?.id ?? null,
  };
  const found = await snapshot.tail(scopes, after, budget.rows + 1);
  const rows = withinBudget(found, budget);
  const more = rows.length < found.length;
  const last = rows.at(-1);
  const answer = { mode: 'tail' as const, rows: rows.map(toWire), more };
  // Nothing more in this snapshot: the cursor stands on its head, past what other scopes wrote.
  if (!more) return { answer, next: { ...rest, ...(await headMark(snapshot)), pages: 0 } };
  const { version, entity, id } = last as PulledRow;
  return {
    answer,
    next: {
      ...rest,
      version,
      within: { entity, id },
      mark: await snapshot.opIdOf(version),
      pages: cursor.pages + 1,
    },
  };
}

/** At least one row, so that every page gets somewhere. */
export function withinBudget(rows: readonly PulledRow[], budget: Budget): PulledRow[] {
  const kept: PulledRow[] = [];
  let bytes = 0;
  for (const row of rows.slice(0, budget.rows)) {
    bytes += Buffer.byteLength(JSON.stringify(toWire(row))) + 1;
    if (kept.length > 0 && bytes > budget.bytes) break;
    kept.push(row);
  }
  return kept;
}

export function toWire({ entity, id, version, data, stamps }: PulledRow): WireRow {
  if (!data) return { entity, id, version, removed: true };
  const past = stamps && pastNumbers(stamps);
  return { entity, id, version, data, ...(past ? { past } : {}) } as WireRow;
}
