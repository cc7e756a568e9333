import { describe, expect, test } from 'vitest';
import { importTemplate } from '../../../shared/rules/import/import-columns.ts';
import type { ImportProblem } from '../../../shared/rules/import/read-import-row.ts';
import { badRowsCsv } from './bad-rows.ts';
import { countRows, planList } from './plan-list.ts';
import { readList } from './read-list.ts';

const nothingKnown = { plates: new Set<string>(), vins: new Set<string>(), guests: new Set<string>() };
const bytesOf = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const read = (text: string) => readList(bytesOf(text));

async function planOf(text: string) {
  const reading = await read(text);
  const [sheet] = reading.ok ? reading.sheets : [];
  const plan = sheet && planList(sheet, nothingKnown, '赣');
  if (!plan) throw new Error(reading.ok ? 'no plan' : reading.reason);
  return plan;
}
const plates = async (text: string) =>
  (await planOf(text)).customers.map(({ name, vehicles }) => [name, vehicles[0]?.plate]);
const twoGuests = [
  ['张三', '赣D12345'],
  ['李芳', '赣D67890'],
];

describe('the same list, whatever program wrote it', () => {
  test.each([
    ['with a byte order mark', '\uFEFF姓名,车牌号\r\n张三,赣D12345\r\n李芳,赣D67890\r\n'],
    ['without one', '姓名,车牌号\r\n张三,赣D12345\r\n李芳,赣D67890\r\n'],
    ['with bare line feeds, and none at the end', '姓名,车牌号\n张三,赣D12345\n李芳,赣D67890'],
    ['with quotes around every field', '"姓名","车牌号"\r\n"张三","赣D12345"\r\n"李芳","赣D67890"\r\n'],
    ['with semicolons', '姓名;车牌号\r\n张三;赣D12345\r\n李芳;赣D67890\r\n'],
    ['with tabs', '姓名\t车牌号\r\n张三\t赣D12345\r\n李芳\t赣D67890\r\n'],
    [
      'with spaces around fields and within headings',
      ' 姓 名 ,车牌号\r\n 张三 , 赣D12345\r\n李芳,赣D67890\r\n',
    ],
    ['with empty lines', '姓名,车牌号\r\n\r\n张三,赣D12345\r\n,\r\n李芳,赣D67890\r\n\r\n'],
    [
      'with the columns the other way round and one more',
      '车牌号,积分,姓名\r\n赣D12345,3,张三\r\n赣D67890,9,李芳\r\n',
    ],
    ['with English headings', 'Name,Plate\r\n张三,赣D12345\r\n李芳,赣D67890\r\n'],
  ])('%s', async (_how, text) => {
    expect(await plates(text)).toEqual(twoGuests);
  });
});

test('a quoted field may hold commas, quotes and line breaks', async () => {
  const {
    customers: [customer],
  } = await planOf('姓名,地址,备注\r\n张三,"吉安市,井冈山大道1号","他说""靠窗""\r\n不要茶"\r\n');
  expect(customer).toMatchObject({ address: '吉安市,井冈山大道1号', note: '他说"靠窗"\r\n不要茶' });
});

test.each([
  ['carriage return and line feed', '\r\n'],
  ['line feed', '\n'],
])('a line is the file’s own, after fields of several lines and empty lines: %s', async (_what, end) => {
  const list = ['姓名,手机,备注', '张三,13800796001,"一', '二', '三"', '', '李芳,123,', '王强,13800796003,'];
  const { problems, customers, badRows } = await planOf(list.join(end));
  expect(problems).toMatchObject([{ line: 6, field: 'phone', value: '123', code: 'phone_invalid' }]);
  expect([badRows.map(({ line }) => line), customers.map(({ lines }) => lines)]).toEqual([[6], [[2], [7]]]);
});

describe('quotation marks that are not in pairs', () => {
  const words = ({ code }: ImportProblem) => code;
  const reasons = async (text: string) =>
    (await planOf(text)).problems.map(({ line, code, weight }) => [line, code, weight]);

  test('are an error of their line; the rows between them are no cell, and each is named', async () => {
    const plan = await planOf(
      '姓名,手机,备注\n李芳,13800796000,\n张三,13800796001,"好\n\n王强,13800796002,x\n赵敏,13800796003,y\n',
    );
    expect(plan.customers.map(({ name }) => name)).toEqual(['李芳']);
    expect(plan.problems).toMatchObject([
      { line: 3, value: '张三', code: 'quotes', weight: 'error' },
      { line: 5, value: '王强', code: 'quotes_before', weight: 'error' },
      { line: 6, value: '赵敏', code: 'quotes_before', weight: 'error' },
    ]);
    expect([plan.rows, countRows(plan)]).toEqual([4, { good: 1, merged: 0, bad: 3, known: 0, warned: 0 }]);
    // Each can be had as a row of its own, to be mended.
    expect(badRowsCsv(plan, '问题', words)).toBe(
      '\uFEFF姓名,手机,备注,问题\r\n张三,13800796001,"""好",quotes\r\n' +
        '王强,13800796002,x,quotes_before\r\n赵敏,13800796003,y,quotes_before\r\n',
    );
  });

  test('end with the row that closes them; what follows is read, with its own line', async () => {
    const text =
      '姓名,手机,备注\n张三,13800796001,"靠窗"座\n李芳,13800796002,"y"\n王强,123,\n赵敏,13800796004,\n';
    expect(await reasons(text)).toEqual([
      [2, 'quotes', 'error'],
      [3, 'quotes_before', 'error'],
      [4, 'phone_invalid', 'error'],
    ]);
    expect((await planOf(text)).customers.map(({ name, lines }) => [name, lines])).toEqual([['赵敏', [5]]]);
  });

  test('of the first row are why nothing can be read; of the only other row, an error all the same', async () => {
    expect(await read('姓名,"备注\n张三,靠窗\n')).toEqual({ ok: false, reason: 'quotes' });
    expect(await reasons('姓名,备注\r\n张三,"靠窗\r\n')).toEqual([[2, 'quotes', 'error']]);
  });
});

/** 姓名 / 张三, as spreadsheets write it here by themselves. */
const bytesOfGbk = [0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x0d, 0x0a];

test('a list in GBK is read, and said to be one', async () => {
  const reading = await readList(new Uint8Array(bytesOfGbk).buffer);
  expect(reading).toMatchObject({
    ok: true,
    kind: 'gb18030',
    sheets: [
      {
        rows: [['姓名'], ['张三']],
      },
    ],
  });
  expect(await read('姓名\r\n张三\r\n')).toMatchObject({ ok: true, kind: 'utf-8' });
});

test('a list of headings alone is empty, in whichever of the two it was written', async () => {
  const headings = new Uint8Array(bytesOfGbk.slice(0, 6)).buffer;
  expect(await readList(headings)).toEqual({ ok: false, reason: 'empty' });
});

test('a gender that nobody asked for is no error; one that is none, is', async () => {
  const { customers, problems } = await planOf('姓名,性别\n甲,未知\n乙,女\n丙,保密\n丁,是\n');
  expect(customers.map(({ name, gender }) => [name, gender])).toEqual([
    ['甲', null],
    ['乙', 'female'],
    ['丙', null],
  ]);
  expect(problems).toMatchObject([{ line: 5, code: 'gender_unknown' }]);
});

describe('rows that could not be taken', () => {
  const words = ({ code }: ImportProblem) => code;
  const list = '积分,姓名,手机\r\n7,"张,三",13800796001\r\n8,李芳,123\r\n9,,1\r\n';

  test('are a list in the file’s own columns, with what is wrong behind them and a byte order mark', async () => {
    expect(badRowsCsv(await planOf(list), '问题', words)).toBe(
      '\uFEFF积分,姓名,手机,问题\r\n8,李芳,123,phone_invalid\r\n9,,1,name_missing phone_invalid\r\n',
    );
  });

  test('are imported once they are mended; the words about them are no column', async () => {
    const mended = badRowsCsv(await planOf(list), '问题', words).replace('123', '13800796002');
    const plan = await planOf(mended);
    expect([plan.customers.map(({ name }) => name), plan.ignored]).toEqual([['李芳'], ['积分']]);
    // And what is still wrong is written once, not beside what was written before.
    expect(badRowsCsv(plan, 'Problem', words)).toBe(
      '\uFEFF积分,姓名,手机,Problem\r\n9,,1,name_missing phone_invalid\r\n',
    );
  });

  test('are counted apart from those taken and those skipped, and all together are all', async () => {
    const plan = await planOf(`${list}1,王强,13800796003\r\n2,王强,13800796003\r\n`);
    expect(countRows(plan)).toEqual({ good: 2, merged: 0, bad: 2, known: 1, warned: 0 });
    expect(plan.rows).toBe(5);
  });
});

describe('a file that is no such list', () => {
  test.each([
    ['an .xlsx cut short', [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00], 'workbook_broken'],
    ['an .xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1], 'workbook'],
  ])('%s is told to be one', async (_what, bytes, reason) => {
    expect(await readList(new Uint8Array(bytes).buffer)).toEqual({
      ok: false,
      reason,
    });
  });

  test('bytes that are Chinese in no encoding with headings we know', async () => {
    const noise = new Uint8Array([0xb0, 0xa1, 0x2c, 0xb0, 0xa2, 0x0a, 0xb0, 0xa3, 0x2c, 0xb0, 0xa4, 0x0a]);
    expect(await readList(noise.buffer)).toEqual({ ok: false, reason: 'not_utf8' });
    const broken = new Uint8Array([...bytesOfGbk, 0xff, 0xff]);
    expect(await readList(broken.buffer)).toEqual({ ok: false, reason: 'not_utf8' });
  });

  test.each([
    ['no bytes', '', 'empty'],
    ['headings alone', '姓名,手机\r\n', 'empty'],
    ['headings and blank lines', '姓名,手机\r\n,\r\n  ,\r\n', 'empty'],
  ])('%s', async (_what, text, reason) => {
    expect(await read(text)).toEqual({ ok: false, reason });
  });
});

test('a title above the headings is left out, and lines are still the file’s', async () => {
  const plan = await planOf('客户档案导出,2026-11\r\n,\r\n姓名,手机\r\n张三,1\r\n');
  expect(plan.problems).toMatchObject([{ line: 4, field: 'phone' }]);
});

test('what a spreadsheet would take for a formula is a text, there and back', async () => {
  const csv = badRowsCsv(await planOf('姓名,手机,备注\r\n=A1+1,1,＠SUM(A1)\r\n'), '问题', ({ code }) => code);
  expect(csv).toContain(`'=A1+1,1,'＠SUM(A1),phone_invalid`);
  const { customers } = await planOf(csv.replace(',1,', ',13800796001,'));
  expect(customers).toMatchObject([{ name: '=A1+1', note: '＠SUM(A1)' }]);
});

test('the template can be imported, and every column of it is known', async () => {
  const { customers, problems, ignored } = await planOf(
    importTemplate.map((row) => row.join(',')).join('\r\n'),
  );
  expect([problems, ignored]).toEqual([[], []]);
  expect(customers).toMatchObject([{ name: '张三', vehicles: [{ plate: '赣D12345', model: '凯美瑞' }] }]);
});
