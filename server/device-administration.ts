/** The desks of a site, for whoever keeps the server: which there are, and shutting one out that was lost (R9). */
import { sql } from 'kysely';
import type { Administration } from './administration.ts';
import { StartFailure } from './start-failure.ts';

export interface ListedDevice {
  readonly id: string;
  readonly name: string;
  readonly station: string;
  readonly state: 'active' | 'retired' | 'revoked';
  /** UTC ms; null where it never called after it was set up. */
  readonly lastSeenAt: number | null;
}

/** By name; the server's own device and those whose place a copy took are left out. */
export async function listDevices({ db }: Administration, siteId: string): Promise<ListedDevice[]> {
  const devices = await db
    .selectFrom('device')
    .select(['id', 'name', 'station', 'state', 'last_seen_at as lastSeenAt'])
    .where('site_id', '=', siteId)
    .where('state', '!=', 'retired')
    .where('install_id', '!=', siteId)
    .orderBy('name')
    .orderBy('created_at')
    .execute();
  return devices;
}

/**
 * Every place the installation ever took is shut out, so that no copy of its profile gets in either.
 * @returns the name of the desk @throws StartFailure where the site has no such desk
 */
export async function revokeDevice(
  { db }: Administration,
  siteId: string,
  deviceId: string,
): Promise<string> {
  const device = await db
    .selectFrom('device')
    .select(['name', 'install_id'])
    .where('site_id', '=', siteId)
    .where(sql<string>`id::text`, '=', deviceId)
    .executeTakeFirst();
  if (!device) throw new StartFailure(`The site has no desk ${deviceId}: device-list shows them.`);
  await db
    .updateTable('device')
    .set({ state: 'revoked' })
    .where('site_id', '=', siteId)
    .where('install_id', '=', device.install_id)
    .execute();
  return device.name;
}
