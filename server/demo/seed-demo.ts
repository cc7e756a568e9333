/** Puts the demonstration dealership into the database, once; an interrupted attempt is taken away first. */
import { sql } from 'kysely';
import { streamDemo, type DemoChange, type DemoSize } from '../../shared/rules/demo/generate-demo.ts';
import { addUser, insertSite, type Administration } from '../administration.ts';
import { applyAsServer } from '../sync/apply-as-server.ts';

/** Any number: the same one gives the same dealership. */
const seed = 20_261_124;

/** @param tell progress for a person, in English */
export async function seedDemo(
  admin: Administration,
  size: DemoSize,
  tell: (line: string) => void,
): Promise<void> {
  const { demo_site_id: made, demo_begun_id: begun } = await admin.db
    .selectFrom('server_state')
    .select(['demo_site_id', 'demo_begun_id'])
    .executeTakeFirstOrThrow();
  if (made !== null) return;
  tell('Making the demonstration dealership …');
  const demo = streamDemo(seed, size, admin.clock());
  if (begun !== null) await removeUnfinished(admin, begun);
  await admin.db.updateTable('server_state').set({ demo_begun_id: demo.site.id }).execute();
  await insertSite(admin, demo.site.id, demo.site.name);
  await applyAsServer(admin, demo.site.id, told(demo.changes, tell));
  // A desk may load all of it in the next moment, before the database has looked at it by itself.
  await sql`analyze record`.execute(admin.db);
  for (const person of demo.people)
    await addUser(admin, demo.site.id, { ...person, password: demo.password });
  await admin.db.updateTable('server_state').set({ demo_site_id: demo.site.id }).execute();
}

const rowsBetweenLines = 100_000;

function* told(changes: Iterable<DemoChange>, tell: (line: string) => void): Generator<DemoChange> {
  let rows = 0;
  for (const change of changes) {
    yield change;
    const before = rows;
    rows += change.patches.length;
    const hundreds = Math.floor(rows / rowsBetweenLines);
    if (hundreds > Math.floor(before / rowsBetweenLines)) tell(`… ${hundreds * rowsBetweenLines} rows`);
  }
}

/** By its id: a dealership may bear the name of the demonstration, and is nobody's to remove. */
async function removeUnfinished({ db }: Administration, siteId: string): Promise<void> {
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
      await trx.deleteFrom(table).where('site_id', '=', siteId).execute();
    }
    await trx.deleteFrom('site').where('id', '=', siteId).execute();
  });
}
