/**
 * Who may have a row alone (R10).
 *
 * Purpose: the answer to a claim, as a pure function; the caller holds the site's lock, and writes what comes of it.
 * Invariants: a device may claim what it could edit; who has the row keeps its token when it asks again; a renewed
 * device takes over what the one before it had, under a token of its own; anybody else waits until the claim is over.
 *
 *   nobody's, run out ──▶ new token          own ──▶ same token, for longer
 *   of a device before the renewal ──▶ new token     another's, in force ──▶ claim_taken {until}
 */
import { entityByName, isEntityName } from '../../entities/registry.ts';
import { scopeAccess } from '../../entities/stations.ts';
import { isInForce, type Claim } from './claim.ts';
import { objectionOf, type Judge } from './judge-change.ts';
import { limits, type ClaimRequest } from '../wire/protocol.ts';

interface ClaimRefusal {
  readonly code: 'malformed' | 'forbidden' | 'not_found' | 'claim_taken';
  readonly message: string;
  /** Of the claim in force. */
  readonly until?: number;
}

/** @param newToken for a claim that begins */
export function judgeClaim(
  judge: Pick<Judge, 'device' | 'now' | 'rolesOf' | 'row' | 'claim'>,
  { entity, id, actor }: Pick<ClaimRequest, 'entity' | 'id' | 'actor'>,
  newToken: () => string,
): Claim | ClaimRefusal {
  const { device, now } = judge;
  const definition = isEntityName(entity) ? entityByName(entity) : null;
  if (!isEntityName(entity) || definition?.merge !== 'claim')
    return { code: 'malformed', message: 'entity: none that is claimed' };
  if (scopeAccess[device.station][definition.scope] !== 'full')
    return { code: 'forbidden', message: `${entity}: not of this station` };
  const objection = objectionOf(judge, definition, { op: 'update' }, { actor, occurredAt: now });
  if (objection) return { code: 'forbidden', message: `actor: ${objection} for ${entity}` };
  if (!judge.row(entity, id)?.data) return { code: 'not_found', message: `${entity}: no such row` };
  const claim = judge.claim(entity, id);
  const until = now + limits.claimMs;
  if (claim?.deviceId === device.id)
    return { ...claim, until: isInForce(claim, now) ? Math.max(claim.until, until) : until };
  const isOver = !claim || !isInForce(claim, now) || device.earlierIds.includes(claim.deviceId);
  if (!isOver)
    return { code: 'claim_taken', message: 'Another desk has claimed this row.', until: claim.until };
  return { entity, id, token: newToken(), deviceId: device.id, until };
}
