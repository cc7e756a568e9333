/** When a party's cups want filling again (续杯). */
import type { Serving } from '../entities/serving.ts';

export interface RefillState {
  /** Since the last serving, ms; null where nothing was served. */
  readonly since: number | null;
  /** Part of the time until the refill is due, 0 to 1. */
  readonly part: number;
  readonly level: 'none' | 'fresh' | 'soon' | 'due';
  /** UTC ms; null where nothing was served. */
  readonly dueAt: number | null;
}

/** Until the site says otherwise. Our choice. */
export const defaultRefillMinutes = 20;

/** From this part of the time on a refill is coming up: the ring turns, and it stands among what comes next. */
const soonFrom = 0.8;

/**
 * @param servedAt UTC ms of the last serving that stands, null where there is none
 * @param now UTC ms
 * @param refillMinutes setting of the site, 1 to 240
 */
export function refillState(servedAt: number | null, now: number, refillMinutes: number): RefillState {
  if (servedAt === null) return { since: null, part: 0, level: 'none', dueAt: null };
  const since = Math.max(0, now - servedAt);
  const refillMs = refillMinutes * 60_000;
  const part = Math.min(1, since / refillMs);
  const level = part >= 1 ? 'due' : part >= soonFrom ? 'soon' : 'fresh';
  return { since, part, level, dueAt: servedAt + refillMs };
}

/** Within this time after a serving the same again is a key pressed twice, not a thirst. */
const justServedMs = 5_000;

/** @param servedAt UTC ms of the last serving that stands @param now UTC ms */
export function isJustServed(servedAt: number, now: number): boolean {
  return Math.abs(now - servedAt) < justServedMs;
}

type ServedRow = Pick<Serving, 'menuItemId' | 'quantity' | 'servedAt' | 'corrects'> & { readonly id: string };

/** Servings that were not taken back, oldest first; the rows that take back are left out too. */
export function standingServings<Served extends ServedRow>(servings: readonly Served[]): Served[] {
  const takenBack = new Set(servings.flatMap((serving) => serving.corrects ?? []));
  return servings
    .filter((serving) => serving.quantity > 0 && !takenBack.has(serving.id))
    .sort((a, b) => a.servedAt - b.servedAt);
}
