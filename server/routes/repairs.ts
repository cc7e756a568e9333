/** What brings a desk right again: the divergence check (R11), and what it returns after a restore (R8). */
import type { FastifyInstance } from 'fastify';
import { bucketRequest, checkRequest, recoverRequest } from '../../shared/sync/wire/protocol.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import type { ServerDeps } from '../deps.ts';
import { bucketRows, checkSums } from '../sync/check.ts';
import { createPgStore } from '../sync/pg-store.ts';
import { recoverRows } from '../sync/recover.ts';
import { readBody, requireProtocol } from './read-body.ts';

export function registerRepairs(app: FastifyInstance, deps: ServerDeps): void {
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

  app.post('/api/v1/sync/recover', async (request) => {
    const device = await authenticate(request);
    requireProtocol(request.body);
    const body = readBody(recoverRequest, request.body);
    const onTrouble = (error: unknown) => request.log.warn({ err: error }, 'recover met trouble');
    return recoverRows(store, { ...device, now: deps.clock(), onTrouble }, body);
  });
}
