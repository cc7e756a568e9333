/** A dealership's customer list, brought in at the office: whole, once, and known at the bar's desk. */
import { setTimeout as sleep } from 'node:timers/promises';
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
    name: '办公室 1',
    station: 'office',
    person: '周文静',
  }));
  bar = await site.enter({ name: '吧台 1' });
  ({ page } = office);
});
afterAll(() => site.close());

const headings = '客户名称,客户类型,手机号码,车牌号,车架号,车型';
/** Of another province: the demonstration's own cars are all from here. */
const goodRow = (name: string, n: number) =>
  `${name}${n},个人,1370796${String(n).padStart(4, '0')},湘K${String(n).padStart(5, '0')},,凯美瑞`;
/** 450 good rows, and among them each kind of bad one. */
const wrongRows = [
  ',个人,13807960001,赣DW0001,,',
  '无名氏,个人,12345,赣DW0002,,',
  '车牌错,个人,13807960003,赣D12,,',
  '车架错,个人,13807960004,,1234,',
  '类型错,神仙,13807960005,,,',
];
const list = [
  headings,
  '慕容云霄,个人,13707969999,湘M88888,,汉兰达',
  ...Array.from({ length: 449 }, (_, n) => goodRow('导入客户', n)),
  ...wrongRows,
].join('\r\n');

async function choose(bytes: Buffer, name = '客户.csv'): Promise<void> {
  await openPlace(page, '/settings/import');
  await page.getByLabel('选择文件').setInputFiles({ name, mimeType: 'text/csv', buffer: bytes });
}

const carsStarting = async (desk: Page, start: string) =>
  (await heldRows(desk, 'vehicle')).filter((row) => String(row['plate']).startsWith(start)).length;

/** Whether it stood on the page from now on, be it for a moment only: a fast machine takes 450 rows in one. */
async function watchFor(desk: Page, selector: string): Promise<() => Promise<boolean>> {
  const watch = await desk.evaluateHandle((wanted) => {
    const seen = { it: false };
    const look = () => void (seen.it ||= document.querySelector(wanted) !== null);
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    return seen;
  }, selector);
  return () => watch.evaluate(({ it }) => it);
}

test('the list is looked through first: every bad row is named with its line, column, value and what to do', async () => {
  await choose(Buffer.from(`\uFEFF${list}`));
  await page.getByText('文件 客户.csv，共 455 行').waitFor();
  await page.getByText('可导入 450 行').waitFor();
  await page.getByText('有错 5 行').waitFor();
  const rows = page.getByRole('table').first().getByRole('row');
  const wanted = [
    /^452\s+客户名称\s+姓名为空/,
    /^453\s+手机号码\s+12345\s+电话号码不正确/,
    /^454\s+车牌号\s+赣D12\s+车牌不正确/,
    /^455\s+车架号\s+1234\s+车架号不是 17 位/,
    /^456\s+客户类型\s+神仙\s+类型无法识别/,
  ];
  await expect.poll(() => rows.count()).toBe(1 + wanted.length);
  const texts = (await rows.allInnerTexts()).slice(1);
  expect(texts.filter((text, index) => !wanted[index]?.test(text))).toEqual([]);
  const preview = page.getByRole('table').nth(1);
  await preview.getByRole('row', { name: /慕容云霄 个人 137 0796 9999 湘M88888/ }).waitFor();
});

test('all good rows are taken, also without a network, in changes of at most 200 customers, progress in sight', async () => {
  cable.pull();
  const wasShown = await watchFor(page, '[role=progressbar]');
  await page.getByRole('button', { name: '导入 450 行' }).click();
  await page.getByText('已导入 450 行。').waitFor();
  expect(await wasShown()).toBe(true);
  const waiting = (await heldRows(page, 'outbox')).filter((row) => row['name'] === 'importCustomers');
  const customers = waiting.map((change) => {
    const patches = change['patches'] as readonly { readonly entity: string }[];
    return patches.filter(({ entity }) => entity === 'customer').length;
  });
  expect(customers.toSorted((a, b) => b - a)).toEqual([200, 200, 50]);
  cable.plugIn();
  await whenSynchronised(page);
});

test('the other desk finds who was imported by pinyin, and checks them in', async () => {
  await whenSynchronised(bar.page);
  await expect.poll(() => carsStarting(bar.page, '湘K')).toBe(449);
  await bar.page.keyboard.press('F2');
  await whenReady(bar.page);
  await bar.page.keyboard.type('murongyunxiao');
  await bar.page.getByRole('option', { name: '慕容云霄' }).waitFor();
  await bar.page.keyboard.press('Enter');
  await bar.page.getByRole('form', { name: '登记到店' }).waitFor();
  await bar.page.keyboard.press('Control+Enter');
  await partyCard(bar.page, '慕容云霄').waitFor();
  // The full record is for the office; the bar knows the card.
  expect(await heldRows(bar.page, 'customer')).toEqual([]);
});

test('the same file again, without its byte order mark, doubles nothing', async () => {
  await choose(Buffer.from(list));
  await page.getByText('可导入 0 行').waitFor();
  await page.getByText('已存在，跳过 450 行').waitFor();
  expect(await page.getByRole('button', { name: '导入 0 行' }).isDisabled()).toBe(true);
  expect(await carsStarting(page, '湘K')).toBe(449);
});

test('a file in GB 18030 is read, and one that is no list gets a plain sentence', async () => {
  const gb18030 = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xca, 0xd6, 0xbb, 0xfa, 0x0d, 0x0a, 0xd5, 0xc5]);
  await choose(gb18030);
  await page.getByText('已按 GB 18030（GBK）读取').waitFor();
  await page.getByRole('row', { name: '张', exact: true }).waitFor();
  await choose(Buffer.from(Array.from({ length: 4_000 }, (_, n) => (n * 167 + 13) % 256)), '图片.csv');
  await page.getByRole('alert').getByText('文件编码无法识别').waitFor();
  await choose(Buffer.from('手机,车牌\r\n13800000000,赣D12345\r\n'));
  await page.getByRole('alert').getByText('没有一列设为“姓名或单位名称”').waitFor();
  expect(await page.getByRole('button', { name: '导入 0 行' }).isDisabled()).toBe(true);
  await choose(Buffer.from(''));
  await page.getByRole('alert').getByText('文件中没有数据').waitFor();
});

/** Enough for a person to be quicker than the import. */
const longList = (total: number, letter: string) =>
  Buffer.from(
    [
      headings,
      ...Array.from({ length: total }, (_, n) => {
        const digits = String(n).padStart(5, '0');
        return `长名单${letter}${n},个人,,湘${letter}${digits},,`;
      }),
    ].join('\n'),
  );

async function beginLongImport(letter: string): Promise<void> {
  await choose(longList(1_600, letter));
  await page.getByRole('button', { name: '导入 1600 行' }).click();
  await whenUnderWay(page);
}

/** What is missing after the interruption, taken by the same file. @returns how many rows were held before */
async function finishLongImport(letter: string): Promise<number> {
  const before = await carsStarting(page, `湘${letter}`);
  await choose(longList(1_600, letter));
  await page.getByText(`已存在，跳过 ${before} 行`).waitFor();
  await page.getByRole('button', { name: `导入 ${1_600 - before} 行` }).click();
  await page.getByText(`已导入 ${1_600 - before} 行。`).waitFor();
  return before;
}

test('reloaded half-way: whole blocks are there, and it goes on where it stood, nothing twice', async () => {
  await beginLongImport('R');
  await page.reload();
  await page.getByText('将 Excel 或 CSV 文件拖到此处').waitFor();
  const before = await carsStarting(page, '湘R');
  await page
    .getByRole('row', { name: /客户.csv .* 未完成/ })
    .getByRole('button', { name: '继续', exact: true })
    .press('Enter');
  await page.getByText('已导入 1600 行。').waitFor();
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(1_600);
  expect(before % 200).toBe(0);
  expect(await carsStarting(page, '湘R')).toBe(1_600);
});

test('left half-way: it stops behind the person’s back, and the same file takes the rest', async () => {
  await beginLongImport('L');
  await page.getByRole('navigation').getByRole('link', { name: '到店' }).click();
  await page.getByRole('heading', { name: /^现场/ }).waitFor();
  // A block that is being written is still written: it has come to rest once a second brings no more.
  await expect
    .poll(async () => {
      const before = await carsStarting(page, '湘L');
      await sleep(1_000);
      return (await carsStarting(page, '湘L')) - before;
    })
    .toBe(0);
  expect(await finishLongImport('L')).toBeLessThan(1_600);
  expect(await carsStarting(page, '湘L')).toBe(1_600);
});

test('in the end the server and the bar have each row once', async () => {
  await whenSynchronised(page);
  await expect.poll(() => carsStarting(bar.page, '湘L')).toBe(1_600);
  const plates = (await heldRows(bar.page, 'vehicle')).map((row) => row['plate']);
  const imported = plates.filter((plate) => /^湘[KMRL]\d{5}$/.test(String(plate)));
  expect(imported).toHaveLength(450 + 1_600 + 1_600);
  expect(new Set(imported).size).toBe(imported.length);
  expect([...office.errors, ...bar.errors]).toEqual([]);
});
