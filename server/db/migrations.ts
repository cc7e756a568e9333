/** The schema, step by step, forward only. A step once released is never edited. */
import type { Pool, PoolClient } from 'pg';
import { rowChecksum } from '../../shared/sync/wire/row-checksum.ts';
import { StartFailure } from '../start-failure.ts';
import { locks } from './locks.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** What SQL cannot do, in the same transaction. */
  readonly then?: (client: PoolClient) => Promise<void>;
}

const migrations: readonly Migration[] = [
  {
    name: '0001-first',
    sql: `
      create table server_state (
        id int primary key check (id = 1),
        epoch text not null,
        demo_site_id uuid
      );
      insert into server_state (id, epoch) values (1, gen_random_uuid()::text);

      create table site (id uuid primary key, name text not null, head bigint not null default 0, created_at bigint not null);

      create table device (
        site_id uuid not null references site (id),
        id uuid not null,
        name text not null,
        station text not null,
        install_id uuid not null,
        token_hash text not null unique,
        state text not null default 'active',
        op_seq bigint not null default 0,
        op_epoch text not null,
        created_at bigint not null,
        last_seen_at bigint,
        primary key (site_id, id)
      );

      create table enrol_code (
        code_hash text primary key,
        site_id uuid not null references site (id),
        station text not null,
        expires_at bigint not null,
        used_at bigint
      );

      create table account (
        site_id uuid not null references site (id),
        id uuid not null,
        username text not null,
        name text not null,
        password_hash text not null,
        created_at bigint not null,
        primary key (site_id, id),
        unique (site_id, username)
      );
      create table account_roles (
        site_id uuid not null,
        user_id uuid not null,
        since bigint not null,
        roles jsonb not null,
        primary key (site_id, user_id, since)
      );
      create table session (
        token_hash text primary key,
        site_id uuid not null,
        user_id uuid not null,
        expires_at bigint not null
      );

      create table record (
        site_id uuid not null,
        entity text not null,
        id uuid not null,
        scope text not null,
        version bigint not null,
        data jsonb,
        stamps jsonb not null,
        primary key (site_id, entity, id)
      );
      create index record_tail on record (site_id, version, entity, id);

      create table change (
        site_id uuid not null,
        op_id uuid not null,
        device_id uuid not null,
        seq bigint,
        verdict text not null,
        code text,
        message text,
        conflicts jsonb,
        name text not null,
        actor text,
        occurred_at bigint,
        received_at bigint not null,
        payload jsonb,
        primary key (site_id, op_id)
      );
      create unique index change_seq on change (site_id, seq) where seq is not null;

      create table device_op (
        site_id uuid not null,
        device_id uuid not null,
        epoch text not null,
        op_seq bigint not null,
        op_id uuid not null,
        primary key (site_id, device_id, epoch, op_seq)
      );
    `,
  },
  { name: '0002-checksums', sql: 'alter table record add column checksum int', then: fillChecksums },
  {
    name: '0003-restores',
    sql: `
      alter table site add column backed_up_to bigint not null default 0;
      create table site_restore (
        site_id uuid not null references site (id),
        starts_at bigint not null,
        ended_epoch text not null,
        restored_to bigint not null,
        last_change_at bigint not null,
        primary key (site_id, starts_at)
      );
    `,
  },
  {
    // Until this step a desk could claim any installation at a renewal: what it claimed is carried over into nothing.
    name: '0004-device-chain',
    sql: `
      alter table device add column is_server boolean not null default false, add column renewed_from uuid;
      update device set is_server = true where (site_id, id) in (
        select distinct on (site_id) site_id, id from device
        where install_id = site_id and name = 'server' and station = 'office'
        order by site_id, created_at, id
      );
      create unique index device_server on device (site_id) where is_server;
      create index device_renewal on device (site_id, renewed_from) where renewed_from is not null;
    `,
  },
  {
    name: '0005-erasure',
    sql: `
      create index record_conflict on record (site_id, (data->>'rowId')) where entity = 'conflict';
      create index change_payload on change (site_id) where payload is not null;
      create index change_conflicts on change (site_id) where conflicts is not null;
    `,
  },
  {
    name: '0006-compaction',
    sql: `
      alter table site add column compacted_to bigint not null default 0;
      create index record_removed on record (site_id, version) where data is null;
    `,
  },
  {
    name: '0007-guesses',
    sql: `
      create table guess (key text primary key, count int not null, until bigint not null);
      create index guess_until on guess (until);
    `,
  },
  {
    name: '0008-claims',
    sql: `
      create table claim (
        site_id uuid not null references site (id),
        entity text not null,
        id uuid not null,
        token text not null,
        device_id uuid not null,
        until bigint not null,
        primary key (site_id, entity, id)
      );
    `,
  },
  {
    name: '0009-demo-begun',
    sql: `alter table server_state add column demo_begun_id uuid`,
  },
  {
    name: '0010-joined-by',
    sql: `alter table site add column joined_by uuid`,
  },
];

interface UnsummedRow {
  readonly site_id: string;
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly data: Record<string, unknown>;
}

const rowsPerRound = 5_000;

/** Only this program knows how a row is summed up. */
async function fillChecksums(client: PoolClient): Promise<void> {
  for (;;) {
    const { rows } = await client.query<UnsummedRow>(
      `select site_id, entity, id, version, data from record
       where data is not null and checksum is null limit ${rowsPerRound}`,
    );
    const sums = rows.map(({ site_id, entity, id, version, data }) => ({
      ...{ site_id, entity, id },
      checksum: rowChecksum(entity, id, Number(version), data),
    }));
    await client.query(
      `update record r set checksum = s.checksum
       from json_to_recordset($1) as s (site_id uuid, entity text, id uuid, checksum int)
       where r.site_id = s.site_id and r.entity = s.entity and r.id = s.id`,
      [JSON.stringify(sums)],
    );
    if (rows.length < rowsPerRound) return;
  }
}

/** Every table there ever was, in an order in which each can be filled after those it refers to. */
export const tableNames = [
  'migration',
  'server_state',
  'site',
  'site_restore',
  'device',
  'enrol_code',
  'account',
  'account_roles',
  'session',
  'guess',
  'claim',
  'record',
  'change',
  'device_op',
] as const;
export type TableName = (typeof tableNames)[number];

/**
 * Brings the database up to date; several servers may start at once. All steps of one run, or none.
 * @throws StartFailure where a newer program was here: there is no way back
 */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [locks.schema]);
    await applyMissing(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** The steps this program knows, in order. */
export const migrationNames: readonly string[] = migrations.map(({ name }) => name);

/** @param wanted only these of the steps; all where left out @throws StartFailure */
export async function applyMissing(client: PoolClient, wanted = migrationNames): Promise<void> {
  await client.query(
    'create table if not exists migration (name text primary key, applied_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ name: string }>('select name from migration');
  const applied = new Set(rows.map((row) => row.name));
  const unknown = rows.find((row) => !migrations.some(({ name }) => name === row.name));
  if (unknown) {
    throw new StartFailure(
      `A newer CR Desk has used this database (step ${unknown.name}): start that version or a later one.`,
    );
  }
  for (const { name, sql, then } of migrations.filter(
    (one) => wanted.includes(one.name) && !applied.has(one.name),
  )) {
    await client.query(sql);
    await then?.(client);
    await client.query('insert into migration (name) values ($1)', [name]);
  }
}
