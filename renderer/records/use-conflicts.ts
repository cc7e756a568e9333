/** Conflicts as a desk holds them: those of a record, the latest of all, and its own that nobody has seen yet. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useCallback } from 'react';
import { isEntityName, type EntityName } from '../../shared/entities/registry.ts';
import type { DeskDatabase, LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, useNow, usePerson } from '../data/hooks.ts';
import { conflictState, currentValue, type ConflictState } from './conflict-state.ts';

export interface HeldConflict {
  readonly conflict: LocalRow<'conflict'>;
  readonly state: ConflictState;
  /** What the field says now. */
  readonly current: unknown;
  /** Of a preference: whose it is. */
  readonly guestCardId: string | null;
  /** An edit of who is signed in, or of this desk, that lost, and that nobody here said to have seen. */
  readonly isNews: boolean;
}

export interface RecordAddress {
  readonly entity: EntityName;
  readonly id: string;
}

/** Of these records, latest first; empty while it loads. */
export function useConflictsOf(records: readonly RecordAddress[]): readonly HeldConflict[] {
  const { db } = useDesk();
  const mine = useMine();
  const key = records.map(({ entity, id }) => `${entity} ${id}`).join();
  const held = useLiveQuery(async () => {
    if (key === '') return none;
    const addresses = key.split(',').map((record) => record.split(' '));
    return holdAll(db, await db.conflict.where('[entity+rowId]').anyOf(addresses).toArray(), mine);
  }, [db, key, mine.deviceId, mine.personId]);
  return held ?? none;
}

const dayMs = 86_400_000;
/** Older ones stay with their record. */
const recentMs = 30 * dayMs;

/** Of the last 30 days, latest first; undefined while it loads. */
export function useRecentConflicts(): readonly HeldConflict[] | undefined {
  const { db } = useDesk();
  const mine = useMine();
  const since = useRecently();
  return useLiveQuery(
    async () => holdAll(db, await db.conflict.where('keptAt').above(since).toArray(), mine),
    [db, since, mine.deviceId, mine.personId],
  );
}

/** Own edits that lost and are news still, and their records as `entity id`: what a guest likes counts for the card too. */
export function useNews(): { readonly count: number; readonly records: ReadonlySet<string> } {
  const { db } = useDesk();
  const mine = useMine();
  const since = useRecently();
  const held = useLiveQuery(async () => {
    const recent = await db.conflict.where('keptAt').above(since).toArray();
    // Rows are read of one's own alone: this runs on every screen.
    return holdAll(
      db,
      recent.filter((conflict) => isOwn(conflict, mine)),
      mine,
    );
  }, [db, since, mine.deviceId, mine.personId]);
  const news = (held ?? none).filter(({ isNews }) => isNews);
  const records = news.flatMap(({ conflict, guestCardId }) => [
    `${conflict.entity} ${conflict.rowId}`,
    ...(guestCardId === null ? [] : [`guestCard ${guestCardId}`]),
  ]);
  return { count: news.length, records: new Set(records) };
}

/** The way to say that news was seen; kept on this desk. */
export function useMarkSeen(): (conflictId: string) => Promise<void> {
  const { db } = useDesk();
  return useCallback(
    (conflictId: string) =>
      db.transaction('rw', db.meta, async () => {
        const seen = await readSeen(db);
        await db.meta.put({ key: 'seenConflicts', value: [...seen, conflictId].slice(-mostSeen) });
      }),
    [db],
  );
}

/** More than collide in 30 days; what is older is no news anyway. */
const mostSeen = 1_000;
const none: readonly HeldConflict[] = [];

/** UTC ms; the same all day long, so that it asks for nothing anew. */
function useRecently(): number {
  return Math.floor(useNow(60_000) / dayMs) * dayMs - recentMs;
}

interface Mine {
  readonly deviceId: string | null;
  readonly personId: string | null;
}

function useMine(): Mine {
  return { deviceId: useDevice()?.deviceId ?? null, personId: usePerson()?.id ?? null };
}

async function readSeen(db: DeskDatabase): Promise<readonly string[]> {
  const row = await db.meta.get('seenConflicts');
  return row?.key === 'seenConflicts' ? row.value : [];
}

function isOwn({ lostDevice, lostActor }: LocalRow<'conflict'>, { deviceId, personId }: Mine): boolean {
  return (deviceId !== null && lostDevice === deviceId) || (personId !== null && lostActor === personId);
}

async function holdAll(
  db: DeskDatabase,
  conflicts: readonly LocalRow<'conflict'>[],
  mine: Mine,
): Promise<HeldConflict[]> {
  const seen = new Set(await readSeen(db));
  const rows = await readRows(db, conflicts);
  const held = conflicts.flatMap((conflict): HeldConflict[] => {
    const row = rows.get(conflict.rowId);
    const state = conflictState(conflict, row);
    if (!row || state === null) return [];
    const isNews = isOwn(conflict, mine) && state !== 'lost' && !seen.has(conflict.id);
    const guestCardId = conflict.entity === 'preference' ? String(row['guestCardId']) : null;
    const current = currentValue(conflict.entity, conflict.field, row);
    return [{ conflict, state, isNews, guestCardId, current }];
  });
  return held.sort((a, b) => b.conflict.rowVersion - a.conflict.rowVersion);
}

interface AnyRow {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** The rows that the conflicts tell of, by id. */
async function readRows(
  db: DeskDatabase,
  conflicts: readonly LocalRow<'conflict'>[],
): Promise<Map<string, AnyRow>> {
  const rows = new Map<string, AnyRow>();
  for (const entity of new Set(conflicts.map((conflict) => conflict.entity).filter(isEntityName))) {
    const ids = conflicts.flatMap((one) => (one.entity === entity ? [one.rowId] : []));
    const found = (await db.table(entity).bulkGet([...new Set(ids)])) as (AnyRow | undefined)[];
    for (const row of found) if (row) rows.set(row.id, row);
  }
  return rows;
}
