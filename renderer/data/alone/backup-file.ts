/**
 * The file a desk without a server is backed up to: gzipped lines of JSON.
 *
 *   {form, version, madeAt, siteName, entities: {name: version}}
 *   [table, row] …
 *   {end: true, rows: {table: count}, sum}     SHA-256 of all lines before it
 *
 * Who reads one trusts nothing of it: it may be cut off, spoilt, of another program, or made to do harm.
 */
import { createSHA256 } from 'hash-wasm';
import { z } from 'zod';
import { id, instant, requiredText } from '../../../shared/entities/fields.ts';
import {
  entityByName,
  entityNames,
  isEntityName,
  type EntityName,
} from '../../../shared/entities/registry.ts';
import { staff } from '../../../shared/entities/site.ts';
import type { Result } from '../../../shared/errors.ts';
import { fieldsOf, storedRow } from '../../../shared/sync/device/overlay.ts';
import type { StoredRow } from '../../../shared/sync/device/device-store.ts';
import { passwordHash } from '../../../shared/sync/wire/join-messages.ts';
import type { KnownPerson, SavedView } from '../database.ts';

export const backupForm = 'cr-desk-backup';
export const backupVersion = 1;

/** What a desk alone is, apart from its rows. */
export interface BackupDesk {
  readonly name: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly since: number;
}

export interface Backup {
  /** UTC ms. */
  readonly madeAt: number;
  readonly desk: BackupDesk;
  readonly people: readonly KnownPerson[];
  readonly savedViews: Readonly<Record<string, readonly SavedView[]>>;
  readonly rows: ReadonlyMap<EntityName, readonly StoredRow[]>;
}

export interface WrittenBackup {
  readonly file: Blob;
  readonly sum: string;
  /** Rows of all entities. */
  readonly rowCount: number;
}

/** Unpacked; beyond what one PC without a server gathers, and within what a page may hold. */
export const mostBackupBytes = 1_000_000_000;
/** More than the largest row has, so that nothing is gathered without end. */
const longestLine = 4_000_000;
const rowsPerPiece = 500;

export async function writeBackupFile(backup: Backup): Promise<WrittenBackup> {
  const hash = await createSHA256();
  const packing = new CompressionStream('gzip');
  const file = new Response(packing.readable).blob();
  const writer = packing.writable.getWriter();
  const encoder = new TextEncoder();
  const counts: Record<string, number> = {};
  async function write(lines: readonly unknown[]) {
    const bytes = encoder.encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    hash.update(bytes);
    await writer.write(bytes);
  }
  async function writeTable(table: string, rows: readonly unknown[]) {
    counts[table] = rows.length;
    for (let at = 0; at < rows.length; at += rowsPerPiece)
      await write(rows.slice(at, at + rowsPerPiece).map((row) => [table, row]));
  }

  const entities = Object.fromEntries(entityNames.map((name) => [name, entityByName(name).version]));
  const { madeAt, desk, people, savedViews, rows } = backup;
  await write([{ form: backupForm, version: backupVersion, madeAt, siteName: desk.siteName, entities }]);
  await writeTable('desk', [desk]);
  await writeTable('person', people);
  await writeTable('savedViews', [savedViews]);
  for (const [entity, ofEntity] of rows) {
    const bare = ofEntity.map((row) => ({ ...fieldsOf(entityByName(entity), row), id: row.id }));
    await writeTable(entity, bare);
  }
  const sum = hash.digest();
  await writer.write(encoder.encode(`${JSON.stringify({ end: true, rows: counts, sum })}\n`));
  await writer.close();
  return { file: await file, sum, rowCount: rowCountOf(backup) };
}

export function rowCountOf({ rows }: Pick<Backup, 'rows'>): number {
  return [...rows.values()].reduce((count, ofEntity) => count + ofEntity.length, 0);
}

const header = z.object({
  form: z.literal(backupForm),
  version: z.int().min(1),
  madeAt: instant(),
  siteName: requiredText(80),
  entities: z.record(z.string(), z.int()),
});
const ending = z.object({ end: z.literal(true), rows: z.record(z.string(), z.int()), sum: z.string() });

const deskLine = z.strictObject({
  name: requiredText(80),
  siteId: id(),
  siteName: requiredText(80),
  since: instant(),
});
const personLine = staff.schema.omit({ active: true }).extend({ id: id(), verifier: passwordHash }).strict();
/** Of this application: an address of elsewhere is none of its pages. */
const address = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])/);
const savedViewsLine = z.record(
  id(),
  z.array(z.strictObject({ name: z.string().max(200), address })).max(1_000),
);

/** What is wrong with the file, thrown within this module alone. */
class Unfit extends Error {
  readonly code: 'backup_unreadable' | 'backup_newer';
  constructor(code: Unfit['code'] = 'backup_unreadable') {
    super(code);
    this.code = code;
  }
}

export interface ReadBackup extends Backup {
  readonly sum: string;
}

/** Looks at every byte. Fails with `backup_unreadable`, `backup_newer`; writes nothing. */
export async function readBackupFile(file: Blob): Promise<Result<ReadBackup>> {
  try {
    return { ok: true, value: await read(file) };
  } catch (error) {
    return { ok: false, error: { code: error instanceof Unfit ? error.code : 'backup_unreadable' } };
  }
}

async function read(file: Blob): Promise<ReadBackup> {
  const hash = await createSHA256();
  const reader = createLineReader();
  let pending = new Uint8Array(0);
  for await (const bytes of unpacked(file)) {
    const whole = joined(pending, bytes);
    const end = whole.lastIndexOf(newline) + 1;
    for (const line of linesOf(whole.subarray(0, end))) {
      reader.line(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line)), () => hash.digest());
      if (!reader.isEnded()) hash.update(line);
    }
    pending = whole.slice(end);
    if (pending.length > longestLine) throw new Unfit();
  }
  if (pending.length > 0) throw new Unfit();
  return reader.finish();
}

const newline = 10;

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(newline, at) + 1;
    yield bytes.subarray(at, end);
    at = end;
  }
}

async function* unpacked(file: Blob): AsyncGenerator<Uint8Array> {
  const unpacking = new DecompressionStream('gzip');
  // Its failure shows at the reader.
  file
    .stream()
    .pipeTo(unpacking.writable as WritableStream<Uint8Array>)
    .catch(() => undefined);
  const reader = unpacking.readable.getReader();
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    length += value.length;
    if (length > mostBackupBytes) {
      await reader.cancel();
      throw new Unfit();
    }
    yield value as Uint8Array;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

interface LineReader {
  line(value: unknown, sumSoFar: () => string): void;
  isEnded(): boolean;
  finish(): ReadBackup;
}

function createLineReader(): LineReader {
  let head: z.infer<typeof header> | null = null;
  let sum: string | null = null;
  const tables = new Map<string, unknown[]>();
  const ids = new Set<string>();

  function take(value: unknown) {
    const [table, row] = z.tuple([z.string(), z.unknown()]).parse(value);
    const known = tables.get(table) ?? [];
    tables.set(table, known);
    known.push(isEntityName(table) ? entityRow(table, row, ids) : row);
  }
  return {
    isEnded: () => sum !== null,
    line(value, sumSoFar) {
      if (sum !== null) throw new Unfit();
      if (head === null) head = readHeader(value);
      else if (Array.isArray(value)) take(value);
      else sum = readEnding(value, tables, sumSoFar());
    },
    finish() {
      if (head === null || sum === null) throw new Unfit();
      return { ...wholeOf(tables), madeAt: head.madeAt, sum };
    },
  };
}

/** One of a newer version is told apart from one that is none: there is something to do about it. */
function readHeader(value: unknown): z.infer<typeof header> {
  const read = header.parse(value);
  const isNewer = Object.entries(read.entities).some(
    ([name, version]) => !isEntityName(name) || version > entityByName(name).version,
  );
  if (read.version > backupVersion || isNewer) throw new Unfit('backup_newer');
  return read;
}

function readEnding(value: unknown, tables: ReadonlyMap<string, unknown[]>, sumSoFar: string): string {
  const { rows, sum } = ending.parse(value);
  const counts = Object.entries(rows).every(([table, count]) => (tables.get(table)?.length ?? 0) === count);
  if (sum !== sumSoFar || !counts) throw new Unfit();
  return sum;
}

/** As this version keeps it: fields that came since are empty, index values are made anew. */
function entityRow(entity: EntityName, value: unknown, ids: Set<string>): StoredRow {
  const definition = entityByName(entity);
  const { id: rowId, ...fields } = z.looseObject({ id: id() }).parse(value);
  const known = `${entity}:${rowId}`;
  if (ids.has(known)) throw new Unfit();
  ids.add(known);
  const strange = Object.keys(fields).some((field) => !Object.hasOwn(definition.schema.shape, field));
  const read = definition.schema.safeParse(fieldsOf(definition, fields));
  if (strange || !read.success) throw new Unfit();
  return storedRow(definition, rowId, 0, read.data);
}

function wholeOf(tables: ReadonlyMap<string, unknown[]>): Omit<Backup, 'madeAt'> {
  const only = <Value>(table: string, schema: z.ZodType<Value>): Value => {
    const [value, more] = tables.get(table) ?? [];
    if (more !== undefined) throw new Unfit();
    return schema.parse(value);
  };
  const desk = only('desk', deskLine);
  const savedViews = only('savedViews', savedViewsLine);
  const people = z.array(personLine).parse(tables.get('person') ?? []);
  const rows = new Map(
    entityNames.map((name) => [name, (tables.get(name) ?? []) as readonly StoredRow[]] as const),
  );
  const settings = rows.get('siteSettings') ?? [];
  const staffIds = new Set(rows.get('staff')?.map((row) => row.id));
  const isWhole =
    settings.length === 1 &&
    settings[0]?.id === desk.siteId &&
    people.length > 0 &&
    new Set(people.map((person) => person.id)).size === people.length &&
    people.every((person) => staffIds.has(person.id));
  if (!isWhole) throw new Unfit();
  return { desk, people, savedViews, rows };
}
