/** The divergence check (R11). */
import type { FastifyInstance } from 'fastify';
import { bucketRequest, checkRequest } from '../../shared/sync/protocol.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import type { ServerDeps } from '../deps.ts';
import { bucketRows, checkSums } from '../sync/check.ts';
import { createPgStore } from '../sync/pg-store.ts';
import { readBody, requireProtocol } from './read-body.ts';

export function registerCheck(app: FastifyInstance, deps: ServerDeps): void {
  const store = createPgStore(deps.db);
  const authenticate = deviceAuth(deps);

  app.post('/api/v1/sync/check', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    return checkSums(store, { ...device, now: deps.clock() }, readBody(checkRequest, request.body));
  });

  app.post('/api/v1/sync/bucket', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    const body = readBody(bucketRequest, request.body);
    const answer = await bucketRows(store, { ...device, now: deps.clock() }, body);
    const { entity, bucket, after } = body;
    // A desk that differs is a defect somewhere: whoever keeps the server shall know of it.
    if (after === null)
      request.log.warn({ deviceId: device.deviceId, entity, bucket }, 'a desk differs and is mended');
    return answer;
  });
}
