/** Reads a backup file, and believes nothing of it that does not add up. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { StartFailure } from '../start-failure.ts';
import {
  endLine,
  formatName,
  formatVersion,
  hashBytes,
  headerSchema,
  tableLine,
  type BackupHeader,
  type TableInBackup,
} from './format.ts';

interface BackupReader {
  header(header: BackupHeader): Promise<void>;
  /** @param row as JSON */
  row(table: TableInBackup, row: string): Promise<void>;
}

export type RowCounts = ReadonlyMap<TableInBackup, number>;

/** To the end, or not at all: whatever does not add up throws. @throws StartFailure in one sentence */
export async function readBackup(path: string, reader: BackupReader): Promise<RowCounts> {
  const length = await checkedLength(path);
  const plain = createReadStream(path, { end: length - 1 }).pipe(createGunzip());
  try {
    return await readLines(linesOf(plain), reader, path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw code.startsWith('Z_') ? damaged(path) : error;
  } finally {
    plain.destroy();
  }
}

/** What the file covers, every byte and row of it looked at. @throws StartFailure */
export async function verifyBackup(path: string): Promise<{ header: BackupHeader; counts: RowCounts }> {
  let header: BackupHeader | null = null;
  const counts = await readBackup(path, {
    header: async (read) => void (header = read),
    row: async () => undefined,
  });
  if (header === null) throw damaged(path);
  return { header, counts };
}

const damaged = (path: string) =>
  new StartFailure(
    `The backup ${path} is damaged or incomplete: nothing was taken from it. Use another one.`,
  );

const foreign = (path: string) => new StartFailure(`The file ${path} is no backup of CR Desk.`);

/** @returns how many bytes stand before the hash */
async function checkedLength(path: string): Promise<number> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT';
    throw new StartFailure(
      `The file ${path} ${isMissing ? 'does not exist' : `cannot be read (${error.code})`}.`,
    );
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw foreign(path);
    const start = Buffer.alloc(2);
    await file.read(start, 0, 2, 0);
    // What gzip begins with.
    if (start.readUInt16BE() !== 0x1f8b) throw foreign(path);
    const length = stats.size - hashBytes;
    if (length <= 0) throw damaged(path);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { end: length - 1 })) hash.update(chunk as Buffer);
    const expected = Buffer.alloc(hashBytes);
    await file.read(expected, 0, hashBytes, length);
    if (!hash.digest().equals(expected)) throw damaged(path);
    return length;
  } finally {
    await file.close();
  }
}

async function readLines(
  lines: AsyncIterable<string>,
  reader: BackupReader,
  path: string,
): Promise<RowCounts> {
  const counts = new Map<TableInBackup, number>();
  let header: BackupHeader | null = null;
  let table: TableInBackup | null = null;
  let rows = 0;
  for await (const line of lines) {
    if (header === null) {
      header = readHeader(line, path);
      await reader.header(header);
    } else if (table === null) {
      table = tableLine.parse(JSON.parse(line))[1];
      rows = 0;
    } else if (line.startsWith('{')) {
      rows += 1;
      await reader.row(table, line);
    } else {
      const [, ended, count] = endLine.parse(JSON.parse(line));
      if (ended !== table || count !== rows) throw damaged(path);
      counts.set(table, count);
      table = null;
    }
  }
  if (header === null || table !== null || counts.size !== header.tables.length) throw damaged(path);
  return counts;
}

function readHeader(line: string, path: string): BackupHeader {
  const json = parseOrNull(line) as { format?: unknown; formatVersion?: unknown } | null;
  if (json?.format !== formatName) throw foreign(path);
  if (json.formatVersion !== formatVersion) {
    throw new StartFailure(`The backup ${path} is of a newer CR Desk: restore it with that version.`);
  }
  return headerSchema.parse(json);
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const newline = 10;

/** Split at newlines alone: a text may hold any other separator. */
async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8');
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}
