/** The desks of a site, for whoever keeps the server: which there are, moving one, shutting one out that was lost (R9). */
import { sql } from 'kysely';
import type { Station } from '../shared/entities/stations.ts';
import type { Administration } from './administration.ts';
import { StartFailure } from './start-failure.ts';
import { headChannel } from './sync/pg-store.ts';

interface ListedDevice {
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
    .where('is_server', '=', false)
    .orderBy('name')
    .orderBy('created_at')
    .execute();
  return devices;
}

/**
 * Every place the desk ever took is shut out, and every one that was made of these, so that no copy of its profile
 * gets in either. @returns the name of the desk @throws StartFailure where the site has no such desk
 */
export async function revokeDevice(
  { db }: Administration,
  siteId: string,
  deviceId: string,
): Promise<string> {
  const device = await requireDevice(db, siteId, deviceId);
  // A renewal that was under way has made one more meanwhile.
  while (await revokeKin(db, siteId, device.id));
  return device.name;
}

interface MovedDevice {
  readonly name: string;
  /** Where it stood before. */
  readonly from: Station;
}

/**
 * From its next call on the desk receives what the station does, and may write what it may. A renewal that is on its
 * way to the desk is moved with it; other desks made of a copy of it are desks of their own, and stay.
 * @throws StartFailure where the site has no such desk, or it is out of use
 */
export async function moveDevice(
  { db }: Administration,
  siteId: string,
  deviceId: string,
  station: Station,
): Promise<MovedDevice> {
  return db.transaction().execute(async (trx) => {
    const device = await requireDevice(trx, siteId, deviceId);
    if (device.state !== 'active')
      throw new StartFailure(
        `The desk ${device.name} is ${device.state}: device-list shows which are active, enrol-code sets one up anew.`,
      );
    await sql`
      with recursive later as (
        select id from device where site_id = ${siteId} and id = ${device.id}
        union
        select d.id from device d join later l on d.renewed_from = l.id where d.site_id = ${siteId}
      )
      update device set station = ${station}
      where site_id = ${siteId} and id in (select id from later)`.execute(trx);
    const news = JSON.stringify({ siteId, moved: device.id });
    await sql`select pg_notify(${headChannel}, ${news})`.execute(trx);
    return { name: device.name, from: device.station };
  });
}

/** Locked, so that a renewal meanwhile is either seen here or sees what is done. */
async function requireDevice(db: Administration['db'], siteId: string, deviceId: string) {
  const device = await db
    .selectFrom('device')
    .select(['id', 'name', 'station', 'state'])
    .where('site_id', '=', siteId)
    .where('is_server', '=', false)
    .where(sql<string>`id::text`, '=', deviceId)
    .forUpdate()
    .executeTakeFirst();
  if (!device) throw new StartFailure(`The site has no desk ${deviceId}: device-list shows them.`);
  return device;
}

/** @returns whether there was any to revoke */
async function revokeKin(db: Administration['db'], siteId: string, deviceId: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with recursive kin as (
      select id, renewed_from from device where site_id = ${siteId} and id = ${deviceId}
      union
      select d.id, d.renewed_from from device d join kin k on d.id = k.renewed_from or d.renewed_from = k.id
      where d.site_id = ${siteId}
    )
    update device set state = 'revoked'
    where site_id = ${siteId} and state <> 'revoked' and id in (select id from kin)`.execute(db);
  return Number(numAffectedRows) > 0;
}
