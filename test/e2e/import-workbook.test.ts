/** A dealership's own exports: what a spreadsheet did to them is named, mended, merged, and taken back. */
import { writeXlsx, type CellValue } from 'hucre/xlsx';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { openPlace } from '../support/opened-desk.ts';
import { whenUnderWay } from '../support/import-progress.ts';
import { partyCard, whenReady } from '../support/reception-keys.ts';

let site: DemoSite;
let cable: NetworkCable;
let office: OpenDesk;
let bar: OpenDesk;
let page: Page;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: office, cable } = await site.enterOnCable({
    ...{ name: '办公室 1', station: 'office', person: '周文静' },
  }));
  bar = await site.enter({ name: '吧台 1' });
  ({ page } = office);
});
afterAll(() => site.close());

async function choose(name: string, buffer: Buffer): Promise<void> {
  await openPlace(page, '/settings/import');
  const mimeType = name.endsWith('.csv') ? 'text/csv' : 'application/octet-stream';
  await page.getByLabel('选择文件').setInputFiles({ name, mimeType, buffer });
}

const button = (name: string | RegExp) => page.getByRole('button', { name });
const platesOf = async (desk: Page) => (await heldRows(desk, 'vehicle')).map((row) => String(row['plate']));
const startingWith = async (desk: Page, start: string) =>
  (await platesOf(desk)).filter((plate) => plate.startsWith(start)).toSorted();

/** As programs here write it by themselves; Node only reads it. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const bytesByCharacter = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1)
      bytesByCharacter.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
  return Buffer.from(
    [...text].flatMap((character) => bytesByCharacter.get(character) ?? [character.charCodeAt(0)]),
  );
}

test('a dealer’s export in GB 18030: title, columns of its own, one chosen by hand', async () => {
  const lines = [
    '吉安富源丰田销售服务有限公司 客户档案,,,,,,,,',
    '序号,客户姓名,性别,证件号码,联系手机,牌照号码,车架号(VIN),车型名称,销售顾问',
    '1,欧阳雪梅,女,,13979600101,湘G10001,,凯美瑞双擎,刘洋',
    '2,萧景行,男,,13979600102,湘G10002,,汉兰达,刘洋',
  ];
  await choose('DMS客户导出.csv', gb18030(`${lines.join('\r\n')}\r\n`));
  await page.getByText('已按 GB 18030（GBK）读取').waitFor();
  await page.getByText('可导入 2 行').waitFor();
  const consultant = page.getByLabel('“销售顾问”导入为');
  expect(await consultant.inputValue()).toBe('');
  await consultant.selectOption('备注');
  await page.getByRole('row', { name: '欧阳雪梅 女 139 7960 0101 湘G10001 凯美瑞双擎 刘洋' }).waitFor();
  await consultant.selectOption('姓名或单位名称');
  await page.getByRole('alert').getByText('以下内容被选了两次：姓名或单位名称').waitFor();
  expect(await button('导入 0 行').isDisabled()).toBe(true);
  await consultant.selectOption('备注');
  await page.getByText('可导入 2 行').waitFor();
  await button('导入 2 行').press('Enter');
  await page.getByText('已导入 2 行。').waitFor();
  expect(await startingWith(page, '湘G1')).toEqual(['湘G10001', '湘G10002']);
});

const headings = ['客户姓名', '手机', '身份证号', '出生日期', '车牌号', '车架号', '客户类型', '性别', '备注'];
const sheetRows: CellValue[][] = [
  ['客户档案'],
  headings,
  ['司徒明月', 13979600201, null, new Date(Date.UTC(1990, 4, 31)), '湘G20001', null, '个人', '女', '=1+1'],
  [null, null, null, null, '湘G20002', null, null, null, null],
  ['诸葛清', '7968123456', null, 33024, '湘G20003', null, '个人', '男', null],
  [null, '13979600203', null, null, '湘G20004', null, null, null, null],
  ['号短', '1.38E+10', null, null, '湘G20005', null, null, null, null],
  ['证整', null, Number('360302199001011234'), null, '湘G20006', null, null, null, null],
  ['日错', null, null, '1999-02-29', '湘G20007', null, null, null, null],
  ['牌错', null, null, null, '湘G2', null, null, null, null],
  ['架错', null, null, null, '湘G20008', '1234', null, null, null],
  ['类错', null, null, null, '湘G20009', null, '神仙', null, null],
  ['别错', null, null, null, '湘G20010', null, null, '是', null],
];

async function workbook(): Promise<Buffer> {
  const merges = [
    { startRow: 0, startCol: 0, endRow: 0, endCol: 8 },
    { startRow: 2, startCol: 0, endRow: 3, endCol: 0 },
    { startRow: 2, startCol: 1, endRow: 3, endCol: 1 },
  ];
  const sheets = [
    { name: '填写说明', rows: [['请勿修改表头'], ['联系电话填一个即可']] },
    { name: '客户', rows: sheetRows, merges },
  ];
  return Buffer.from(await writeXlsx({ sheets }));
}

/** What is wrong with each line, as a pattern; and what its cell should have said. */
const wrong: readonly (readonly [line: number, what: RegExp])[] = [
  [5, /出生日期 33024 日期为 Excel 的天数/],
  [5, /手机 7968123456 区号前的 0 已丢失/],
  [6, /客户姓名 姓名为空/],
  [7, /手机 1.38E\+10 号码已被 Excel 改成科学计数法/],
  [8, /身份证号 360302199001011000 身份证号后三位已被 Excel 改为 000/],
  [9, /出生日期 1999-02-29 日期不正确/],
  [10, /车牌号 湘G2 车牌不正确/],
  [11, /车架号 1234 车架号不是 17 位/],
  [12, /客户类型 神仙 类型无法识别/],
  [13, /性别 是 性别无法识别/],
];

test('a workbook: its sheet is chosen, cells made one are read, and every bad cell is named', async () => {
  await choose('客户.xlsx', await workbook());
  // The first sheet that has names; the other is a matter of choice.
  const sheet = page.getByLabel('工作表');
  await sheet.selectOption('填写说明');
  await page.getByRole('alert').getByText('没有一列设为').waitFor();
  await sheet.selectOption('客户');
  await page.getByText('文件 客户.xlsx，共 11 行').waitFor();
  await page.getByText('可导入 3 行').waitFor();
  const rows = page.getByRole('region', { name: '需要核对的行' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(1 + wrong.length);
  const texts = (await rows.allInnerTexts()).slice(1).map((text) => text.replaceAll(/\s+/g, ' '));
  expect(
    texts.filter((text, at) => !text.startsWith(`${wrong[at]?.[0]} `) || !wrong[at]?.[1].test(text)),
  ).toEqual([]);
});

test('the good rows are taken without a network; the bad ones come as a file, are mended, and imported too', async () => {
  cable.pull();
  await button('导入 3 行').press('Enter');
  await page.getByText('已导入 3 行。').waitFor();
  const file = await office.saved(() => button('下载有错的 8 行').press('Enter'));
  expect(file.name).toBe('客户-有错的行.csv');
  const csv = file.bytes.toString('utf8');
  expect(csv.startsWith(`\uFEFF${headings.join(',')},问题\r\n`)).toBe(true);
  const mended = csv
    .replace(/\r\n,13979600203/, '\r\n慕容无名,13979600203')
    .replace('1.38E+10', '13979600205')
    .replace('360302199001011000', '')
    .replace('1999-02-29', '1999-02-28')
    .replace('湘G2,', '湘G20011,')
    .replace(',1234,', ',,')
    .replace('神仙', '个人')
    .replace(',是,', ',男,');
  cable.plugIn();
  await choose('客户-有错的行.csv', Buffer.from(mended));
  await page.getByText('可导入 8 行').waitFor();
  await page.getByText('有错 0 行').waitFor();
  await button('导入 8 行').press('Enter');
  await page.getByText('已导入 8 行。').waitFor();
  expect(await startingWith(page, '湘G2')).toHaveLength(11);
  const found = (await heldRows(page, 'customer')).find(({ name }) => name === '司徒明月');
  expect(found).toMatchObject({ birthDate: '1990-05-31', note: '=1+1', gender: 'female' });
  await whenSynchronised(page);
});

test('who is known is merged where a person says so, and what would change is shown', async () => {
  const list =
    '姓名,手机,邮箱,车牌号\n司徒明月,13979600201,stmy@x.cn,湘G30001\n萧景行,13979600102,,湘G30002\n';
  await choose('补充.csv', Buffer.from(list));
  await page.getByText('疑似重复 2 行').waitFor();
  const duplicates = page.getByRole('region', { name: '疑似重复 2 行' });
  const first = duplicates.getByRole('row', { name: /司徒明月/ });
  await first.getByText('电子邮箱：补充 stmy@x.cn').waitFor();
  await first.getByText('车牌号：补充 湘G30001').waitFor();
  await first.getByLabel(/第 2 行 司徒明月/).selectOption('合并');
  await page.getByText('可导入 1 行').waitFor();
  await page.getByText('已存在，跳过 1 行').waitFor();
  await page.getByLabel('全部').selectOption('合并');
  await page.getByText('其中合并 2 行').waitFor();
  await button('导入 2 行').press('Enter');
  await page.getByText('已导入 2 行。').waitFor();
  const customers = await heldRows(page, 'customer');
  expect(customers.filter(({ name }) => name === '司徒明月')).toMatchObject([{ email: 'stmy@x.cn' }]);
  expect(await startingWith(page, '湘G3')).toEqual(['湘G30001', '湘G30002']);
});

const many = (total: number) =>
  Buffer.from(
    [
      '姓名,手机,车牌号',
      ...Array.from({ length: total }, (_, n) => {
        const digits = String(n).padStart(5, '0');
        return `撤销客户${n},136796${digits},湘H${digits}`;
      }),
    ].join('\n'),
  );

test('paused, reloaded, gone on with; then taken back at both desks, but for whom the bar received since', async () => {
  await choose('要撤销.csv', many(1_400));
  await button('导入 1400 行').press('Enter');
  await whenUnderWay(page);
  await button('暂停').press('Enter');
  await page.getByText(/^已暂停：已导入 \d+ \/ 1400 行/).waitFor();
  await page.reload();
  const row = page.getByRole('row', { name: /要撤销.csv/ });
  await row.getByText('未完成').waitFor();
  await row.getByRole('button', { name: '继续', exact: true }).press('Enter');
  await page.getByText('已导入 1400 行。').waitFor();
  expect(await startingWith(page, '湘H')).toHaveLength(1_400);
  await whenSynchronised(page);
  await expect.poll(async () => (await startingWith(bar.page, '湘H')).length).toBe(1_400);
  await bar.page.keyboard.press('F2');
  await whenReady(bar.page);
  await bar.page.keyboard.type('湘H00007');
  await bar.page.getByRole('option', { name: /撤销客户7/ }).waitFor();
  await bar.page.keyboard.press('Enter');
  await bar.page.getByRole('form', { name: '登记到店' }).waitFor();
  await bar.page.keyboard.press('Control+Enter');
  await partyCard(bar.page, '撤销客户7').waitFor();
  await whenSynchronised(bar.page);
  await expect
    .poll(async () => (await heldRows(page, 'visit')).some((visit) => visit['partyName'] === '撤销客户7'))
    .toBe(true);
  cable.pull();
  await button('撤销导入').press('Enter');
  await button('撤销并删除这 1400 行').press('Enter');
  await page.getByText('已撤销导入 要撤销.csv。').waitFor();
  await page.getByRole('row', { name: /^9 撤销客户7 导入后已有到店/ }).waitFor();
  cable.plugIn();
  await whenSynchronised(page);
  await expect.poll(() => startingWith(bar.page, '湘H')).toEqual(['湘H00007']);
  expect(await startingWith(page, '湘H')).toEqual(['湘H00007']);
});

test('a merge is taken back too: what it filled is empty again', async () => {
  await openPlace(page, '/settings/import');
  const row = page.getByRole('row', { name: /补充.csv/ });
  await row.getByRole('button', { name: '撤销导入' }).press('Enter');
  await row.getByRole('button', { name: /^撤销并删除/ }).press('Enter');
  await page.getByText('已撤销导入 补充.csv。').waitFor();
  const customers = await heldRows(page, 'customer');
  expect(customers.filter(({ name }) => name === '司徒明月')).toMatchObject([{ email: null }]);
  expect(await startingWith(page, '湘G3')).toEqual([]);
  await whenSynchronised(page);
  expect([...office.errors, ...bar.errors]).toEqual([]);
});

test('the same in English', async () => {
  await openPlace(page, '/settings');
  await page.getByLabel('语言').selectOption('English');
  await openPlace(page, '/settings/import');
  await page.getByText('Recent imports').waitFor();
  const buffer = Buffer.from('who,mobile\nAlice Wang,13979600901\n,1\n');
  await page.getByLabel('Choose a file').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer });
  await page.getByLabel('Import “who” as').selectOption('Name');
  await page.getByRole('row', { name: /^3 mobile 1 Not a phone number/ }).waitFor();
  await button('Import 1 row').press('Enter');
  await page.getByText('1 row imported.').waitFor();
});
