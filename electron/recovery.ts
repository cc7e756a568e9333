/**
 * What becomes of a page that crashed or hangs: it is loaded again, with what was typed (the page keeps its drafts);
 * one that goes again and again comes back as a page that says so; and one that cannot even show that is given up.
 */
import type { RenderProcessGoneDetails } from 'electron';
import type { Recovery } from '../shared/ipc.ts';

export type AfterLoss =
  | { readonly do: 'nothing' }
  | { readonly do: 'reload'; readonly recovery: Recovery }
  | { readonly do: 'giveUp' };

export interface RecoveryPolicy {
  /** @param isHung it was ended because it did not answer @param now UTC ms */
  onGone(reason: RenderProcessGoneDetails['reason'], isHung: boolean, now: number): AfterLoss;
}

/** Losses within this time are one trouble, ms. */
const troubleMs = 10 * 60_000;
/** From this one on the page comes back without the application in it. */
const repeated = 3;
/** From this one on nothing comes back by itself. */
const hopeless = 6;

export function createRecoveryPolicy(): RecoveryPolicy {
  let losses: readonly number[] = [];
  return {
    onGone(reason, isHung, now) {
      if (reason === 'clean-exit') return { do: 'nothing' };
      losses = [...losses.filter((at) => now - at < troubleMs), now];
      // Another start of the same program would fail in the same way.
      const isBroken = reason === 'integrity-failure' || reason === 'launch-failed';
      if (isBroken || losses.length >= hopeless) return { do: 'giveUp' };
      return {
        do: 'reload',
        recovery: { cause: causeOf(reason, isHung), isRepeated: losses.length >= repeated },
      };
    },
  };
}

function causeOf(reason: RenderProcessGoneDetails['reason'], isHung: boolean): Recovery['cause'] {
  if (isHung) return 'hung';
  return reason === 'oom' || reason === 'memory-eviction' ? 'outOfMemory' : 'crashed';
}
