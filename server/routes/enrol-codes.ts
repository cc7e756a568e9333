/** A code for a new desk, asked for at a desk by a person who may: what `enrol-code` does on the command line. */
import type { FastifyInstance } from 'fastify';
import { enrolCodeRequest, type EnrolCodeAnswer } from '../../shared/sync/wire/administration.ts';
import { codeLifeMs, createEnrolCode } from '../administration.ts';
import { deviceAuth } from '../auth/device-auth.ts';
import { requireRight } from '../auth/session-auth.ts';
import type { ServerDeps } from '../deps.ts';
import { readBody } from './read-body.ts';

export function registerEnrolCodes(app: FastifyInstance, deps: ServerDeps): void {
  const { clock } = deps;
  const { origins, authority } = deps.settings.reach;
  const authenticate = deviceAuth(deps);

  app.post('/api/v1/enrol-codes', async (request): Promise<EnrolCodeAnswer> => {
    const device = await authenticate(request);
    const { station } = readBody(enrolCodeRequest, request.body);
    await requireRight(deps, request, device, 'desks.enrol');
    const expiresAt = clock() + codeLifeMs;
    const code = await createEnrolCode(deps, device.siteId, station);
    const trusted = authority ? { ca: authority.fingerprint, caEnds: authority.validTo } : { ca: null };
    return { code, expiresAt, origins: [...origins()], ...trusted };
  });
}
