/** Who pushes, and where: what all steps of a push are told (R9). */
import type { Station } from '../../shared/entities/stations.ts';

export interface PushContext {
  readonly siteId: string;
  readonly deviceId: string;
  readonly station: Station;
  /** The server's own device: writes what devices may not, with nobody's rights asked. */
  readonly isServer: boolean;
  /** Ids the same installation had before: a renewed desk may still mend what it created (R9). */
  readonly earlierIds: readonly string[];
  /** Server's clock, UTC ms. */
  readonly now: number;
  /** For the log: the database is in trouble, and the device was asked to send again. */
  onBusy(error: unknown): void;
  /** For the log: the database refused a change's data, and the change is rejected. */
  onRefused(error: unknown): void;
}
