/** Who sits at the desk that calls: by `X-Session`, for what asks for a person's right on the server itself. */
import type { FastifyRequest } from 'fastify';
import { rolesAllow, type Permission } from '../../shared/rules/permissions.ts';
import { sessionHeader } from '../../shared/sync/wire/administration.ts';
import type { DeviceIdentity, ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { hashSecret } from './tokens.ts';

/**
 * By the roles the person has now, which may be fewer than at the sign-in.
 * @throws RequestFailure session_expired where there is none, or it ended; forbidden where the right is missing
 */
export async function requireRight(
  { db, clock }: Pick<ServerDeps, 'db' | 'clock'>,
  request: FastifyRequest,
  { siteId }: Pick<DeviceIdentity, 'siteId'>,
  permission: Permission,
): Promise<void> {
  const sent = request.headers[sessionHeader];
  const session =
    typeof sent === 'string' &&
    (await db
      .selectFrom('session')
      .select('user_id')
      .where('token_hash', '=', hashSecret(sent))
      .where('site_id', '=', siteId)
      .where('expires_at', '>', clock())
      .executeTakeFirst());
  if (!session)
    throw new RequestFailure('session_expired', 'X-Session is missing, or it ended: sign in again.');
  const latest = await db
    .selectFrom('account_roles')
    .select('roles')
    .where('site_id', '=', siteId)
    .where('user_id', '=', session.user_id)
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!rolesAllow(latest?.roles ?? [], permission))
    throw new RequestFailure('forbidden', `The right ${permission} is missing.`);
}
