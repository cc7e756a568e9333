/** One guest whom two bars registered apart, without a network: found, merged and parted again at the office, by keys; decided anew where somebody was first. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { languages, words } from '../../renderer/i18n/index.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { openPlace } from '../support/opened-desk.ts';
import { chooseParty, leaveField, partyCard, tabTo, whenFocused } from '../support/reception-keys.ts';
import { findingsOf, speak } from '../support/screen-forms.ts';

let site: DemoSite;
let [first, second, office, other] = [] as unknown as [OpenDesk, OpenDesk, OpenDesk, OpenDesk];
const cables: Record<string, NetworkCable> = {};

const phone = '13912340077';
/** Heard and typed at one bar, and at the other. */
const [kept, brought] = ['欧阳晓梅', '欧阳小梅'];

beforeAll(async () => {
  site = await openDemoSite();
  const onCable = async (name: string, station: 'bar' | 'office', person: string) => {
    const { desk, cable } = await site.enterOnCable({ name, station, person });
    cables[name] = cable;
    return desk;
  };
  first = await onCable('吧台 1', 'bar', '刘晓燕');
  second = await onCable('吧台 2', 'bar', '陈静');
  office = await onCable('办公室 1', 'office', '周文静');
  other = await onCable('办公室 2', 'office', '胡建国');
});
afterAll(() => site.close());

const main = (page: Page) => page.getByRole('main');
const compare = (page: Page) => main(page).getByRole('form');
const merges = (page: Page) => page.getByRole('region', { name: '合并记录' });
const cardOf = async (page: Page, name: string) =>
  (await heldRows(page, 'guestCard')).find((card) => card['name'] === name);

/** Off the fields, letters are keys. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  await page.bringToFront();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (const key of keys) await page.keyboard.press(key);
}

/** Registers a new customer, checks them in, and notes what they must not have. */
async function receive({ page }: OpenDesk, name: string, plate: string, avoid: string): Promise<void> {
  await page.bringToFront();
  await page.keyboard.press('Alt+n');
  const form = page.getByRole('form', { name: '新客户到店' });
  await form.getByLabel('姓名').fill(name);
  await form.getByLabel('电话').fill(phone);
  await form.getByLabel('车牌').fill(plate);
  await page.keyboard.press('Control+Enter');
  await partyCard(page, name).waitFor();
  // The field takes the focus back after the check-in; an Escape before that would leave nothing.
  await whenFocused(page.getByRole('combobox', { name: '查找来宾' }));
  await chooseParty(page, name);
  await page.keyboard.press('p');
  const kind = page.getByLabel('类别');
  await whenFocused(kind);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('toolbar').getByRole('button', { name: avoid, exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('list', { name: '已登记的喜好' }).getByText(avoid).waitFor();
  await page.keyboard.press('Escape');
  await partyCard(page, name).getByText(avoid).waitFor();
}

/** The form stands and has the keys: what is pressed before it does is nobody's. */
async function whenCompared(page: Page): Promise<void> {
  await whenFocused(compare(page).getByRole('radio', { checked: true }).first());
}

/** By keys from wherever one is, to the record of who is found by this. */
async function openRecord(page: Page, typed: string, name: string): Promise<void> {
  await press(page, 'g', 'k');
  await whenFocused(page.getByRole('combobox', { name: '查找客户与车辆' }));
  await page.keyboard.type(typed);
  const rows = page.getByRole('listbox').getByRole('option');
  await rows.filter({ hasText: name }).first().waitFor();
  await expect.poll(() => rows.count()).toBe(1);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

test('two bars without a network each register the same guest', async () => {
  cables['吧台 1']?.pull();
  cables['吧台 2']?.pull();
  await receive(first, kept, '赣D70071', '花生过敏');
  await receive(second, brought, '赣D70072', '芒果过敏');
  for (const cable of Object.values(cables)) cable.plugIn();
  for (const { page } of [first, second, office]) {
    await expect.poll(async () => (await cardOf(page, kept)) && (await cardOf(page, brought))).toBeTruthy();
  }
});

test('the office finds the pair, compares and merges it by keys; both bars know one guest with what both said', async () => {
  const { page } = office;
  await press(page, 'g', 'k');
  await whenFocused(page.getByRole('combobox', { name: '查找客户与车辆' }));
  await page.keyboard.press('Alt+m');
  const pair = main(page).getByRole('listitem').filter({ hasText: kept });
  await pair.getByText('电话相同', { exact: false }).waitFor();
  const button = pair.getByRole('button', { name: /^比对/ });
  await whenFocused(main(page).getByRole('button', { name: /^比对/ }).first());
  for (
    let steps = 0;
    steps < 30 && !(await button.evaluate((one) => one === document.activeElement));
    steps += 1
  )
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await whenCompared(page);
  // The one that is kept was known first; what was heard better is taken from it.
  await compare(page)
    .getByRole('radio', { name: new RegExp(`^${kept}`) })
    .first()
    .waitFor();
  const keep = compare(page).getByRole('group', { name: '保留哪一条记录' });
  if (!(await keep.getByRole('radio', { name: new RegExp(`^${kept}`) }).isChecked()))
    await page.keyboard.press('ArrowDown');
  const name = compare(page).getByRole('group', { name: '名称' });
  await name.getByRole('radio', { name: kept, checked: true }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { level: 1, name: kept }).waitFor();
  await merges(page).getByText(`已合并 ${brought}`, { exact: false }).waitFor();
  await page.getByRole('article', { name: '赣D·70071' }).waitFor();
  await page.getByRole('article', { name: '赣D·70072' }).waitFor();
  for (const desk of [first, second]) {
    // Both parties are of the one guest, and each card warns of both.
    for (const card of [partyCard(desk.page, kept), partyCard(desk.page, brought)]) {
      await card.getByText('花生过敏').waitFor();
      await card.getByText('芒果过敏').waitFor();
    }
    await leaveField(desk.page);
    await desk.page.keyboard.press('F2');
    await desk.page.keyboard.type('70072');
    await desk.page.getByRole('option', { name: kept }).waitFor();
    await expect.poll(() => desk.page.getByRole('option').count()).toBe(1);
    await desk.page.keyboard.press('Escape');
  }
  expect(await heldRows(first.page, 'mergeValues').then((rows) => rows.length)).toBe(0);
});

test('what a desk that was away says of the other card is found with the one that was kept', async () => {
  const { page } = second;
  await openRecord(page, '小梅', kept);
  await page.getByRole('region', { name: '喜好' }).getByText('芒果过敏').waitFor();
  await page.getByRole('region', { name: '到店记录' }).getByText('在店').nth(1).waitFor();
  // The other card's own page says where it leads.
  const card = await cardOf(page, brought);
  await openPlace(page, `/customers/${card?.id}`);
  await page.getByRole('link', { name: `打开 ${kept}` }).click();
  await page.getByRole('heading', { level: 1, name: kept }).waitFor();
  await openPlace(page, '/reception');
});

test('undone from the record, they are two again on every desk; and merged once more', async () => {
  const { page } = office;
  await tabTo(merges(page).getByRole('button', { name: `撤销与 ${brought}`, exact: false }));
  await page.keyboard.press('Enter');
  await partyCard(first.page, kept).getByText('芒果过敏').waitFor({ state: 'detached' });
  await partyCard(first.page, kept).getByText('花生过敏').waitFor();
  await page.getByRole('article', { name: '赣D·70072' }).waitFor({ state: 'detached' });
  await press(page, 'm');
  await whenFocused(page.getByRole('searchbox'));
  await page.keyboard.type('70072');
  await page.getByRole('button', { name: brought }).waitFor();
  await page.keyboard.press('Enter');
  await whenCompared(page);
  await page.keyboard.press('Control+Enter');
  await partyCard(first.page, kept).getByText('芒果过敏').waitFor();
  await page.bringToFront();
  // At once, by the key that takes back whatever was last done.
  await page.keyboard.press('Control+z');
  await partyCard(first.page, kept).getByText('芒果过敏').waitFor({ state: 'detached' });
});

test('where somebody changed a record first, the merge comes back and is decided on what stands now', async () => {
  const { page } = office;
  await whenSynchronised(page);
  cables['办公室 1']?.pull();
  await openRecord(page, '70071', kept);
  await press(page, 'm');
  await whenFocused(page.getByRole('searchbox'));
  await page.keyboard.type('70072');
  await page.getByRole('button', { name: brought }).waitFor();
  await page.keyboard.press('Enter');
  await whenCompared(page);
  await page.keyboard.press('Control+Enter');
  await merges(page).waitFor();
  await openRecord(other.page, '70072', brought);
  await press(other.page, 'e');
  await compare(other.page).getByLabel('工作单位').fill('吉安试验单位');
  await other.page.keyboard.press('Control+Enter');
  // What waits to be sent says it as well, for a moment.
  await main(other.page).getByRole('definition').getByText('吉安试验单位').waitFor();
  // The status line counts a moment later; the merge must not be at the server before this edit.
  await expect.poll(() => heldRows(other.page, 'outbox')).toEqual([]);
  cables['办公室 1']?.plugIn();
  await page.getByRole('contentinfo').getByText('待处理 1').waitFor();
  await press(page, 'g', 't');
  const item = page.getByRole('listitem', { name: '合并重复客户' });
  await item.getByText('他人已先行修改', { exact: false }).waitFor();
  expect(await item.getByRole('button', { name: '重新提交' }).count()).toBe(0);
  await tabTo(item.getByRole('link', { name: '修改后提交' }));
  await page.keyboard.press('Enter');
  await compare(page).getByRole('group', { name: '工作单位' }).getByText('吉安试验单位').waitFor();
  await whenCompared(page);
  await page.keyboard.press('Control+Enter');
  await page.getByText('已重新提交，服务器已接受').waitFor();
  await openRecord(page, '70072', kept);
  await page.getByRole('region', { name: '客户资料' }).getByText('吉安试验单位').waitFor();
});

test('two who only look alike are set apart, on every desk, and that is taken back', async () => {
  const { page } = office;
  await tabTo(
    merges(page)
      .getByRole('button', { name: `撤销与 ${brought}`, exact: false })
      .first(),
  );
  await page.keyboard.press('Enter');
  await press(page, 'g', 'k');
  await whenFocused(page.getByRole('combobox', { name: '查找客户与车辆' }));
  await page.keyboard.press('Alt+m');
  const pair = main(page).getByRole('listitem').filter({ hasText: kept });
  await pair.getByRole('button', { name: /^比对/ }).focus();
  await page.keyboard.press('n');
  await pair.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  await pair.waitFor();
  await pair.getByRole('button', { name: /不是同一人$/ }).click();
  await pair.waitFor({ state: 'detached' });
  const card = await cardOf(other.page, kept);
  await expect
    .poll(
      async () =>
        (await heldRows(other.page, 'customerMerge')).filter((row) => row['what'] === 'apart').length,
    )
    .toBe(2);
  await openPlace(other.page, `/customers/${card?.id}`);
  await merges(other.page).getByText(`与 ${brought}`, { exact: false }).first().waitFor();
  await merges(other.page)
    .getByRole('button', { name: `撤销“与 ${brought}` })
    .click();
  await expect
    .poll(
      async () => (await heldRows(page, 'customerMerge')).filter((row) => row['withdrawnAt'] === null).length,
    )
    .toBe(0);
});

test.for(languages)('the screens of a merge in %s', async (language) => {
  const { page } = office;
  await page.bringToFront();
  await speak(page, language);
  const [a, b] = [await cardOf(page, kept), await cardOf(page, brought)];
  await openPlace(page, `/customers/${a?.id}/merge?with=${b?.id}`);
  await page.getByRole('form').waitFor();
  const data = [kept, brought];
  const found = await findingsOf(page, 'merge-compare', language, data);
  await openPlace(page, `/customers/${a?.id}/merge`);
  await page.getByRole('heading', { name: words[language].merge.find.likely }).waitFor();
  found.push(...(await findingsOf(page, 'merge-find', language, data)));
  await openPlace(page, '/customers/duplicates');
  await main(page).getByRole('listitem').first().waitFor();
  found.push(...(await findingsOf(page, 'merge-duplicates', language, data)));
  await openPlace(page, `/customers/${a?.id}`);
  await page.getByRole('region', { name: words[language].merge.record.title }).waitFor();
  found.push(...(await findingsOf(page, 'merge-record', language, data)));
  expect(found).toEqual([]);
});
