/** Signing a person in. */
import type { FastifyInstance } from 'fastify';
import { sessionRequest, type SessionAnswer } from '../../shared/sync/wire/protocol.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import { createFailureLimit } from '../auth/failure-limit.ts';
import { verifyPassword } from '../auth/passwords.ts';
import { hashSecret, newToken } from '../auth/tokens.ts';
import type { ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { readBody } from './read-body.ts';

const sessionMs = 12 * 3_600_000;
const maxFailures = 10;
const failureWindowMs = 5 * 60_000;

export function registerSessions(app: FastifyInstance, deps: ServerDeps): void {
  const { db, clock } = deps;
  const authenticate = deviceAuth(deps);
  const limit = createFailureLimit(deps, maxFailures, failureWindowMs);

  app.post('/api/v1/sessions', async (request): Promise<SessionAnswer> => {
    const { siteId, installId } = await authenticate(request);
    const { username, password } = readBody(sessionRequest, request.body);
    const account = await db
      .selectFrom('account')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('username', '=', username)
      .executeTakeFirst();
    // Of the installation, which a renewal keeps: else each renewal would give ten tries more.
    const guess = await limit.begin(`password:${siteId}:${installId}:${username}`);
    const isRight = await verifyPassword(password, account?.password_hash ?? null);
    if (!account || !isRight) {
      throw new RequestFailure('credentials_invalid', 'User name or password is wrong.', {
        field: 'password',
      });
    }
    await guess.succeeded();
    const latest = await db
      .selectFrom('account_roles')
      .select('roles')
      .where('site_id', '=', siteId)
      .where('user_id', '=', account.id)
      .orderBy('since', 'desc')
      .limit(1)
      .executeTakeFirst();
    const session = newToken();
    const expiresAt = clock() + sessionMs;
    await db.deleteFrom('session').where('expires_at', '<', clock()).execute();
    await db
      .insertInto('session')
      .values({
        token_hash: hashSecret(session),
        site_id: siteId,
        user_id: account.id,
        expires_at: expiresAt,
      })
      .execute();
    return { userId: account.id, name: account.name, roles: latest?.roles ?? [], session, expiresAt };
  });
}
