/** What the screens of a window know of their desk. */
import type { DeviceRecord, StorageFailure } from '../../shared/sync/device/device-store.ts';
import type { LocalRow } from './database.ts';
import type { Person } from './people.ts';
import type { LeaderStatus } from './sync-channel.ts';

export interface DeskState {
  /** undefined while the database opens; null before enrolment. */
  readonly device: DeviceRecord | null | undefined;
  readonly person: Person | null;
  readonly settings: LocalRow<'siteSettings'> | undefined;
  /** What the leader last said; null before the first word. */
  readonly leader: LeaderStatus | null;
  /** UTC ms the leader was last heard. */
  readonly leaderHeardAt: number;
  /** Whether the shell's journal has all it should; `none` in a browser. */
  readonly journal: 'none' | 'kept' | 'trouble';
  /** The device cannot keep data: a code of shared/errors.ts. */
  readonly storageProblem: StorageFailure['code'] | null;
}
