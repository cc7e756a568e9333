/**
 * Claims: a row for one desk alone, for a while (R10). Given and ended under the site's lock, so that several servers
 * on one database agree with each other and with every push; neither takes a number.
 */
import { isEntityName } from '../../shared/entities/registry.ts';
import { judgeClaim } from '../../shared/sync/judge/judge-claim.ts';
import type {
  ClaimAnswer,
  ClaimRequest,
  ReleaseAnswer,
  ReleaseRequest,
} from '../../shared/sync/wire/protocol.ts';
import { RequestFailure } from '../request-failure.ts';
import { rolesAt } from './judge-chunk.ts';
import { requireEpoch } from './pull.ts';
import type { PushContext } from './push-context.ts';
import { StoreBusy, type SiteStore, type SiteTransaction } from './site-store.ts';

export interface ClaimContext extends Omit<PushContext, 'onRefused'> {
  newToken(): string;
}

/** @throws RequestFailure epoch_changed, malformed, forbidden, not_found, claim_taken, unavailable */
export function claimRow(
  store: SiteStore,
  context: ClaimContext,
  request: ClaimRequest,
): Promise<ClaimAnswer> {
  return inTransaction(store, context, request, async (transaction) => {
    const { entity, id, actor } = request;
    const keys = isEntityName(entity) ? [{ entity, id }] : [];
    const [row] = await transaction.rows(keys);
    const [claim] = await transaction.claims(keys);
    const roles = await transaction.roles([actor]);
    const { deviceId, station, isServer, earlierIds, now } = context;
    const judged = judgeClaim(
      {
        now,
        device: { id: deviceId, station, isServer, earlierIds },
        row: () => row,
        claim: () => claim,
        rolesOf: (userId, at) => rolesAt(roles, userId, at),
      },
      request,
      () => context.newToken(),
    );
    if ('code' in judged) {
      const { code, message, until } = judged;
      throw new RequestFailure(code, message, until === undefined ? {} : { until });
    }
    await transaction.putClaim(judged);
    const { token, until } = judged;
    return { epoch: transaction.epoch, serverTime: now, token, until };
  });
}

/** Without effect where the claim is over already. @throws RequestFailure epoch_changed, unavailable */
export function releaseClaim(
  store: SiteStore,
  context: ClaimContext,
  request: ReleaseRequest,
): Promise<ReleaseAnswer> {
  return inTransaction(store, context, request, async (transaction) => {
    const { entity, id, token } = request;
    const keys = isEntityName(entity) ? [{ entity, id }] : [];
    const [claim] = await transaction.claims(keys);
    if (claim?.token === token && claim.deviceId === context.deviceId) await transaction.endClaim(claim);
    return { epoch: transaction.epoch, serverTime: context.now };
  });
}

async function inTransaction<Value>(
  store: SiteStore,
  context: ClaimContext,
  request: { readonly epoch: string },
  work: (transaction: SiteTransaction) => Promise<Value>,
): Promise<Value> {
  try {
    return await store.push(context.siteId, (transaction) => {
      requireEpoch(request, transaction.epoch);
      return work(transaction);
    });
  } catch (error) {
    if (!(error instanceof StoreBusy)) throw error;
    context.onBusy(error);
    throw new RequestFailure('unavailable', 'The database is in trouble.', { retryAfter: 2 });
  }
}
