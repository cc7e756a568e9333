/** The tables of the central server, as Kysely sees them; `migrations.ts` creates them. Every key carries `site_id`. */
import type { ColumnType, Generated } from 'kysely';
import type { Scope } from '../../shared/entities/scopes.ts';
import type { Station } from '../../shared/entities/stations.ts';
import type { VerdictCode } from '../../shared/errors.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import type { ConflictNote } from '../../shared/sync/wire/protocol.ts';

/** jsonb is always written with JSON.stringify: pg turns arrays into PostgreSQL arrays otherwise. */
type Json<Value> = ColumnType<Value, string, string>;

export interface Database {
  server_state: {
    id: 1;
    epoch: string;
    demo_site_id: string | null;
    /** The site that a demonstration is being made in, or was when its server ended. */
    demo_begun_id: string | null;
  };
  site: {
    id: string;
    name: string;
    head: number;
    created_at: number;
    /** The head that the latest verified backup covers (R8). */
    backed_up_to: Generated<number>;
    /** Removals up to this number may be forgotten: no tail begins below it (R6). */
    compacted_to: Generated<number>;
    /** The desk that came with a site of its own (R14). */
    joined_by: Generated<string | null>;
  };
  /** One row a site and restore: server/sync/restores.ts. */
  site_restore: {
    site_id: string;
    starts_at: number;
    ended_epoch: string;
    restored_to: number;
    last_change_at: number;
  };
  device: {
    site_id: string;
    id: string;
    name: string;
    station: Station;
    /** As the desk names itself at its enrolment; a renewal keeps it. */
    install_id: string;
    /** The server's own device, one a site: it has no token that anybody holds. */
    is_server: Generated<boolean>;
    /** The device this one took the place of (R2). */
    renewed_from: string | null;
    token_hash: string;
    /** `retired` once its renewal has called, or after a detected clone: only `enrol {renew}` is answered. */
    state: 'active' | 'retired' | 'revoked';
    /** Highest opSeq with a stored verdict, in `op_epoch`. */
    op_seq: number;
    op_epoch: string;
    created_at: number;
    last_seen_at: number | null;
  };
  enrol_code: {
    code_hash: string;
    site_id: string;
    station: Station;
    expires_at: number;
    used_at: number | null;
  };
  account: {
    site_id: string;
    id: string;
    username: string;
    name: string;
    password_hash: string;
    created_at: number;
  };
  /** Which roles a user had since when, so that a change is judged by the roles of its time (R9). */
  account_roles: { site_id: string; user_id: string; since: number; roles: Json<Role[]> };
  /** Tries that failed, or of which nobody knows yet; by the hash of who tries what. Counts until then, UTC ms. */
  guess: { key: string; count: number; until: number };
  /** The latest claim of each row that has one, also where it ran out; of this life of the database (R10). */
  claim: { site_id: string; entity: string; id: string; token: string; device_id: string; until: number };
  session: { token_hash: string; site_id: string; user_id: string; expires_at: number };
  record: {
    site_id: string;
    entity: string;
    id: string;
    scope: Scope;
    version: number;
    /** Null where the row was removed. */
    data: Json<Record<string, unknown>> | null;
    stamps: Json<Record<string, unknown>>;
    /** `rowChecksum` (R11); null where the row was removed. */
    checksum: number | null;
  };
  /** One row a change ever seen, by its opId: verdict and effect commit together (R2). */
  change: {
    site_id: string;
    op_id: string;
    device_id: string;
    /** The site's number; null where rejected. */
    seq: number | null;
    verdict: 'applied' | 'rejected';
    code: VerdictCode | null;
    message: string | null;
    conflicts: Json<ConflictNote[]> | null;
    name: string;
    actor: string | null;
    occurred_at: number | null;
    received_at: number;
    /** Dropped once the device has acknowledged the verdict; opId and verdict stay for ever. */
    payload: Json<unknown> | null;
  };
  /** Which opId a device used for which opSeq; tells a repetition from a clone. */
  device_op: { site_id: string; device_id: string; epoch: string; op_seq: number; op_id: string };
  migration: { name: string; applied_at: Generated<string> };
}
