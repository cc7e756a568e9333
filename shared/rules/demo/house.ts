/** What the parts of the demonstration draw on: chance, and the rows that were made before. */
import type { Random } from './random.ts';

export interface Guest {
  readonly cardId: string;
  readonly name: string;
  readonly vehicleIds: readonly string[];
  /** The drink they mostly take. */
  readonly usualId: string;
}

export interface DemoHouse {
  readonly random: Random;
  readonly seatIds: readonly string[];
  readonly menuIds: readonly string[];
  readonly attendantIds: readonly string[];
}

/** As `default-site.ts` sets them: the zone has no summer time. */
export const timeZone = 'Asia/Shanghai';
export const dayCutOff = '04:00';
export const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;
