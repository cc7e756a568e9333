/** A desk becomes a device of a site: by a one-time code, by renewal, or freely on a demonstration (R2). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { receivedScopes, type Station } from '../../shared/entities/stations.ts';
import { isLoopbackHost } from '../../shared/rules/enrol-link.ts';
import { enrolRequest, type EnrolAnswer } from '../../shared/sync/wire/protocol.ts';
import { bearerToken } from '../auth/device-auth.ts';
import { createFailureLimit } from '../auth/failure-limit.ts';
import { hashSecret, newToken, normaliseEnrolCode } from '../auth/tokens.ts';
import type { ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { readBody } from './read-body.ts';

type EnrolBody = z.infer<typeof enrolRequest>;

interface Place {
  readonly siteId: string;
  readonly station: Station;
}

const maxFailures = 10;
const failureWindowMs = 10 * 60_000;

export function registerEnrol(app: FastifyInstance, deps: ServerDeps): void {
  const limit = createFailureLimit(deps, maxFailures, failureWindowMs);

  app.post('/api/v1/devices/enrol', async (request): Promise<EnrolAnswer> => {
    const body = readBody(enrolRequest, request.body);
    // A token is not to be guessed: behind one address desks renew while somebody there tries codes.
    if (body.renew) return renew(deps, request, body);
    if (body.code === undefined) return enrol(deps, request, body);
    const guess = await limit.begin(`code:${request.ip}`);
    try {
      const answer = await enrol(deps, request, body);
      await guess.succeeded();
      return answer;
    } catch (error) {
      if (!isWrongCode(error)) await guess.tookBack().catch(() => undefined);
      throw error;
    }
  });
}

function isWrongCode(error: unknown): boolean {
  return error instanceof RequestFailure && /^code_/.test(error.code);
}

async function enrol(deps: ServerDeps, request: FastifyRequest, body: EnrolBody): Promise<EnrolAnswer> {
  if (body.name === undefined) throw new RequestFailure('malformed', 'name: is missing', { field: 'name' });
  const { name, installId } = body;
  return deps.db.transaction().execute(async (trx) => {
    const inTransaction = { ...deps, db: trx };
    const place = body.code
      ? await takeCode(inTransaction, body.code)
      : await demoPlace(inTransaction, request, body);
    // Every desk knows the site's id, and only the server's own device goes by it.
    if (installId === place.siteId)
      throw new RequestFailure('malformed', 'installId: is the site’s', { field: 'installId' });
    return createDevice(inTransaction, { ...place, name, installId, renewedFrom: null });
  });
}

async function takeCode({ db, clock }: ServerDeps, typed: string): Promise<Place> {
  const hash = hashSecret(normaliseEnrolCode(typed));
  const code = await db
    .selectFrom('enrol_code')
    .selectAll()
    .where('code_hash', '=', hash)
    .forUpdate()
    .executeTakeFirst();
  if (!code) throw new RequestFailure('code_unknown', 'No such enrolment code.', { field: 'code' });
  if (code.used_at !== null)
    throw new RequestFailure('code_used', 'This code was used: ask for a new one.', { field: 'code' });
  if (code.expires_at <= clock()) {
    throw new RequestFailure('code_expired', 'This code is older than 15 minutes: ask for a new one.', {
      field: 'code',
    });
  }
  await db.updateTable('enrol_code').set({ used_at: clock() }).where('code_hash', '=', hash).execute();
  return { siteId: code.site_id, station: code.station };
}

/**
 * Without a code only on a demonstration server, and only from the same machine by a name of it: a page of elsewhere
 * whose name its owner pointed here speaks from this machine, too.
 */
async function demoPlace(
  { db, settings }: ServerDeps,
  request: FastifyRequest,
  body: EnrolBody,
): Promise<Place> {
  const state = await db.selectFrom('server_state').select('demo_site_id').executeTakeFirst();
  const isFromHere = isLoopback(request.ip) && isOwnName(request.hostname);
  if (!settings.demo || !state?.demo_site_id || !isFromHere) {
    throw new RequestFailure('malformed', 'code: is missing', { field: 'code' });
  }
  return { siteId: state.demo_site_id, station: body.station ?? 'bar' };
}

const isOwnName = (host: string) => isLoopbackHost(host) || host === '[::1]';

function isLoopback(ip: string): boolean {
  return ip === '::1' || /^(::ffff:)?127\./.test(ip);
}

/** The new device is of the old one's installation, whatever the request says: what it wrote is its own to mend (R9). */
async function renew(deps: ServerDeps, request: FastifyRequest, body: EnrolBody): Promise<EnrolAnswer> {
  const tokenHash = hashSecret(bearerToken(request));
  return deps.db.transaction().execute(async (trx) => {
    // Locked, so that a revocation meanwhile either is seen here or sees the new one.
    const old = await trx
      .selectFrom('device')
      .selectAll()
      .where('token_hash', '=', tokenHash)
      .forUpdate()
      .executeTakeFirst();
    if (!old) throw new RequestFailure('token_invalid', 'The device token is not known here.');
    if (old.state === 'revoked') throw new RequestFailure('device_revoked', 'This desk was shut out.');
    // The old device stays as it is: where a profile was copied, both of them come here and become two.
    return createDevice(
      { ...deps, db: trx },
      {
        siteId: old.site_id,
        station: old.station,
        name: body.name ?? old.name,
        installId: old.install_id,
        renewedFrom: old.id,
      },
    );
  });
}

interface NewDevice extends Place {
  readonly name: string;
  readonly installId: string;
  /** Id of the device whose place it takes. */
  readonly renewedFrom: string | null;
}

async function createDevice({ db, clock }: ServerDeps, place: NewDevice): Promise<EnrolAnswer> {
  const [site, state] = await Promise.all([
    db.selectFrom('site').select('name').where('id', '=', place.siteId).executeTakeFirstOrThrow(),
    db.selectFrom('server_state').select('epoch').executeTakeFirstOrThrow(),
  ]);
  const token = newToken();
  const id = uuidv7();
  await db
    .insertInto('device')
    .values({
      site_id: place.siteId,
      id,
      name: place.name,
      station: place.station,
      install_id: place.installId,
      renewed_from: place.renewedFrom,
      token_hash: hashSecret(token),
      state: 'active',
      op_seq: 0,
      op_epoch: state.epoch,
      created_at: clock(),
      last_seen_at: null,
    })
    .execute();
  return {
    deviceId: id,
    token,
    siteId: place.siteId,
    siteName: site.name,
    station: place.station,
    scopes: receivedScopes(place.station),
    epoch: state.epoch,
    serverTime: clock(),
  };
}
