/** What the windows of a desk and its leader tell each other. Hints only: nothing is lost with a message. */
import { entityNames } from '../../shared/entities/registry.ts';
import type { LoopStatus } from '../../shared/sync/device/sync-loop.ts';

export interface LeaderStatus extends LoopStatus {
  /** Which window's worker leads. */
  readonly leaderId: string;
  /** Server's clock minus the device's, ms. */
  readonly clockOffset: number;
}

/** A window's side of synchronisation, as the data layer uses it. */
export interface SyncClient {
  /** A change was written here. */
  poke(): void;
  /** Try now, whatever the back-off says. */
  wake(): void;
  /** Compares this desk's rows with the server's (R11). */
  check(): void;
  announceEnrolment(): void;
  close(): void;
}

export type SyncMessage =
  /** A change was written. */
  | { readonly type: 'poke' }
  /** Someone asks for it now, or the network came back. */
  | { readonly type: 'wake' }
  /** Someone wants to know whether this desk holds what the server does. */
  | { readonly type: 'check' }
  /** The device was enrolled. */
  | { readonly type: 'enrolled' }
  | { readonly type: 'askStatus' }
  /** Every few seconds as a sign of life, and at every turn. */
  | { readonly type: 'status'; readonly status: LeaderStatus };

export const syncChannelName = 'crdesk-sync';
export const leaderLock = 'crdesk-sync';
export const heartbeatMs = 5_000;
/** A leader silent for so long is frozen in a background tab: another takes over. */
export const silentLeaderMs = 15_000;

/** Rows that look different now: `ids` absent means the whole entity may. */
export interface RowsMessage {
  readonly entity: string;
  readonly ids?: readonly string[];
}
export const rowsChannelName = 'crdesk-rows';

/** After what nobody can name row by row. */
export function tellAllChanged(rowsChannel: BroadcastChannel): void {
  for (const entity of entityNames) rowsChannel.postMessage({ entity } satisfies RowsMessage);
}
