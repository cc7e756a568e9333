/**
 * A claim: one device works on a row alone for a while, and its patches carry the claim's token (R10).
 *
 * Purpose: says which edits of a row a claim keeps out.
 * Invariants: a row has one claim at most; of two tokens given for a row one after the other only the later is good
 * from then on, whatever the clocks say. A claim that ran out is good until somebody else has the row, so that what
 * was done without a network is lost to no one but a person who took the work over.
 *
 *             no claim     in force      ran out
 *   no token  applied      claim_lost    applied
 *   its token     –        applied       applied
 *   another   claim_lost   claim_lost    claim_lost
 */
import type { EntityName } from '../../entities/registry.ts';
import { limits, type Patch } from '../wire/protocol.ts';

export interface Claim {
  readonly entity: EntityName;
  readonly id: string;
  readonly token: string;
  readonly deviceId: string;
  /** Server's clock, UTC ms; a device may have it from then on, whoever had it before. */
  readonly until: number;
}

/**
 * Whether it keeps others out. One that ends later than any can that was given just now, by a server whose clock is a
 * whole claim ahead of this one's, was given by a clock that has been set back: it would keep them out for as long.
 */
export function isInForce({ until }: Pick<Claim, 'until'>, now: number): boolean {
  return until > now && until - now <= 2 * limits.claimMs;
}

/** @returns why the patch comes too late, in English; null where it may go on */
export function lostClaim(
  judge: { readonly device: { readonly id: string; readonly isServer: boolean }; readonly now: number },
  claim: Claim | undefined,
  patch: Patch,
): string | null {
  if (judge.device.isServer) return null;
  if (patch.claim === undefined)
    return claim && isInForce(claim, judge.now) ? 'another desk has claimed it' : null;
  const isGood = claim?.token === patch.claim && claim.deviceId === judge.device.id;
  return isGood ? null : 'the claim is over';
}
