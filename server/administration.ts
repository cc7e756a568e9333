/** What the command line does: sites, people, enrolment codes. */
import { v7 as uuidv7 } from 'uuid';
import type { Kysely } from 'kysely';
import { entities } from '../shared/entities/registry.ts';
import type { Station } from '../shared/entities/stations.ts';
import type { Role } from '../shared/rules/permissions.ts';
import { defaultSite } from '../shared/rules/default-site.ts';
import { hashPassword } from './auth/passwords.ts';
import { hashSecret, newEnrolCode } from './auth/tokens.ts';
import type { Database } from './db/schema.ts';
import { StartFailure } from './start-failure.ts';
import { applyAsServer, asTheServer } from './sync/apply-as-server.ts';

export interface Administration {
  readonly db: Kysely<Database>;
  /** UTC ms. */
  readonly clock: () => number;
}

export const codeLifeMs = 15 * 60_000;

/**
 * A site that can be worked with at once: settings, areas, seats and a menu to begin with; all of it, or nothing.
 * @returns its id @throws StartFailure where the name is too long
 */
export async function createSite(admin: Administration, name: string): Promise<string> {
  requireField(entities.siteSettings.schema.shape.name.safeParse(name), 'The name of a site');
  const id = uuidv7();
  await asTheServer(admin, id, async (writer) => {
    await insertSite(writer, id, name);
    await applyAsServer(writer, id, [
      { name: 'createSite', occurredAt: admin.clock(), patches: defaultSite(id, name, () => uuidv7()) },
    ]);
  });
  return id;
}

export async function insertSite({ db, clock }: Administration, id: string, name: string): Promise<void> {
  await db.insertInto('site').values({ id, name, head: 0, created_at: clock() }).execute();
}

interface NewUser {
  readonly id?: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly password: string;
}

/** @returns the user's id @throws StartFailure where the name is taken or too long, or the site unknown */
export async function addUser(admin: Administration, siteId: string, user: NewUser): Promise<string> {
  const { username, name, roles } = user;
  requireField(entities.staff.schema.shape.username.safeParse(username), 'A user name');
  requireField(entities.staff.schema.shape.name.safeParse(name), 'The name of a person');
  await requireSite(admin, siteId);
  const id = user.id ?? uuidv7();
  const now = admin.clock();
  const account = { site_id: siteId, id, username, name, created_at: now };
  const passwordHash = await hashPassword(user.password);
  await asTheServer(admin, siteId, async (writer) => {
    const { numInsertedOrUpdatedRows: added } = await writer.db
      .insertInto('account')
      .values({ ...account, password_hash: passwordHash })
      .onConflict((conflict) => conflict.columns(['site_id', 'username']).doNothing())
      .executeTakeFirst();
    if (!added)
      throw new StartFailure(`The user name ${username} is taken at this site: choose another one.`);
    await writer.db
      .insertInto('account_roles')
      .values({ site_id: siteId, user_id: id, since: now, roles: JSON.stringify(roles) })
      .execute();
    const set = { username, name, roles: [...roles], active: true };
    await applyAsServer(writer, siteId, [
      { name: 'addUser', occurredAt: now, patches: [{ entity: 'staff', id, op: 'create', set }] },
    ]);
  });
  return id;
}

/** @throws StartFailure in one sentence */
function requireField(checked: { readonly success: boolean }, what: string): void {
  if (!checked.success) throw new StartFailure(`${what} is too long, or holds what no text may hold.`);
}

/** One-time, good for 15 minutes. @returns the code */
export async function createEnrolCode(
  admin: Administration,
  siteId: string,
  station: Station,
): Promise<string> {
  await requireSite(admin, siteId);
  const code = newEnrolCode();
  await admin.db
    .insertInto('enrol_code')
    .values({
      code_hash: hashSecret(code),
      site_id: siteId,
      station,
      expires_at: admin.clock() + codeLifeMs,
      used_at: null,
    })
    .execute();
  return code;
}

/** The only site there is, where none is named. @throws StartFailure */
export async function onlySite({ db }: Administration): Promise<string> {
  const sites = await db.selectFrom('site').select('id').limit(2).execute();
  const [site, second] = sites;
  if (!site) throw new StartFailure('There is no site yet: make one with site-create --name NAME.');
  if (second) throw new StartFailure('There is more than one site: say which with --site ID.');
  return site.id;
}

async function requireSite({ db }: Administration, siteId: string): Promise<void> {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(siteId);
  const site =
    isUuid && (await db.selectFrom('site').select('id').where('id', '=', siteId).executeTakeFirst());
  if (!site) throw new StartFailure(`There is no site ${siteId}: site-create prints the id of a new one.`);
}
