import { describe, expect, test } from 'vitest';
import { importTemplate } from '../../../shared/rules/import/import-columns.ts';
import { readList } from './read-list.ts';

const nothingKnown = { plates: new Set<string>(), vins: new Set<string>(), guests: new Set<string>() };
const bytesOf = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const read = (text: string) => readList(bytesOf(text), nothingKnown, '赣');

function planOf(text: string) {
  const reading = read(text);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.plan;
}
const plates = (text: string) =>
  planOf(text).customers.map(({ name, vehicles }) => [name, vehicles[0]?.plate]);
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
  ])('%s', (_how, text) => {
    expect(plates(text)).toEqual(twoGuests);
  });
});

test('a quoted field may hold commas, quotes and line breaks', () => {
  const [customer] = planOf(
    '姓名,地址,备注\r\n张三,"吉安市,井冈山大道1号","他说""靠窗""\r\n不要茶"\r\n',
  ).customers;
  expect(customer).toMatchObject({ address: '吉安市,井冈山大道1号', note: '他说"靠窗"\r\n不要茶' });
});

test('a line is counted as a spreadsheet does, after fields of several lines and empty lines', () => {
  const { problems } = planOf('姓名,手机,备注\r\n张三,13800796001,"一\r\n二"\r\n\r\n李芳,123,\r\n');
  expect(problems).toMatchObject([{ line: 4, field: 'phone', value: '123', code: 'phone_invalid' }]);
});

test('quotation marks that are not in pairs are pointed out', () => {
  expect(planOf('姓名,备注\r\n张三,"靠窗\r\n').problems).toMatchObject([
    { line: 2, code: 'quotes', weight: 'remark' },
  ]);
});

describe('a file that is no such list', () => {
  test('GBK, as spreadsheets write it here, is told apart from UTF-8', () => {
    const gbk = new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x0d, 0x0a]);
    expect(readList(gbk.buffer, nothingKnown, '赣')).toEqual({ ok: false, reason: 'not_utf8' });
  });

  test('UTF-16 is told apart too', () => {
    const utf16 = new Uint8Array([0xff, 0xfe, 0xd3, 0x59, 0x0d, 0x54, 0x0a, 0x00, 0x20, 0x5f, 0x09, 0x4e]);
    expect(readList(utf16.buffer, nothingKnown, '赣')).toEqual({ ok: false, reason: 'not_utf8' });
  });

  test.each([
    ['no bytes', '', 'empty'],
    ['headings alone', '姓名,手机\r\n', 'empty'],
    ['headings and blank lines', '姓名,手机\r\n,\r\n  ,\r\n', 'empty'],
    ['no column of names', '手机,车牌号\r\n13800796001,赣D12345\r\n', 'no_name_column'],
  ])('%s', (_what, text, reason) => {
    expect(read(text)).toEqual({ ok: false, reason });
  });
});

test('the template can be imported, and every column of it is known', () => {
  const { customers, problems, ignored } = planOf(importTemplate.map((row) => row.join(',')).join('\r\n'));
  expect([problems, ignored]).toEqual([[], []]);
  expect(customers).toMatchObject([{ name: '张三', vehicles: [{ plate: '赣D12345', model: '凯美瑞' }] }]);
});
