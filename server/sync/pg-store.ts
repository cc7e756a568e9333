/** The site store on PostgreSQL. */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { rowChecksum } from '../../shared/sync/wire/row-checksum.ts';
import type { Claim } from '../../shared/sync/judge/claim.ts';
import { createdStamp, type ServerRow, type Stamps } from '../../shared/sync/judge/server-row.ts';
import { restoreGap } from './restores.ts';
import {
  DataRefused,
  StoreBusy,
  type BucketSum,
  type PulledRow,
  type PushWrites,
  type SiteSnapshot,
  type SiteStore,
  type SiteTransaction,
  type StoredVerdict,
} from './site-store.ts';

export const headChannel = 'crdesk_head';

/** @param db where it is a transaction, each push is a part of it: nothing commits before it does */
export function createPgStore(db: Kysely<Database>): SiteStore {
  const inTransaction = <Value>(work: (trx: Transaction<Database>) => Promise<Value>) =>
    db.isTransaction ? work(db as Transaction<Database>) : db.transaction().execute(work);
  const epoch = async () =>
    (await db.selectFrom('server_state').select('epoch').executeTakeFirstOrThrow()).epoch;
  return {
    epoch,
    async push(siteId, work) {
      try {
        return await inTransaction(async (trx) => {
          await sql`set local lock_timeout = '5s'`.execute(trx);
          const site = await trx
            .selectFrom('site')
            .select(['head', epochNow])
            .where('id', '=', siteId)
            .forUpdate('site')
            .executeTakeFirstOrThrow();
          // Another server began a new life while the lock was waited for: the epoch beside the head is of the old.
          const { epoch: present } = await trx.selectNoFrom(epochNow).executeTakeFirstOrThrow();
          if (present !== site.epoch) throw new StoreBusy('The epoch is changing just now.');
          return work(siteTransaction(trx, siteId, site.head, present));
        });
      } catch (error) {
        throw storeError(error);
      }
    },
    pull: (siteId, work) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (trx) => {
          const { epoch: present, ...site } = await trx
            .selectFrom('site')
            .select(['head', 'backed_up_to as backedUpTo', 'compacted_to as compactedTo', epochNow])
            .where('id', '=', siteId)
            .executeTakeFirstOrThrow();
          return work(siteSnapshot(trx, siteId, site, present));
        }),
    async compact(siteId, before, limit) {
      return db.transaction().execute(async (trx) => {
        await sql`set local lock_timeout = '5s'`.execute(trx);
        await trx.selectFrom('site').select('id').where('id', '=', siteId).forUpdate().executeTakeFirst();
        // The oldest first. `outlivedRestore` says which stay; so does one whose change nobody knows.
        const { rows } = await sql<{ version: number }>`
          delete from record where (site_id, entity, id) in (
            select r.site_id, r.entity, r.id from record r
            join change c on c.site_id = r.site_id and c.seq = r.version
            where r.site_id = ${siteId} and r.data is null and c.received_at < ${before}
              and not exists (
                select 1 from site_restore s
                where s.site_id = r.site_id
                  and s.starts_at >= coalesce((r.stamps->${createdStamp}::text->>'version')::bigint, 0))
            order by r.version limit ${limit}
          ) returning version`.execute(trx);
        const forgotten = Math.max(0, ...rows.map(({ version }) => version));
        await sql`
          update site set compacted_to = greatest(compacted_to, ${forgotten})
          where id = ${siteId}`.execute(trx);
        await trx.deleteFrom('claim').where('site_id', '=', siteId).where('until', '<', before).execute();
        return rows.length;
      });
    },
    async retire(siteId, deviceId) {
      await db
        .updateTable('device')
        .set({ state: 'retired' })
        .where('site_id', '=', siteId)
        .where('id', '=', deviceId)
        .execute();
    },
  };
}

const epochNow = sql<string>`(select epoch from server_state)`.as('epoch');

/** Only the classes 22 (data) and 23 (integrity) blame a change; anything else is the database's own trouble. */
function storeError(error: unknown): unknown {
  const code = (error as { code?: unknown }).code;
  // Five characters are a SQLSTATE, E… is the socket's; a refusal of the request has a code of its own.
  if (typeof code !== 'string' || !/^(?:[0-9A-Z]{5}|E[A-Z]+)$/.test(code)) return error;
  if (/^2[23]...$/.test(code)) return new DataRefused('The database refused the data.', { cause: error });
  return new StoreBusy(`The database is in trouble (${code}).`, { cause: error });
}

function siteTransaction(
  trx: Transaction<Database>,
  siteId: string,
  head: number,
  epoch: string,
): SiteTransaction {
  return {
    epoch,
    head,
    lastOpSeq: (deviceId) => lastOpSeq(trx, siteId, deviceId, epoch),
    async opIdsAt(deviceId, from, to) {
      const found = await trx
        .selectFrom('device_op')
        .select(['op_seq', 'op_id'])
        .where('site_id', '=', siteId)
        .where('device_id', '=', deviceId)
        .where('epoch', '=', epoch)
        .where('op_seq', '>=', from)
        .where('op_seq', '<=', to)
        .execute();
      return new Map(found.map((row) => [row.op_seq, row.op_id]));
    },
    async verdicts(opIds) {
      const found = await trx
        .selectFrom('change')
        .select(['op_id as opId', 'verdict', 'code', 'message', 'seq', 'conflicts'])
        .where('site_id', '=', siteId)
        .where('op_id', '=', sql<string>`any(${opIds}::uuid[])`)
        .execute();
      return new Map(found.map((row): [string, StoredVerdict] => [row.opId, row]));
    },
    async rows(keys) {
      if (keys.length === 0) return [];
      const found = await sql<ServerRow>`
        select r.entity, r.id, r.scope, r.version, r.data, r.stamps
        from json_to_recordset(${JSON.stringify(keys)}) as k (entity text, id text)
        join record r on r.site_id = ${siteId} and r.entity = k.entity and r.id = k.id::uuid`.execute(trx);
      return found.rows;
    },
    async conflictsOf(keys) {
      if (keys.length === 0) return [];
      const found = await sql<ServerRow>`
        select r.entity, r.id, r.scope, r.version, r.data, r.stamps
        from json_to_recordset(${JSON.stringify(keys)}) as k (entity text, id text)
        join record r on r.site_id = ${siteId} and r.entity = 'conflict'
          and r.data->>'rowId' = k.id and r.data->>'entity' = k.entity`.execute(trx);
      return found.rows;
    },
    async roles(userIds) {
      if (userIds.length === 0) return [];
      const found = await trx
        .selectFrom('account_roles')
        .select(['user_id as userId', 'since', 'roles'])
        .where('site_id', '=', siteId)
        .where(sql<string>`user_id::text`, '=', sql<string>`any(${userIds}::text[])`)
        .orderBy('since')
        .execute();
      return found;
    },
    ...claimsOf(trx, siteId),
    restores: () =>
      trx
        .selectFrom('site_restore')
        .select([
          'ended_epoch as endedEpoch',
          'restored_to as restoredTo',
          'starts_at as startsAt',
          'last_change_at as lastChangeAt',
        ])
        .where('site_id', '=', siteId)
        .orderBy('starts_at')
        .execute(),
    write: (writes) => writeAll(trx, siteId, epoch, writes),
  };
}

/** Claims of rows (R10), in the transaction of a push. */
function claimsOf(
  trx: Transaction<Database>,
  siteId: string,
): Pick<SiteTransaction, 'claims' | 'putClaim' | 'endClaim'> {
  return {
    async claims(keys) {
      if (keys.length === 0) return [];
      const found = await sql<Claim>`
        select c.entity, c.id, c.token, c.device_id as "deviceId", c.until
        from json_to_recordset(${JSON.stringify(keys)}) as k (entity text, id text)
        join claim c on c.site_id = ${siteId} and c.entity = k.entity and c.id = k.id::uuid`.execute(trx);
      return found.rows;
    },
    async putClaim({ entity, id, token, deviceId, until }) {
      const claim = { token, device_id: deviceId, until };
      await trx
        .insertInto('claim')
        .values({ site_id: siteId, entity, id, ...claim })
        .onConflict((conflict) => conflict.columns(['site_id', 'entity', 'id']).doUpdateSet(claim))
        .execute();
    },
    async endClaim({ entity, id }) {
      await trx
        .deleteFrom('claim')
        .where('site_id', '=', siteId)
        .where('entity', '=', entity)
        .where('id', '=', id)
        .execute();
    },
  };
}

async function lastOpSeq(
  trx: Transaction<Database>,
  siteId: string,
  deviceId: string,
  epoch: string,
): Promise<number> {
  const device = await trx
    .selectFrom('device')
    .select(['op_seq', 'op_epoch'])
    .where('site_id', '=', siteId)
    .where('id', '=', deviceId)
    .executeTakeFirst();
  return device?.op_epoch === epoch ? device.op_seq : 0;
}

/** One statement: the site's lock is held for each way to the database and back (R1). */
async function writeAll(
  trx: Transaction<Database>,
  siteId: string,
  epoch: string,
  writes: PushWrites,
): Promise<void> {
  const { deviceId, ackedOpSeq } = writes;
  const steps = [
    writes.rows.length > 0 &&
      sql`
      insert into record (site_id, entity, id, scope, version, data, stamps, checksum)
      select ${siteId}, entity, id, scope, version, data, stamps, checksum
      from json_to_recordset(${JSON.stringify(writes.rows.map(withChecksum))})
        as r (entity text, id uuid, scope text, version bigint, data jsonb, stamps jsonb, checksum int)
      on conflict (site_id, entity, id) do update
      set version = excluded.version, data = excluded.data, stamps = excluded.stamps,
        checksum = excluded.checksum`,
    writes.changes.length > 0 &&
      sql`
      insert into change (site_id, op_id, device_id, seq, verdict, code, message, conflicts, name, actor,
        occurred_at, received_at, payload)
      select ${siteId}, "opId", "deviceId", seq, verdict, code, message, conflicts, name, actor,
        "occurredAt", "receivedAt", payload
      from json_to_recordset(${JSON.stringify(writes.changes)})
        as c ("opId" uuid, "deviceId" uuid, seq bigint, verdict text, code text, message text, conflicts jsonb,
          name text, actor text, "occurredAt" bigint, "receivedAt" bigint, payload jsonb)`,
    sql`
      insert into device_op (site_id, device_id, epoch, op_seq, op_id)
      select ${siteId}, ${deviceId}, ${epoch}, "opSeq", "opId"
      from json_to_recordset(${JSON.stringify(writes.ops)}) as o ("opSeq" bigint, "opId" uuid)`,
    sql`
      update device set op_seq = ${writes.opSeq}, op_epoch = ${epoch}
      where site_id = ${siteId} and id = ${deviceId}`,
    sql`update site set head = ${writes.head} where id = ${siteId}`,
    // The device knows these verdicts: their payload may go, opId and verdict never do (R2).
    ackedOpSeq > 0 &&
      sql`
      update change set payload = null
      where site_id = ${siteId} and payload is not null and op_id in (
        select op_id from device_op
        where site_id = ${siteId} and device_id = ${deviceId} and epoch = ${epoch}
          and op_seq <= ${ackedOpSeq} and op_seq > ${ackedOpSeq - pruneWindow})`,
  ].filter((step) => step !== false);
  const named = steps.map((step, at) => sql`${sql.ref(`step_${at}`)} as (${step})`);
  // Told with the commit, so that a hint never comes before its rows.
  const news = JSON.stringify({ siteId, head: writes.head, epoch });
  await sql`with ${sql.join(named)} select pg_notify(${headChannel}, ${news})`.execute(trx);
  if (writes.erased.length > 0) await erase(trx, siteId, writes);
}

/** How far back a push looks for payloads to drop: one full push of the largest size. */
const pruneWindow = 500;

/** Verdict, opId and number of a change stay; what it said of an erased row goes (R5). */
async function erase(trx: Transaction<Database>, siteId: string, { erased }: PushWrites): Promise<void> {
  const keys = sql`json_to_recordset(${JSON.stringify(erased.map(({ entity, id }) => ({ entity, id })))})
    as k (entity text, id text)`;
  const isErased = sql`exists (select 1 from ${keys} where k.entity = p->>'entity' and k.id = p->>'id')`;
  await sql`
    delete from claim c using ${keys}
    where c.site_id = ${siteId} and c.entity = k.entity and c.id = k.id::uuid`.execute(trx);
  await sql`
    update change set payload = (
      select jsonb_agg(case when ${isErased} then p - 'set' else p end order by at)
      from jsonb_array_elements(payload) with ordinality as patches (p, at)
    )
    where site_id = ${siteId} and payload is not null
      and exists (select 1 from jsonb_array_elements(payload) as patches (p) where ${isErased})`.execute(trx);
  await sql`
    update change set conflicts = (
      select jsonb_agg(p order by at)
      from jsonb_array_elements(conflicts) with ordinality as notes (p, at) where not ${isErased}
    )
    where site_id = ${siteId} and conflicts is not null
      and exists (select 1 from jsonb_array_elements(conflicts) as notes (p) where ${isErased})`.execute(trx);
}

function withChecksum(row: ServerRow) {
  const { entity, id, version, data } = row;
  return { ...row, checksum: data && rowChecksum(entity, id, version, data) };
}

function siteSnapshot(
  trx: Transaction<Database>,
  siteId: string,
  site: Pick<SiteSnapshot, 'head' | 'backedUpTo' | 'compactedTo'>,
  epoch: string,
): SiteSnapshot {
  // Before a first restore no row has a value from an ended life, and none is looked at for it.
  const stamps =
    site.head < restoreGap
      ? sql<Stamps | null>`null::jsonb`
      : sql<Stamps | null>`case when jsonb_path_exists(stamps, '$.*.epoch') then stamps end`;
  const pulled = trx
    .selectFrom('record')
    .select(['entity', 'id', 'version', 'data', stamps.as('stamps')])
    .where('site_id', '=', siteId);
  return {
    ...site,
    epoch,
    lastOpSeq: (deviceId) => lastOpSeq(trx, siteId, deviceId, epoch),
    async opIdOf(seq) {
      const found = await trx
        .selectFrom('change')
        .select('op_id')
        .where('site_id', '=', siteId)
        .where('seq', '=', seq)
        .executeTakeFirst();
      return found?.op_id ?? null;
    },
    async tail(scopes, after, limit) {
      const above =
        after.entity === null
          ? sql<boolean>`version > ${after.version}`
          : sql<boolean>`(version, entity, id) > (${after.version}, ${after.entity}, ${after.id}::uuid)`;
      const found = await pulled
        .where('scope', '=', sql<never>`any(${scopes}::text[])`)
        .where(above)
        .orderBy('version')
        .orderBy('entity')
        .orderBy('id')
        .limit(limit)
        .execute();
      return found as PulledRow[];
    },
    async range(scopes, entity, after, limit) {
      let query = pulled
        .where('scope', '=', sql<never>`any(${scopes}::text[])`)
        .where('entity', '=', entity)
        .where('data', 'is not', null);
      if (after !== null) query = query.where('id', '>', after);
      return (await query.orderBy('id').limit(limit).execute()) as PulledRow[];
    },
    async bucketSums(scopes, upTo) {
      const found = await sql<BucketSum>`
        select entity, get_byte(uuid_send(id), 15) as bucket,
          case
            when bool_or(version > ${upTo} or (data is not null and checksum is null)) then null
            else coalesce(bit_xor(checksum) filter (where data is not null), 0)
          end as sum
        from record
        where site_id = ${siteId} and scope = any(${scopes}::text[])
        group by 1, 2`.execute(trx);
      return found.rows;
    },
    async bucket(scopes, { entity, bucket, after }, limit) {
      let query = pulled
        .where('scope', '=', sql<never>`any(${scopes}::text[])`)
        .where('entity', '=', entity)
        .where(sql<number>`get_byte(uuid_send(id), 15)`, '=', bucket);
      if (after !== null) query = query.where('id', '>', after);
      return (await query.orderBy('id').limit(limit).execute()) as PulledRow[];
    },
  };
}
