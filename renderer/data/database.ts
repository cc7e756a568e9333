/** The desk's IndexedDB: a table an entity, and the engine's own tables (shared/sync/device/device-store.ts). */
import { Dexie, type Table, type Transaction } from 'dexie';
import type { Row } from '../../shared/commands/define.ts';
import { entityByName, entityNames, type EntityName } from '../../shared/entities/registry.ts';
import type { ImportBlock, ImportJob } from '../../shared/rules/import/import-job.ts';
import type { ImportField } from '../../shared/rules/import/import-columns.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import type { EnrolAnswer } from '../../shared/sync/wire/protocol.ts';
import type {
  AcknowledgedEntry,
  BaseRow,
  DeviceRecord,
  HeldClaim,
  KeptEntry,
  OutboxEntry,
  RejectedChange,
  StoredRow,
} from '../../shared/sync/device/device-store.ts';
import type { BroughtBack } from '../../shared/sync/device/outbox-journal.ts';
import { awayReads } from './away-reads.ts';

/** A row as the device keeps it. `rowVersion` is the server's number of it, 0 while it knows none. */
export type LocalRow<Name extends EntityName> = Row<Name> & Pick<StoredRow, 'rowVersion' | 'rowPast'>;

type EntityTables = { readonly [Name in EntityName]: Table<LocalRow<Name>, string> };

/** Someone who signed in on this device, so that they can do so again without a network. */
export interface KnownPerson {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Argon2id of the password, in PHC form. */
  readonly verifier: string;
}

/** Wrong passwords in a row; `at`: of the last one, device's ms. */
export interface WrongTries {
  readonly count: number;
  readonly at: number;
}

/** How the last divergence check went (R11); device's ms. */
export interface CheckRecord {
  readonly checkedAt: number;
  /** Rows the last mending wrote, and when that was. */
  readonly mended: number;
  readonly mendedAt: number | null;
}

/** The last file that a desk without a server was backed up to; device's ms. */
export interface BackupRecord {
  readonly madeAt: number;
  /** SHA-256 of its content, by which the file is known again. */
  readonly sum: string;
  readonly rowCount: number;
  /** When the saved file was looked at whole; null where it never was. */
  readonly checkedAt: number | null;
}

/** A list that a person wants to see again. */
export interface SavedView {
  readonly name: string;
  /** Path and query of the page. */
  readonly address: string;
}

/** What the journal gave back at a start; device's ms. */
export interface BroughtBackRecord extends BroughtBack {
  readonly at: number;
}

export type WipeCause = 'shutOut' | 'byChoice';

export type MetaRow =
  | { readonly key: 'device'; readonly value: DeviceRecord }
  | { readonly key: 'installId'; readonly value: string }
  | { readonly key: 'clockOffset'; readonly value: number }
  | { readonly key: 'check'; readonly value: CheckRecord }
  | { readonly key: 'backup'; readonly value: BackupRecord }
  /** The place at a server that a desk alone was given, and has not taken yet (R14). */
  | { readonly key: 'place'; readonly value: EnrolAnswer }
  /** That a joining was ended before all had arrived, and why; until another one begins. `at` is the device's ms (R14). */
  | { readonly key: 'returned'; readonly value: { readonly at: number; readonly cause: WipeCause } }
  /** That this desk was emptied on purpose, and why; `at` is the device's ms (R9). */
  | { readonly key: 'wiped'; readonly value: { readonly at: number; readonly cause: WipeCause } }
  /** The shell's journal still has what is of the desk that was emptied; gone once it was cleared (R13). */
  | { readonly key: 'journalOver'; readonly value: true }
  /** Until a person has read it. */
  | { readonly key: 'broughtBack'; readonly value: BroughtBackRecord }
  /** What the search knew last (search/packed-entries.ts). */
  | { readonly key: 'searchEntries'; readonly value: string }
  /** Lists that a person saved, by the person's id. */
  | { readonly key: 'savedViews'; readonly value: Readonly<Record<string, readonly SavedView[]>> }
  /** What people chose the columns of lists to be, by `headingsKey`; the newest last. */
  | {
      readonly key: 'importColumns';
      readonly value: readonly {
        readonly headings: string;
        readonly choice: readonly (ImportField | null)[];
      }[];
    }
  /** Without input for so long, the desk asks who is there; null: never (idle-choice.ts). */
  | { readonly key: 'idleMinutes'; readonly value: number | null }
  /** Wrong passwords at this desk without its server, by the person's id (password-tries.ts). */
  | { readonly key: 'passwordTries'; readonly value: Readonly<Record<string, WrongTries>> }
  /** Ids of conflicts that someone here has taken note of. */
  | { readonly key: 'seenConflicts'; readonly value: readonly string[] };

interface OwnTables {
  readonly base: Table<BaseRow, [EntityName, string]>;
  readonly outbox: Table<OutboxEntry, number, Omit<OutboxEntry, 'localSeq'>>;
  readonly acknowledged: Table<AcknowledgedEntry, number>;
  readonly kept: Table<KeptEntry, number>;
  readonly claim: Table<HeldClaim, [EntityName, string]>;
  readonly attention: Table<RejectedChange, string>;
  readonly meta: Table<MetaRow, MetaRow['key']>;
  readonly person: Table<KnownPerson, string>;
  readonly importJob: Table<ImportJob, string>;
  readonly importBlock: Table<ImportBlock, [string, number]>;
}

export type DeskDatabase = Dexie & EntityTables & OwnTables;

const ownTables: Record<keyof OwnTables, string> = {
  base: '[entity+id]',
  outbox: '++localSeq',
  acknowledged: 'localSeq',
  kept: 'localSeq',
  claim: '[entity+id]',
  attention: 'opId',
  meta: 'key',
  person: 'id,username',
  importJob: 'id',
  importBlock: '[jobId+seq]',
};

/** Raised when a table of the device's own changes; each entity's version counts besides. */
const ownVersion = 4;

export const databaseName = 'cr-desk';

/** Opens nothing yet: the first use does. Writes are on disk when they say so (`strict`). */
export function createDeskDatabase(name = databaseName): DeskDatabase {
  // No cache of queries: the engine writes beside Dexie, which would not know when to forget.
  const db = new Dexie(name, { chromeTransactionDurability: 'strict', cache: 'disabled' });
  const stores: Record<string, string> = { ...ownTables };
  let version = ownVersion;
  for (const entity of entityNames) {
    const definition = entityByName(entity);
    stores[entity] = definition.indexes ? `id,${definition.indexes}` : 'id';
    version += definition.version;
  }
  db.version(version).stores(stores).upgrade(forgetCursor);
  db.on('ready', () => refuseNewer(db, version), true);
  db.use(awayReads);
  return db as DeskDatabase;
}

/** One that failed to open, say on a full disk, is tried again: by itself Dexie never would. Not one we closed. */
export async function openAgain(db: Dexie): Promise<void> {
  if (db.hasFailed() && !db.hasBeenClosed()) await db.open();
}

/** Dexie opens a newer database as well, and we would write rows of an older shape into it. */
function refuseNewer(db: Dexie, version: number): void {
  if (db.backendDB().version <= version * nativeVersions) return;
  throw Object.assign(new Error(`The database is newer than version ${version}.`), { name: 'VersionError' });
}

/** IndexedDB's own versions to one of Dexie's. */
const nativeVersions = 10;

/**
 * An older build passed over the rows of entities it did not know, and its cursor is beyond them: a new one
 * loads everything again. Rows and waiting changes stay meanwhile.
 */
async function forgetCursor(transaction: Transaction): Promise<void> {
  const meta = transaction.table<MetaRow, MetaRow['key']>('meta');
  const row = await meta.get('device');
  if (row?.key === 'device') await meta.put({ ...row, value: { ...row.value, cursor: null } });
}
