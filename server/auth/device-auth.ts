import { sql } from 'kysely';
import type { FastifyRequest } from 'fastify';
import type { DeviceIdentity, ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { hashSecret } from './tokens.ts';

type DeviceAuth = (request: FastifyRequest) => Promise<DeviceIdentity>;

/** Who calls, by its Bearer token. Asked of the database each time, so that a revocation acts at once. */
export function deviceAuth({ db, clock }: ServerDeps): DeviceAuth {
  return async (request) => {
    const device = await db
      .selectFrom('device')
      .select(['site_id', 'id', 'station', 'state', 'install_id', 'renewed_from', 'last_seen_at'])
      .where('token_hash', '=', hashSecret(bearerToken(request)))
      .executeTakeFirst();
    if (!device) throw new RequestFailure('token_invalid', 'The device token is not known here.');
    if (device.state === 'revoked') throw new RequestFailure('device_revoked', 'This desk was shut out.');
    if (device.state === 'retired') {
      throw new RequestFailure('device_cloned', 'Another desk uses this profile: enrol again with renew.');
    }
    await noteSeen(db, device, clock());
    const earlierIds =
      device.renewed_from === null ? [] : await chainOf(db, device.site_id, device.renewed_from);
    return {
      siteId: device.site_id,
      deviceId: device.id,
      installId: device.install_id,
      station: device.station,
      earlierIds,
    };
  };
}

/** Asked again of whoever was let in for long: an event stream. False too where it stands elsewhere by now (R9). */
export async function isStillActive(
  { db }: Pick<ServerDeps, 'db'>,
  { siteId, deviceId, station }: Pick<DeviceIdentity, 'siteId' | 'deviceId' | 'station'>,
): Promise<boolean> {
  const device = await db
    .selectFrom('device')
    .select(['state', 'station'])
    .where('site_id', '=', siteId)
    .where('id', '=', deviceId)
    .executeTakeFirst();
  return device?.state === 'active' && device.station === station;
}

interface SeenDevice {
  readonly site_id: string;
  readonly id: string;
  readonly renewed_from: string | null;
  readonly last_seen_at: number | null;
}

const seenEveryMs = 60_000;

/** For `device-list`; to the minute, so that it costs a busy desk nothing. */
async function noteSeen(db: ServerDeps['db'], device: SeenDevice, now: number): Promise<void> {
  const { last_seen_at: seenAt, renewed_from: renewedFrom } = device;
  if (seenAt !== null && Math.abs(now - seenAt) < seenEveryMs) return;
  if (seenAt === null && renewedFrom !== null) await retireRenewed(db, device.site_id, renewedFrom);
  await db
    .updateTable('device')
    .set({ last_seen_at: now })
    .where('site_id', '=', device.site_id)
    .where('id', '=', device.id)
    .execute();
}

/** The new token has arrived: whoever still comes with the old one is a copy, and has to renew (R2). */
async function retireRenewed(db: ServerDeps['db'], siteId: string, deviceId: string): Promise<void> {
  await db
    .updateTable('device')
    .set({ state: 'retired' })
    .where('site_id', '=', siteId)
    .where('id', '=', deviceId)
    .where('state', '=', 'active')
    .execute();
}

/** The device that was renewed, the one it was a renewal of, and so on. */
async function chainOf(db: ServerDeps['db'], siteId: string, deviceId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive chain as (
      select id, renewed_from from device where site_id = ${siteId} and id = ${deviceId}
      union
      select d.id, d.renewed_from from device d join chain c on d.id = c.renewed_from
      where d.site_id = ${siteId}
    )
    select id from chain`.execute(db);
  return rows.map((row) => row.id);
}

/** @throws RequestFailure token_invalid */
export function bearerToken(request: FastifyRequest): string {
  const [, token] = /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined)
    throw new RequestFailure('token_invalid', 'Authorization: Bearer <device token> is missing.');
  return token;
}
