/**
 * The desk's state for screens; all of it live. Rows are read by `useLiveQuery` of dexie-react-hooks; what an address
 * or a choice names by its id, by `useLiveOf`.
 */
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Scope } from '../../shared/entities/scopes.ts';
import type { Station } from '../../shared/entities/stations.ts';
import type { OutboxEntry, RejectedChange, StorageFailure } from '../../shared/sync/device/device-store.ts';
import type { SyncPhase } from '../../shared/sync/device/sync-loop.ts';
import { oldestWaiting } from './oldest-waiting.ts';
import { silentLeaderMs } from './sync-channel.ts';
import type { CheckRecord, LocalRow } from './database.ts';
import type { DeskState } from './desk-state.ts';
import { fallbackSettings } from './desk.ts';
import { useDesk } from './desk-context.tsx';
import type { Person } from './people.ts';

export type { Person } from './people.ts';

function useDeskState<Value>(select: (state: DeskState) => Value): Value {
  return useStore(useDesk().state, useShallow(select));
}

export interface DeviceInfo {
  readonly deviceId: string;
  readonly name: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly station: Station;
  readonly scopes: readonly Scope[];
  /** False until the first bootstrap is complete. */
  readonly ready: boolean;
  /** Without a server since then, device's ms; null on a desk of one. */
  readonly aloneSince: number | null;
  /** Rows that were put on their way to a server so far, and in all; null where none are being put (R14). */
  readonly joining: { readonly done: number; readonly total: number } | null;
}

/** undefined while the database opens; null before enrolment. */
export function useDevice(): DeviceInfo | null | undefined {
  const text = useDeskState(({ device }) => {
    if (!device) return device;
    const { deviceId, name, siteId, siteName, station, scopes, ready } = device;
    const aloneSince = device.alone?.since ?? null;
    const joining = device.joining && {
      done: Object.values(device.joining.brought).reduce((sum, rows) => sum + rows, 0),
      total: device.joining.total,
    };
    const shown = { deviceId, name, siteId, siteName, station, scopes, ready, aloneSince };
    return JSON.stringify({ ...shown, joining: joining ?? null });
  });
  // As text: the record changes with every synchronisation, what screens show of it does not.
  return text ? (JSON.parse(text) as DeviceInfo) : (text as null | undefined);
}

export function usePerson(): Person | null {
  return useDeskState((state) => state.person);
}

export function useSettings(): LocalRow<'siteSettings'> | undefined {
  return useDeskState((state) => state.settings);
}

/** Of the site, IANA: the device may be set to another. */
export function useTimeZone(): string {
  return useDeskState((state) => (state.settings ?? fallbackSettings).timeZone);
}

export function useJournalState(): DeskState['journal'] {
  return useDeskState((state) => state.journal);
}

export function useStorageProblem(): StorageFailure['code'] | null {
  return useDeskState((state) => state.storageProblem);
}

export interface SyncStatus {
  /** `alone`: there is no server, and nothing to be at one with. */
  readonly phase: SyncPhase | 'alone';
  /** Code of shared/errors.ts of what failed last. */
  readonly problem: string | null;
  /** Changes without a verdict. */
  readonly waiting: number;
  /** Rejected changes. */
  readonly attention: number;
  /** UTC ms. */
  readonly lastSyncedAt: number | null;
  /** When the oldest waiting change was made, UTC ms. */
  readonly oldestWaitingAt: number | null;
  /** Server's clock minus the device's. */
  readonly clockDifferenceMs: number;
  /** Rows of a bootstrap under way. */
  readonly loadedRows: number | null;
  /** After a failure: when it is tried again by itself, UTC ms by the device's clock. */
  readonly nextTryAt: number | null;
}

export function useSyncStatus(): SyncStatus {
  const { db } = useDesk();
  const now = useNow(5_000);
  const leader = useDeskState((state) => state.leader);
  const heardAt = useDeskState((state) => state.leaderHeardAt);
  const isAlone = useDeskState((state) => state.device?.alone !== undefined);
  const lastSyncedAt = useDeskState((state) => state.device?.lastSyncedAt ?? null);
  const counts = useLiveQuery(
    async () => ({
      waiting: await db.outbox.count(),
      attention: await db.attention.count(),
      oldest: (await db.outbox.orderBy('localSeq').first())?.occurredAt ?? null,
    }),
    [db],
  );
  const isSilent = now - heardAt > 2 * silentLeaderMs;
  return {
    phase: isAlone ? 'alone' : leader === null || isSilent ? 'starting' : leader.phase,
    problem: leader?.problem ?? null,
    waiting: counts?.waiting ?? 0,
    attention: counts?.attention ?? 0,
    lastSyncedAt,
    oldestWaitingAt: counts?.oldest ?? null,
    clockDifferenceMs: leader?.clockOffset ?? 0,
    loadedRows: leader?.loadedRows ?? null,
    nextTryAt: leader?.nextTryAt ?? null,
  };
}

/** Oldest first, as many as one looks through; the count is in the status. Undefined while loading. */
export function useWaitingChanges(): OutboxEntry[] | undefined {
  const { db } = useDesk();
  return useLiveQuery(() => oldestWaiting(db), [db]);
}

/** Newest first; undefined while loading. */
export function useRejectedChanges(): RejectedChange[] | undefined {
  const { db } = useDesk();
  return useLiveQuery(
    async () => (await db.attention.toArray()).sort((a, b) => b.rejectedAt - a.rejectedAt),
    [db],
  );
}

/** How the last divergence check went; null before the first, undefined while loading. */
export function useLastCheck(): CheckRecord | null | undefined {
  const { db } = useDesk();
  return useLiveQuery(async () => {
    const row = await db.meta.get('check');
    return row?.key === 'check' ? row.value : null;
  }, [db]);
}

/** UTC ms by the device's clock, renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
