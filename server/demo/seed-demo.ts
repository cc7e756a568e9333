/** Puts the demonstration dealership into the database, once; an interrupted attempt is taken away first. */
import { demoSizes, generateDemo } from '../../shared/rules/demo/generate-demo.ts';
import { addUser, insertSite, type Administration } from '../administration.ts';
import { applyAsServer } from '../sync/apply-as-server.ts';

/** Any number: the same one gives the same dealership. */
const seed = 20_261_124;

/** @param tell progress for a person, in English */
export async function seedDemo(admin: Administration, tell: (line: string) => void): Promise<void> {
  const state = await admin.db.selectFrom('server_state').select('demo_site_id').executeTakeFirstOrThrow();
  if (state.demo_site_id !== null) return;
  tell('Making the demonstration dealership …');
  const demo = generateDemo(seed, demoSizes.normal, admin.clock());
  await removeUnfinished(admin, demo.site.name);
  await insertSite(admin, demo.site.id, demo.site.name);
  await applyAsServer(admin, demo.site.id, demo.changes);
  for (const person of demo.people)
    await addUser(admin, demo.site.id, { ...person, password: demo.password });
  await admin.db.updateTable('server_state').set({ demo_site_id: demo.site.id }).execute();
}

/** Only what this function began: a site of that name without the mark, made by the server's own device alone. */
async function removeUnfinished({ db }: Administration, name: string): Promise<void> {
  const sites = await db.selectFrom('site').select('id').where('name', '=', name).execute();
  for (const { id } of sites) {
    const desks = await db
      .selectFrom('device')
      .select('id')
      .where('site_id', '=', id)
      .where('is_server', '=', false)
      .execute();
    if (desks.length > 0) continue;
    await db.transaction().execute(async (trx) => {
      for (const table of [
        'device_op',
        'change',
        'record',
        'session',
        'account_roles',
        'account',
        'enrol_code',
        'device',
        'site_restore',
      ] as const) {
        await trx.deleteFrom(table).where('site_id', '=', id).execute();
      }
      await trx.deleteFrom('site').where('id', '=', id).execute();
    });
  }
}
