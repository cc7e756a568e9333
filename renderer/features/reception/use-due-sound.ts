/** A soft sound when another refill falls due, for who wants one. */
import { useEffect, useRef } from 'react';
import { useOwnChoice } from '../../data/use-own-choice.ts';
import { playSoftly } from '../../ui/soft-sound.ts';

/** At most one in this time, however many fall due. */
const restMs = 60_000;

/** Over pages: who comes back to the floor is not greeted again. Device's ms. */
let playedAt = -Infinity;

/** @param due refills that are due now */
export function useDueSound(due: number): void {
  const [isWanted] = useOwnChoice('due-sound');
  const before = useRef(due);
  useEffect(() => {
    const isMore = due > before.current;
    before.current = due;
    const now = performance.now();
    if (!isMore || !isWanted || now - playedAt < restMs) return;
    playedAt = now;
    playSoftly();
  }, [due, isWanted]);
}
