/** The lives of a server's database: each restore ends one and begins the next, under numbers never used before (R8). */

import { createdStamp, type ServerRow } from '../../shared/sync/judge/server-row.ts';

export interface Restore {
  /** The epoch of what was restored. */
  readonly endedEpoch: string;
  /** The site's head in it. */
  readonly restoredTo: number;
  /** The site's head the new life began at. */
  readonly startsAt: number;
  /** When the last change that was restored had come in, UTC ms. */
  readonly lastChangeAt: number;
}

/** Numbers left out at each restore, at least. */
export const restoreGap = 1_000_000_000;

/** More changes than a site can make in a minute. */
const gapPerMinute = 10_000_000;

/**
 * Where a new life's numbers begin. The age of the backup keeps two restores of one backup apart.
 * @param heads every head of the site that is known: restored, replaced, kept outside the database
 */
export function nextStart(heads: readonly number[], backupAgeMs: number): number {
  const minutes = Math.max(0, Math.floor(backupAgeMs / 60_000));
  return Math.max(0, ...heads) + restoreGap + minutes * gapPerMinute;
}

/**
 * The row began before a restore: a desk of an ended life may yet return it (R8.5). Also where it ended before that
 * restore: there may have been a life between, put back to where the row still was, and ended by a later backup.
 */
export function outlivedRestore(removed: ServerRow, restores: readonly Restore[]): boolean {
  const created = removed.stamps[createdStamp]?.version ?? 0;
  return restores.some(({ startsAt }) => created <= startsAt);
}

/**
 * Whether a life gave the number that is none of this database's past: a backup from before it was put back. A life's
 * own numbers never come so far above a head that was restored.
 */
export function isForeign(restores: readonly Restore[], version: number): boolean {
  return restores.some(
    ({ restoredTo, startsAt }) => version >= restoredTo + restoreGap && version <= startsAt,
  );
}

/** Whether one life gave both numbers. */
export function isOneLife(restores: readonly Restore[], version: number, other: number): boolean {
  return restores.every(({ startsAt }) => version > startsAt === other > startsAt);
}

/**
 * The version above which a device of that epoch may hold what this database never had.
 * @param restores in order @param epoch an ended one; one that this database never knew has parted from it at some
 * restored head, and the lowest of them is always low enough
 */
export function returnAbove(restores: readonly Restore[], epoch: string): number {
  const parted = restores.findIndex(({ endedEpoch }) => endedEpoch === epoch);
  return Math.min(...restores.slice(Math.max(0, parted)).map(({ restoredTo }) => restoredTo));
}
