/** When a flow may begin. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Longer no flow takes. */
const longestFlowMs = 10 * 60_000;
const dayMs = 24 * 60 * 60_000;
/** 04:00 in Shanghai, where the clock is never changed. UTC. */
const cutOffMs = 20 * 60 * 60_000;

/**
 * A flow in whose middle the business day ends has two of them: whoever it checked in was left over night, is not seen
 * off by one key, and stands in the register of yesterday. So near its end it waits for the next one.
 * @param now UTC ms @returns ms
 */
export function waitForBusinessDay(now: number): number {
  const left = dayMs - ((now - cutOffMs) % dayMs);
  return left < longestFlowMs ? left : 0;
}

export const whenBusinessDayIsLong = (): Promise<void> => sleep(waitForBusinessDay(Date.now()));
