/** What the search knows of a guest. */
import type { Readings } from './match-name.ts';

export interface SearchEntry {
  readonly guestCardId: string;
  readonly name: string;
  readonly kind: 'private' | 'organisation';
  readonly readings: Readings;
  readonly phoneLast4: string | null;
  /** `MM-DD`. */
  readonly birthMonthDay: string | null;
  readonly flags: readonly string[];
  readonly vehicles: readonly SearchVehicle[];
  /** UTC ms. */
  readonly lastVisitAt: number | null;
}

export interface SearchVehicle {
  readonly id: string;
  readonly plate: string | null;
  readonly vin: string | null;
  readonly model: string | null;
}
