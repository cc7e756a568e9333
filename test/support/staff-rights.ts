/** Rights given and taken at the server, as an administrator would: what was done before keeps those of its time. */
import { runningConnection } from '../../server/postgres/connection-file.ts';
import { applyAsServer } from '../../server/sync/apply-as-server.ts';
import { connectDatabase } from '../../server/db/connect.ts';
import type { Role } from '../../shared/rules/permissions.ts';

/** @param dataDir of the running server */
export async function setRoles(dataDir: string, username: string, roles: readonly Role[]): Promise<void> {
  const { db, close } = connectDatabase(runningConnection(dataDir) ?? {});
  try {
    const { id, site_id: siteId } = await db
      .selectFrom('account')
      .select(['id', 'site_id'])
      .where('username', '=', username)
      .executeTakeFirstOrThrow();
    const now = Date.now();
    await db
      .insertInto('account_roles')
      .values({ site_id: siteId, user_id: id, since: now, roles: JSON.stringify(roles) })
      .execute();
    await applyAsServer({ db, clock: Date.now }, siteId, [
      {
        name: 'setRoles',
        occurredAt: now,
        patches: [{ entity: 'staff', id, op: 'update', set: { roles: [...roles] } }],
      },
    ]);
  } finally {
    await close();
  }
}
