/** Push and pull (docs/sync-spec.md). */
import type { FastifyInstance } from 'fastify';
import { pullRequest, pushRequest } from '../../shared/sync/wire/protocol.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import type { ServerDeps } from '../deps.ts';
import { createPgStore } from '../sync/pg-store.ts';
import { pullRows } from '../sync/pull.ts';
import { pushChanges } from '../sync/push.ts';
import { withPushGate } from '../sync/push-gate.ts';
import { registerClaims } from './claims.ts';
import { readBody, requireProtocol } from './read-body.ts';

export function registerSync(app: FastifyInstance, deps: ServerDeps): void {
  // Of the ten connections of a process.
  const store = withPushGate(createPgStore(deps.db), { perSite: 3, inAll: 6, waitMs: 2_500 });
  const authenticate = deviceAuth(deps);
  registerClaims(app, deps, store);

  app.post('/api/v1/sync/push', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    const body = readBody(pushRequest, request.body);
    const log = (message: string) => (error: unknown) => request.log.warn({ err: error }, message);
    const context = {
      ...device,
      isServer: false,
      now: deps.clock(),
      onBusy: log('push asked to retry'),
      onRefused: log('change rejected'),
    };
    return pushChanges(store, context, body);
  });

  app.post('/api/v1/sync/pull', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return pullRows(store, { ...device, now: deps.clock() }, readBody(pullRequest, request.body));
  });
}
