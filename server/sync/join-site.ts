/**
 * A desk that worked without a server joins an empty site (R14): what `site-create` put there gives way to what the
 * desk brings, and its people get their accounts.
 */
import type { Kysely } from 'kysely';
import type { DraftPatch } from '../../shared/commands/define.ts';
import type { EntityName } from '../../shared/entities/registry.ts';
import type { JoinAnswer, JoiningPerson, JoinRequest } from '../../shared/sync/wire/join-messages.ts';
import type { Database } from '../db/schema.ts';
import type { DeviceIdentity } from '../deps.ts';
import { RequestFailure } from '../request-failure.ts';
import { applyAsServer, asTheServer, type ServerChange } from './apply-as-server.ts';
import { createPgStore } from './pg-store.ts';
import { requireEpoch } from './pull.ts';

export interface JoinContext extends DeviceIdentity {
  readonly db: Kysely<Database>;
  /** UTC ms. */
  readonly clock: () => number;
}

/**
 * All of it or nothing, once: asked again by the same desk it adds people who came since, and changes nothing else;
 * none once anything was brought, for a desk then has its place, and people are the administrator's to add.
 * @throws RequestFailure epoch_changed, forbidden, site_not_empty
 */
export async function joinSite(context: JoinContext, request: JoinRequest): Promise<JoinAnswer> {
  if (context.station !== 'office')
    throw new RequestFailure('forbidden', 'Only a desk of the office may join: it holds every scope.');
  const { siteId, clock } = context;
  let answer: JoinAnswer | null = null;
  await asTheServer(context, siteId, async (writer) => {
    const epoch = await createPgStore(writer.db).epoch();
    requireEpoch(request, epoch);
    // Whoever pushes waits until it is decided whether the site is empty.
    const site = await writer.db
      .selectFrom('site')
      .select('joined_by')
      .where('id', '=', siteId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const changes: ServerChange[] = [];
    const name = 'joinSite';
    const isFirst = !isSameDesk(context, site.joined_by);
    if (isFirst) {
      await requireEmpty(writer.db, context, site.joined_by);
      changes.push({ name, occurredAt: clock(), patches: await removals(writer.db, siteId) });
      await writer.db
        .updateTable('site')
        .set({ joined_by: context.deviceId })
        .where('id', '=', siteId)
        .execute();
    }
    const patches = await addPeople(writer.db, { siteId, now: clock() }, request.people);
    if (!isFirst && patches.length > 0 && (await isWritten(writer.db, siteId)))
      throw new RequestFailure('forbidden', 'The desk works at the site: its administrator adds people.');
    changes.push({ name, occurredAt: clock(), patches });
    await applyAsServer(
      writer,
      siteId,
      changes.filter((change) => change.patches.length > 0),
    );
    const { head } = await writer.db
      .selectFrom('site')
      .select('head')
      .where('id', '=', siteId)
      .executeTakeFirstOrThrow();
    answer = { epoch, serverTime: clock(), head };
  });
  if (!answer) throw new Error('joined without an answer');
  return answer;
}

/** The one that joined, or its renewal. */
export function isSameDesk({ deviceId, earlierIds }: JoinContext, joinedBy: string | null): boolean {
  return joinedBy !== null && [deviceId, ...earlierIds].includes(joinedBy);
}

/**
 * Empty is a site that the server alone has written, and in which nothing stands but what a site is made of. One that
 * another desk joins is not, unless that desk was shut out before it brought anything.
 */
async function requireEmpty(
  db: Kysely<Database>,
  { siteId }: JoinContext,
  joinedBy: string | null,
): Promise<void> {
  const [written, row, other] = await Promise.all([
    isWritten(db, siteId),
    db
      .selectFrom('record')
      .select('id')
      .where('site_id', '=', siteId)
      .where('scope', '<>', 'site')
      .limit(1)
      .executeTakeFirst(),
    joinedBy === null
      ? undefined
      : db
          .selectFrom('device')
          .select('id')
          .where('site_id', '=', siteId)
          .where('id', '=', joinedBy)
          .where('state', '<>', 'revoked')
          .executeTakeFirst(),
  ]);
  if (written || row || other)
    throw new RequestFailure('site_not_empty', 'Somebody works at this site already: make another one.');
}

/** Whether a device other than the server's own has had a change applied. */
async function isWritten(db: Kysely<Database>, siteId: string): Promise<boolean> {
  const written = await db
    .selectFrom('change')
    .innerJoin('device', (join) =>
      join.onRef('device.site_id', '=', 'change.site_id').onRef('device.id', '=', 'change.device_id'),
    )
    .select('change.op_id')
    .where('change.site_id', '=', siteId)
    .where('change.verdict', '=', 'applied')
    .where('device.is_server', '=', false)
    .limit(1)
    .executeTakeFirst();
  return written !== undefined;
}

/** Areas, seats and drinks of `site-create`: nobody has used them, and the desk brings its own. */
async function removals(db: Kysely<Database>, siteId: string): Promise<DraftPatch[]> {
  const rows = await db
    .selectFrom('record')
    .select(['entity', 'id'])
    .where('site_id', '=', siteId)
    .where('entity', 'in', ['area', 'seat', 'menuItem'])
    .where('data', 'is not', null)
    .execute();
  return rows.map(({ entity, id }) => ({ entity: entity as EntityName, id, op: 'remove' }));
}

/**
 * Who works there keeps id, name, roles and password, and the user name unless the administrator gave that to an
 * account already: then a number is put behind it. Who left has no account, and stays as a name that rows refer to.
 */
async function addPeople(
  db: Kysely<Database>,
  { siteId, now }: { readonly siteId: string; readonly now: number },
  people: readonly JoiningPerson[],
): Promise<DraftPatch[]> {
  const known = await db
    .selectFrom('record')
    .select('id')
    .where('site_id', '=', siteId)
    .where('entity', '=', 'staff')
    .execute();
  const accounts = await db.selectFrom('account').select('username').where('site_id', '=', siteId).execute();
  const taken = new Set(accounts.map(({ username }) => username));
  const patches: DraftPatch[] = [];
  for (const { passwordHash, ...person } of people) {
    const { id, name, roles } = person;
    if (known.some((row) => row.id === id)) continue;
    const active = person.active !== false;
    const username = active ? freeName(person.username, taken) : person.username;
    patches.push({ entity: 'staff', id, op: 'create', set: { username, name, roles, active } });
    if (!active) continue;
    taken.add(username);
    const account = { site_id: siteId, id, username, name, created_at: now };
    await db
      .insertInto('account')
      .values({ ...account, password_hash: passwordHash })
      .execute();
    await db
      .insertInto('account_roles')
      .values({ site_id: siteId, user_id: id, since: now, roles: JSON.stringify(roles) })
      .execute();
  }
  return patches;
}

const longestUsername = 40;

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : String(number);
    const name = wanted.slice(0, longestUsername - suffix.length) + suffix;
    if (!taken.has(name)) return name;
  }
}
