import type { FastifyRequest } from 'fastify';
import type { DeviceIdentity, ServerDeps } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { hashSecret } from './tokens.ts';

export type DeviceAuth = (request: FastifyRequest) => Promise<DeviceIdentity>;

/** Who calls, by its Bearer token. Asked of the database each time, so that a revocation acts at once. */
export function deviceAuth({ db, clock }: ServerDeps): DeviceAuth {
  return async (request) => {
    const device = await db
      .selectFrom('device')
      .select(['site_id', 'id', 'station', 'state', 'install_id', 'last_seen_at'])
      .where('token_hash', '=', hashSecret(bearerToken(request)))
      .executeTakeFirst();
    if (!device) throw new RequestFailure('token_invalid', 'The device token is not known here.');
    if (device.state === 'revoked') throw new RequestFailure('device_revoked', 'This desk was shut out.');
    if (device.state === 'retired') {
      throw new RequestFailure('device_cloned', 'Another desk uses this profile: enrol again with renew.');
    }
    await noteSeen(db, { ...device, now: clock() });
    const earlier = await db
      .selectFrom('device')
      .select('id')
      .where('site_id', '=', device.site_id)
      .where('install_id', '=', device.install_id)
      .where('id', '!=', device.id)
      .execute();
    const earlierIds = earlier.map((row) => row.id);
    return { siteId: device.site_id, deviceId: device.id, station: device.station, earlierIds };
  };
}

const seenEveryMs = 60_000;

/** For `device-list`; to the minute, so that it costs a busy desk nothing. */
async function noteSeen(
  db: ServerDeps['db'],
  device: {
    readonly site_id: string;
    readonly id: string;
    readonly last_seen_at: number | null;
    readonly now: number;
  },
): Promise<void> {
  if (device.last_seen_at !== null && Math.abs(device.now - device.last_seen_at) < seenEveryMs) return;
  await db
    .updateTable('device')
    .set({ last_seen_at: device.now })
    .where('site_id', '=', device.site_id)
    .where('id', '=', device.id)
    .execute();
}

/** @throws RequestFailure token_invalid */
export function bearerToken(request: FastifyRequest): string {
  const [, token] = /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined)
    throw new RequestFailure('token_invalid', 'Authorization: Bearer <device token> is missing.');
  return token;
}
