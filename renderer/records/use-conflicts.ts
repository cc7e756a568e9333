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
  const since = Math.floor(useNow(60_000) / dayMs) * dayMs - recentMs;
  return useLiveQuery(
    async () => holdAll(db, await db.conflict.where('keptAt').above(since).toArray(), mine),
    [db, since, mine.deviceId, mine.personId],
  );
}

/** Own edits that lost and are news still, as `entity id` of their records; what a guest likes counts for the guest's card too. */
export function useNews(): { readonly count: number; readonly records: ReadonlySet<string> } {
  const recent = useRecentConflicts() ?? none;
  const news = recent.filter(({ isNews }) => isNews);
  return {
    count: news.length,
    records: new Set(
      news.flatMap(({ conflict, guestCardId }) => [
        `${conflict.entity} ${conflict.rowId}`,
        ...(guestCardId === null ? [] : [`guestCard ${guestCardId}`]),
      ]),
    ),
  };
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

async function holdAll(
  db: DeskDatabase,
  conflicts: readonly LocalRow<'conflict'>[],
  { deviceId, personId }: Mine,
): Promise<HeldConflict[]> {
  const seen = new Set(await readSeen(db));
  const rows = await Promise.all(conflicts.map((conflict) => readRow(db, conflict)));
  const held = conflicts.flatMap((conflict, index): HeldConflict[] => {
    const row = rows[index];
    const state = conflictState(conflict, row);
    if (!row || state === null) return [];
    const isOwn = conflict.lostDevice === deviceId || conflict.lostActor === personId;
    const isNews = isOwn && state !== 'lost' && !seen.has(conflict.id);
    const guestCardId = conflict.entity === 'preference' ? String(row['guestCardId']) : null;
    const current = currentValue(conflict.entity, conflict.field, row);
    return [{ conflict, state, isNews, guestCardId, current }];
  });
  return held.sort((a, b) => b.conflict.rowVersion - a.conflict.rowVersion);
}

async function readRow(
  db: DeskDatabase,
  { entity, rowId }: LocalRow<'conflict'>,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!isEntityName(entity)) return undefined;
  return (await db.table(entity).get(rowId)) as Readonly<Record<string, unknown>> | undefined;
}
