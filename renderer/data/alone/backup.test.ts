import 'fake-indexeddb/auto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entityNames } from '../../../shared/entities/registry.ts';
import { createDeskDatabase, type DeskDatabase } from '../database.ts';
import { checkBackup, makeBackup, noteBackup, restoreBackup } from './backup.ts';
import { readBackupFile } from './backup-file.ts';
import { signInAlone } from './alone-desk.ts';
import { setUpAlone } from './set-up-alone.ts';

const now = 1_795_700_000_000;
const password = '周敏的密码123';
let db: DeskDatabase;
const opened: DeskDatabase[] = [];

function open(): DeskDatabase {
  const one = createDeskDatabase(`backup-${uuidv7()}`);
  opened.push(one);
  return one;
}

async function openShop(siteName = '吉安小店'): Promise<DeskDatabase> {
  const one = open();
  await setUpAlone(one, { siteName, deskName: '前台电脑', name: '周敏', username: 'zhoum', password }, now);
  return one;
}

beforeEach(async () => {
  db = await openShop();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.delete();
});

const rowsOf = async (of: DeskDatabase) =>
  Object.fromEntries(
    await Promise.all(entityNames.map(async (entity) => [entity, await of.table(entity).toArray()])),
  ) as Record<string, unknown>;

async function backUp(of = db) {
  const made = await makeBackup(of, now + 1);
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

async function readBack(file: Blob) {
  const read = await readBackupFile(file);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

const linesOf = async (file: Blob) =>
  (await new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text())
    .trimEnd()
    .split('\n');
const packed = (lines: readonly string[]) =>
  new Response(
    new Blob([lines.map((line) => `${line}\n`).join('')]).stream().pipeThrough(new CompressionStream('gzip')),
  ).blob();

/** The file with one line changed, and a sum that fits: as somebody would make it who means harm. */
async function forged(file: Blob, change: (line: string) => string): Promise<Blob> {
  const lines = (await linesOf(file)).slice(0, -1).map(change);
  const text = lines.map((line) => `${line}\n`).join('');
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const rows: Record<string, number> = {};
  for (const line of lines.slice(1)) rows[JSON.parse(line)[0]] = (rows[JSON.parse(line)[0]] ?? 0) + 1;
  const sum = Buffer.from(digest).toString('hex');
  return packed([...lines, JSON.stringify({ end: true, rows, sum })]);
}

test('a backup restored on an empty machine is the same desk, with the same people and passwords', async () => {
  const { file, record } = await backUp();
  const other = open();
  const backup = await readBack(file);
  expect(await restoreBackup(other, backup, now + 2)).toEqual({ ok: true, value: null });
  expect(await rowsOf(other)).toEqual(await rowsOf(db));
  expect(await signInAlone(other, 'zhoum', password)).toMatchObject({ ok: true });
  const device = await other.meta.get('device');
  expect(device?.value).toMatchObject({ siteName: '吉安小店', ready: true, alone: { since: now } });
  expect((await other.meta.get('backup'))?.value).toEqual({ ...record, checkedAt: now + 2 });
});

test('what was here before is replaced, all of it', async () => {
  const { file } = await backUp();
  const other = await openShop('另一家店');
  await other.meta.put({ key: 'searchEntries', value: 'of the old rows' });
  await restoreBackup(other, await readBack(file), now);
  expect(await rowsOf(other)).toEqual(await rowsOf(db));
  expect(await other.meta.get('searchEntries')).toBeUndefined();
});

test('a restore that breaks off leaves everything as it was', async () => {
  const { file } = await backUp();
  const other = await openShop('另一家店');
  const before = await rowsOf(other);
  const backup = await readBack(file);
  const twice = { ...backup, people: [...backup.people, ...backup.people] };
  await expect(restoreBackup(other, twice, now)).rejects.toThrow();
  expect(await rowsOf(other)).toEqual(before);
  expect((await other.meta.get('device'))?.value).toMatchObject({ siteName: '另一家店' });
});

test('a desk of a server is neither backed up so nor overwritten', async () => {
  const { file } = await backUp();
  const row = await db.meta.get('device');
  if (row?.key !== 'device') throw new Error('no desk');
  const { alone: _, ...joined } = row.value;
  await db.meta.put({ key: 'device', value: joined });
  expect(await makeBackup(db, now)).toEqual({ ok: false, error: { code: 'not_permitted' } });
  expect(await restoreBackup(db, await readBack(file), now)).toMatchObject({ ok: false });
  expect((await db.meta.get('device'))?.value).toEqual(joined);
});

test('the saved file is known again when it is checked, another one is not', async () => {
  const { file, record } = await backUp();
  await noteBackup(db, record);
  const other = await backUp(await openShop('另一家店'));
  await checkBackup(db, other.file, now + 5);
  expect((await db.meta.get('backup'))?.value).toMatchObject({ checkedAt: null });
  await checkBackup(db, file, now + 5);
  expect((await db.meta.get('backup'))?.value).toMatchObject({ checkedAt: now + 5 });
});

describe('a file that is not as it was written is refused', () => {
  const refused = { ok: false, error: { code: 'backup_unreadable' } };

  test('cut off anywhere, or with a bit turned', async () => {
    const { file } = await backUp();
    const bytes = new Uint8Array(await file.arrayBuffer());
    for (const end of [0, 1, 20, bytes.length >> 1, bytes.length - 9, bytes.length - 1])
      expect(await readBackupFile(new Blob([bytes.slice(0, end)]))).toEqual(refused);
    for (let at = 12; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      const spoilt = bytes.slice();
      spoilt[at] = (spoilt[at] ?? 0) ^ 4;
      expect(await readBackupFile(new Blob([spoilt]))).toEqual(refused);
    }
  });

  test('a line changed, left out or added within a whole gzip', async () => {
    const lines = await linesOf((await backUp()).file);
    const changed = lines.map((line) => line.replace('绿茶', '毒茶'));
    for (const wrong of [changed, lines.toSpliced(5, 1), [...lines, lines[3] ?? ''], lines.slice(0, -1)])
      expect(await readBackupFile(await packed(wrong))).toEqual(refused);
    expect(await readBackupFile(await packed(lines))).toMatchObject({ ok: true });
  });

  test.each([
    ['a row that its entity does not allow', (line: string) => line.replace('"capacity":4', '"capacity":-4')],
    ['a field that nobody knows', (line: string) => line.replace('"capacity":4', '"capacity":4,"evil":1')],
    [
      'a table that nobody knows',
      (line: string) => line.replace('["seat"', '["meta"').replace('["person"', '["x"'),
    ],
    ['a hash that would take all memory', (line: string) => line.replace('m=19456', 'm=99999999')],
    ['a site without its settings', (line: string) => line.replace('["siteSettings"', '["area"')],
    ['an id that is none', (line: string) => line.replaceAll(/"id":"[0-9a-f]{8}/g, '"id":"../../xx')],
    [
      'an address of elsewhere',
      (line: string) =>
        line.startsWith('["savedViews"')
          ? `["savedViews",{"0193a000-0000-7000-8000-000000000000":[{"name":"x","address":"javascript:alert(1)"}]}]`
          : line,
    ],
  ])('%s', async (_, change) => {
    expect(await readBackupFile(await forged((await backUp()).file, change))).toEqual(refused);
  });

  test('what forges is a file like any other where nothing is changed', async () => {
    expect(await readBackupFile(await forged((await backUp()).file, (line) => line))).toMatchObject({
      ok: true,
    });
  });

  test('one row twice', async () => {
    const lines = await linesOf((await backUp()).file);
    const seat = lines.find((line) => line.startsWith('["seat"')) ?? '';
    const twice = await forged(await packed(lines.toSpliced(-1, 0, seat)), (line) => line);
    expect(await readBackupFile(twice)).toEqual(refused);
  });

  test('of a newer version, which is told apart', async () => {
    const newer = { ok: false, error: { code: 'backup_newer' } };
    const { file } = await backUp();
    for (const [from, to] of [
      ['"version":1', '"version":2'],
      ['"visit":', '"visitor":1,"visit":'],
      ['"seat":2', '"seat":3'],
    ] as const)
      expect(await readBackupFile(await forged(file, (line) => line.replace(from, to)))).toEqual(newer);
  });

  test('zeros without end are not unpacked to theirs', async () => {
    const zeros = new Blob(Array.from({ length: 64 }, () => new Uint8Array(1_000_000)));
    const bomb = await new Response(zeros.stream().pipeThrough(new CompressionStream('gzip'))).blob();
    expect(bomb.size).toBeLessThan(100_000);
    expect(await readBackupFile(bomb)).toEqual(refused);
  });
});

test('a backup of an older version is taken: what its rows did not have yet is empty', async () => {
  const { file } = await backUp();
  const older = await forged(file, (line) =>
    line.replace('"seat":2', '"seat":1').replace(/"outOfUse":null,?/, ''),
  );
  const read = await readBack(older);
  expect(read.rows.get('seat')?.[0]).toMatchObject({ outOfUse: null });
});
