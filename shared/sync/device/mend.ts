/**
 * What the engine mends by itself when a step failed, before anyone is told.
 *
 * Purpose: an old cursor, another epoch, a copied profile, too large a batch are no reason to stop.
 * Invariants: nothing waiting is lost by a mend; whatever is not mended comes back as it was.
 *
 *   superseded ─────────────▶ (the row on the disk is newer) again
 *   cursor_expired ─────────▶ forget the cursor: bootstrap
 *   epoch_changed ──────────▶ return what is newer (recover.ts), take the new epoch, opSeq from 1
 *   op_seq_gap, device_cloned ▶ renew: a new device id, the same opIds
 *   too_large ──────────────▶ half as many changes a push
 */
import type { StepFailure } from './exchange.ts';
import { limits } from '../wire/protocol.ts';
import { recover, type RecoverDeps } from './recover.ts';
import { adoptRenewal, forgetCursor } from './reposition.ts';

/** How the next push is made. */
interface PushPlan {
  /** Changes a push at most; halved where the server finds one too large. */
  maxChanges: number;
}

export const freshPlan = (): PushPlan => ({ maxChanges: limits.changesPerPush });

/** @returns null where the next cycle may begin at once, else what stands in the way */
export async function mend(
  deps: RecoverDeps,
  plan: PushPlan,
  failure: StepFailure,
): Promise<StepFailure | null> {
  switch (failure.code) {
    case 'superseded':
      return null;
    case 'cursor_expired':
      await forgetCursor(deps.store);
      return null;
    case 'epoch_changed':
      return recover(deps);
    case 'op_seq_gap':
    case 'device_cloned':
      return renew(deps);
    case 'too_large':
      if (plan.maxChanges === 1) return failure;
      plan.maxChanges = Math.floor(plan.maxChanges / 2);
      return null;
    default:
      return failure;
  }
}

async function renew({ store, transport }: RecoverDeps): Promise<StepFailure | null> {
  const device = await store.transact('read', [], (transaction) => transaction.getDevice());
  if (!device) return { code: 'token_invalid' };
  const answer = await transport.renew(device.token, device.installId);
  if (!answer.ok) return answer.failure;
  await adoptRenewal(store, answer.value, device.deviceId);
  return null;
}
