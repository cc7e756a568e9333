import { writeXlsx, type CellValue, type MergeRange } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { readImportRow } from '../../../shared/rules/import/read-import-row.ts';
import { planList } from './plan-list.ts';
import { readList } from './read-list.ts';
import { mostRows, readWorkbook } from './read-workbook.ts';

async function bytesOf(rows: CellValue[][], merges: MergeRange[] = []): Promise<ArrayBuffer> {
  const bytes = await writeXlsx({
    sheets: [
      { name: '说明', rows: [['本表由系统导出']] },
      { name: '空', rows: [] },
      { name: '客户', rows, merges },
    ],
  });
  return bytes.slice().buffer;
}

async function rowsOf(rows: CellValue[][], merges: MergeRange[] = []) {
  const reading = await readWorkbook(await bytesOf(rows, merges));
  if (!reading.ok) throw new Error(reading.reason);
  return reading.sheets[1]?.rows;
}

test('sheets with rows can be chosen from; an empty one is none', async () => {
  const reading = await readWorkbook(await bytesOf([['姓名'], ['张三']]));
  expect(reading.ok && reading.sheets.map(({ name }) => name)).toEqual(['说明', '客户']);
});

test('numbers are written out, dates as days, and nothing is made up of what a spreadsheet rounded', async () => {
  const row = [
    13800796001,
    1.38e10,
    Number('360302199001011234'),
    new Date(Date.UTC(1990, 4, 31)),
    true,
    0.5,
    '007',
  ];
  const when = new Date(Date.UTC(2026, 0, 2, 8, 30));
  expect(await rowsOf([[...row, when]])).toEqual([
    [
      ...['13800796001', '13800000000', '360302199001011000', '1990-05-31', 'true', '0.5', '007'],
      '2026-01-02 08:30',
    ],
  ]);
});

test('cells made one over several rows speak for each of them; over several columns for the first alone', async () => {
  const rows = [
    ['张三', '赣D00001'],
    [null, '赣D00002'],
    ['合计', null],
  ];
  const merges = [
    { startRow: 0, startCol: 0, endRow: 1, endCol: 0 },
    { startRow: 2, startCol: 0, endRow: 2, endCol: 1 },
  ];
  expect(await rowsOf(rows, merges)).toEqual([
    ['张三', '赣D00001'],
    ['张三', '赣D00002'],
    ['合计', ''],
  ]);
});

test('what a formula shows is its text; a text that begins like one stays as it is', async () => {
  expect(await rowsOf([['=1+1', '@SUM(A1)']])).toEqual([['=1+1', '@SUM(A1)']]);
});

test('lines are those of the sheet, below its title', async () => {
  const bytes = await bytesOf([['客户档案'], [null], ['姓名', '手机'], ['张三', 1]]);
  const reading = await readList(bytes);
  const sheet = reading.ok ? reading.sheets.at(-1) : undefined;
  const nothingKnown = { plates: new Set<string>(), vins: new Set<string>(), guests: new Set<string>() };
  expect(sheet && planList(sheet, nothingKnown, '赣')?.problems).toMatchObject([{ line: 4, field: 'phone' }]);
});

test('a workbook that unpacks to more than it should, or lies about it, is not read', async () => {
  const whole = await bytesOf([['姓名'], ['张三']]);
  const bomb = whole.slice();
  const view = new DataView(bomb);
  for (let at = 0; at < bomb.byteLength - 4; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 300_000_000, true);
  expect(await readWorkbook(bomb)).toEqual({ ok: false, reason: 'too_large_inside' });
  for (let at = 0; at < bomb.byteLength - 4; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
  expect(await readWorkbook(bomb)).toMatchObject({ ok: false });
  expect(await readWorkbook(whole.slice(0, 900))).toEqual({ ok: false, reason: 'workbook_broken' });
});

test('a sheet of more rows than a dealership has is not read', async () => {
  const rows = Array.from({ length: mostRows + 2 }, () => ['x']);
  expect(await readWorkbook(await bytesOf(rows))).toEqual({ ok: false, reason: 'too_many_rows' });
}, 60_000);

test.each([
  [{ phone: '1.38E+10' }, 'phone', 'number_shortened', 'error'],
  [{ idNumber: '3.60302E+17' }, 'idNumber', 'number_shortened', 'error'],
  [{ idNumber: '360302199001011000' }, 'idNumber', 'id_rounded', 'error'],
  [{ phone: '7968123456' }, 'phone', 'phone_zero_lost', 'remark'],
  [{ birthDate: '33024' }, 'birthDate', 'date_counted', 'remark'],
] as const)('what a spreadsheet did to %o is named', (cells, field, code, weight) => {
  const { row, problems } = readImportRow(2, { name: '张三', ...cells }, '赣');
  expect(problems).toMatchObject([{ field, code, weight }]);
  if (weight === 'remark')
    expect([row?.birthDate ?? row?.phones[0]?.number]).toEqual([
      field === 'phone' ? '+867968123456' : '1990-05-31',
    ]);
});
