/** A database that went back in time begins a new life: another epoch, and numbers never used before (R8). */
import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { headChannel } from '../sync/pg-store.ts';
import { nextStart } from '../sync/restores.ts';
import { headsOf } from './heads.ts';

interface LifeBegun {
  /** Of each site, as known elsewhere: replaced with the database, or kept outside it. */
  readonly knownHeads: readonly ReadonlyMap<string, number>[];
  /** Of what was restored. */
  readonly backupAgeMs: number;
}

/** In the caller's transaction. @returns the new epoch */
export async function beginLife(client: PoolClient, { knownHeads, backupAgeMs }: LifeBegun): Promise<string> {
  for (const [siteId, head] of await headsOf(client)) {
    const known = knownHeads.map((heads) => heads.get(siteId) ?? 0);
    await client.query(
      `insert into site_restore (site_id, starts_at, ended_epoch, restored_to, last_change_at)
       select $1, $2, epoch, $3, (select coalesce(max(received_at), 0) from change where site_id = $1)
       from server_state`,
      [siteId, nextStart([head, ...known], backupAgeMs), head],
    );
    await client.query(
      'update site set head = (select max(starts_at) from site_restore where site_id = $1) where id = $1',
      [siteId],
    );
  }
  // Who had claimed a row in the life that ended may have lost it meanwhile: nobody has one now (R10).
  await client.query('delete from claim');
  const epoch = uuidv7();
  await client.query('update server_state set epoch = $1', [epoch]);
  // The desks of other servers on this database have rows to return.
  for (const [siteId, head] of await headsOf(client))
    await client.query('select pg_notify($1, $2)', [headChannel, JSON.stringify({ siteId, head, epoch })]);
  return epoch;
}
