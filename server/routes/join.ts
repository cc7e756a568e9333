/** A desk that worked without a server joins a site (R14). */
import type { FastifyInstance } from 'fastify';
import { compareRequest, joinRequest, settledRequest } from '../../shared/sync/wire/join-messages.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import type { ServerDeps } from '../deps.ts';
import { compareSite } from '../sync/compare-site.ts';
import { joinSite } from '../sync/join-site.ts';
import { settleDesk } from '../sync/settle-desk.ts';
import { readBody, requireProtocol } from './read-body.ts';

export function registerJoin(app: FastifyInstance, { db, clock, ...deps }: ServerDeps): void {
  const authenticate = deviceAuth({ db, clock, ...deps });

  app.post('/api/v1/sites/join', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return joinSite({ ...device, db, clock }, readBody(joinRequest, request.body));
  });

  app.post('/api/v1/sites/compare', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return compareSite({ ...device, db, clock }, readBody(compareRequest, request.body));
  });

  app.post('/api/v1/sites/settled', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return settleDesk({ ...device, db, clock }, readBody(settledRequest, request.body));
  });
}
