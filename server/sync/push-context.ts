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
  /** Trouble of the database, for the log. */
  onTrouble(error: unknown): void;
}
