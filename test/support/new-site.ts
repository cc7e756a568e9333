/** A site on the database of a server that runs, and codes for its desks. */
import type { ClientConfig } from 'pg';
import { createEnrolCode, createSite } from '../../server/administration.ts';
import { connectDatabase } from '../../server/db/connect.ts';
import { runningConnection } from '../../server/postgres/connection-file.ts';
import type { Station } from '../../shared/entities/stations.ts';

export interface NewSite {
  readonly siteId: string;
  readonly codes: readonly string[];
}

/** @param place data folder of the running server, or where its database is @param stations a code for each */
export async function newSite(place: string | ClientConfig, stations: readonly Station[]): Promise<NewSite> {
  const config = typeof place === 'string' ? (runningConnection(place) ?? {}) : place;
  const { db, close } = connectDatabase(config);
  const admin = { db, clock: Date.now };
  try {
    const siteId = await createSite(admin, 'Test');
    const codes: string[] = [];
    for (const station of stations) codes.push(await createEnrolCode(admin, siteId, station));
    return { siteId, codes };
  } finally {
    await close();
  }
}
