/** Claims of rows (R10). */
import type { FastifyInstance } from 'fastify';
import { claimRequest, releaseRequest } from '../../shared/sync/wire/protocol.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import { newToken } from '../auth/tokens.ts';
import type { DeviceIdentity, ServerDeps } from '../deps.ts';
import { claimRow, releaseClaim, type ClaimContext } from '../sync/claims.ts';
import type { SiteStore } from '../sync/site-store.ts';
import { readBody, requireProtocol } from './read-body.ts';

/** @param store behind the gate that pushes wait at: a claim takes the site's lock too */
export function registerClaims(app: FastifyInstance, deps: ServerDeps, store: SiteStore): void {
  const authenticate = deviceAuth(deps);
  const contextOf = (device: DeviceIdentity): ClaimContext => ({
    ...device,
    isServer: false,
    now: deps.clock(),
    newToken,
    onBusy: (error) => app.log.warn({ err: error }, 'claim asked to retry'),
  });

  app.post('/api/v1/claims', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return claimRow(store, contextOf(device), readBody(claimRequest, request.body));
  });

  app.post('/api/v1/claims/release', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return releaseClaim(store, contextOf(device), readBody(releaseRequest, request.body));
  });
}
