/** A dealership with the rows that are wanted, on the database of a running server; its desks and its person. */
import { sql, type Kysely } from 'kysely';
import type { Page } from 'playwright';
import { entityByName, type EntityName } from '../../shared/entities/registry.ts';
import { addUser, createEnrolCode, createSite } from '../../server/administration.ts';
import { connectDatabase } from '../../server/db/connect.ts';
import type { Database } from '../../server/db/schema.ts';
import { runningConnection } from '../../server/postgres/connection-file.ts';
import { whenFocused } from '../support/reception-keys.ts';
import { benchCard } from './guests.ts';

export interface BenchSite {
  /** For one more desk of the bar. */
  code(): Promise<string>;
  close(): Promise<void>;
}

export interface BenchRow {
  readonly entity: EntityName;
  readonly id: string;
  readonly data: object;
}

const rowsPerChange = 1_000;
const person = { username: 'wangf', name: '王芳', password: '王芳自己的密码', roles: ['attendant'] } as const;

/** @param dataDir of the running server */
export async function createBenchSite(dataDir: string, rows: Iterable<BenchRow>): Promise<BenchSite> {
  const { db, close } = connectDatabase(runningConnection(dataDir) ?? {});
  const admin = { db, clock: Date.now };
  const siteId = await createSite(admin, '吉安自有门店');
  await addUser(admin, siteId, person);
  await fill(db, siteId, rows);
  return { code: () => createEnrolCode(admin, siteId, 'bar'), close };
}

/** Guest cards by number. */
export function* cardRows(count: number): Generator<BenchRow> {
  for (let at = 0; at < count; at += 1) yield { entity: 'guestCard', ...benchCard(at, count) };
}

/** At once, not through the wire: each thousand is a change of its own. */
async function fill(db: Kysely<Database>, siteId: string, rows: Iterable<BenchRow>): Promise<void> {
  const site = db.selectFrom('site').select('head').where('id', '=', siteId);
  let { head } = await site.executeTakeFirstOrThrow();
  for (const some of inThousands(rows)) {
    head += 1;
    const written = some.map((row) => ({ ...row, scope: entityByName(row.entity).scope }));
    await sql`
      insert into record (site_id, entity, id, scope, version, data, stamps)
      select ${siteId}, entity, id, scope, ${head}::bigint, data, '{}'
      from json_to_recordset(${JSON.stringify(written)}) as r (entity text, id uuid, scope text, data jsonb)`.execute(
      db,
    );
  }
  await db.updateTable('site').set({ head }).where('id', '=', siteId).execute();
  // As a database that has run for a while is.
  await sql`vacuum analyze record`.execute(db);
}

function* inThousands(rows: Iterable<BenchRow>): Generator<BenchRow[]> {
  let some: BenchRow[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length < rowsPerChange) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** From the first page to the code typed in: `Enter` begins. */
export async function typeCode(page: Page, url: string, code: string): Promise<void> {
  await page.goto(url);
  await whenFocused(page.getByLabel('启用码'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(code);
}

/** From the sign-in to the reception. */
export async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: person.name }).click();
  await whenFocused(page.getByLabel('密码', { exact: true }));
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: '查找来宾' }).waitFor();
}
