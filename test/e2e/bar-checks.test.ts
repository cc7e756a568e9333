/** The attendant's own checks of the day, by keys alone: ticked, taken back, found faulty, offline, seen at the office. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright';
import { languages, words, type Language } from '../../renderer/i18n/index.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { findingsOf, speak } from '../support/screen-forms.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { openPlace } from '../support/opened-desk.ts';
import { leaveField, whenFocused, whenReady } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let bar: OpenDesk;
let cable: NetworkCable;
let office: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: bar, cable } = await site.enterOnCable({ name: '吧台 1' }));
  office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
  await openChecks(office.page);
});
afterAll(() => site.close());

const panel = (page: Page, language: Language = 'zh-CN') =>
  page.getByRole('complementary', { name: words[language].checks.title });
/** Whatever the time of day: its name, then its state. */
const check = (page: Page, name: string) =>
  panel(page).getByRole('checkbox', { name: new RegExp(`^${name}：`) });
const standing = async (page: Page) =>
  (await heldRows(page, 'barCheck')).filter(
    ({ id, corrects }, _, all) => corrects === null && !all.some((other) => other['corrects'] === id),
  );

/** From the ready field. */
async function openChecks(page: Page, language: Language = 'zh-CN'): Promise<void> {
  await leaveField(page);
  await showChecks(page, language);
}

async function showChecks(page: Page, language: Language = 'zh-CN'): Promise<void> {
  await page.keyboard.press('k');
  await panel(page, language).waitFor();
  await whenFocused(panel(page, language).getByRole('checkbox').and(page.locator(':focus')));
}

/** By arrows, from wherever the list began by the time of day. */
async function walkTo(page: Page, name: string): Promise<void> {
  const wanted = check(page, name).and(page.locator(':focus'));
  for (const arrow of ['ArrowLeft', 'ArrowRight'])
    for (let steps = 0; steps < 40 && !(await wanted.isVisible()); steps += 1)
      await page.keyboard.press(arrow);
  await wanted.waitFor();
}

test('K opens the list; Enter ticks and goes on to the next; the office sees who looked after what, and when', async () => {
  const { page } = bar;
  await openChecks(page);
  await walkTo(page, '室温约 25 ℃');
  await page.keyboard.press('Enter');
  await page.getByText('已检查：室温约 25 ℃').waitFor();
  await whenFocused(check(page, '背景音乐已开，音量轻柔'));
  await page.keyboard.press('Enter');
  await whenFocused(check(page, '大屏电视和音响已开'));
  for (const one of [page, office.page]) {
    await check(one, '室温约 25 ℃').and(one.locator('[aria-checked=true]')).waitFor();
    await check(one, '背景音乐已开，音量轻柔')
      .getByText(/^\d\d:\d\d 刘晓燕/)
      .waitFor();
    await panel(one).getByText('2/8').waitFor();
  }
  expect(await standing(office.page)).toMatchObject([
    { item: 'temperature', slot: null, result: 'ok', note: null },
    { item: 'music' },
  ]);
});

test('Enter on what is ticked takes it back, and Ctrl+Z brings it again with its time', async () => {
  const { page } = bar;
  const before = await standing(page);
  await walkTo(page, '室温约 25 ℃');
  await page.keyboard.press('Enter');
  await page.getByText('已撤回：室温约 25 ℃').waitFor();
  await check(page, '室温约 25 ℃').and(page.locator('[aria-checked=false]')).waitFor();
  await page.keyboard.press('Control+z');
  await check(page, '室温约 25 ℃').and(page.locator('[aria-checked=true]')).waitFor();
  const after = await standing(page);
  const timeOf = (rows: typeof before) => rows.find(({ item }) => item === 'temperature')?.['checkedAt'];
  expect(after).toHaveLength(2);
  expect(timeOf(after)).toBe(timeOf(before));
});

test('F notes what is not in order; what was typed stays at the first mistake, and the desk says whom to tell', async () => {
  const { page } = bar;
  await walkTo(page, '上网区整洁，电脑可用');
  await page.keyboard.press('f');
  const form = panel(page).getByRole('form', { name: '上网区整洁，电脑可用：记不合格' });
  await whenFocused(form.getByLabel('哪里不合格'));
  await form.getByText('请同时立即报告主管', { exact: false }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByText('请写明哪里不合格。').waitFor();
  await page.keyboard.type('2 号电脑不能上网');
  await page.keyboard.press('Enter');
  await page.getByText('已记不合格：上网区整洁，电脑可用').waitFor();
  // On to the next: Enter would wipe what was just noted.
  await whenFocused(check(page, '烟灰缸已清空'));
  await panel(office.page).getByText('不合格：2 号电脑不能上网').waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: /^当班检查/ })
    .getByText('不合格 1 项')
    .waitFor();
});

test('offline it goes on; back on the network both desks hold each check once', async () => {
  const { page } = bar;
  cable.pull();
  await page.getByRole('contentinfo').getByText(/^离线/).waitFor();
  // An arrow that came before the list stood would choose a party.
  await showChecks(page);
  await walkTo(page, '上网区整洁，电脑可用');
  await page.keyboard.press('Enter');
  await check(page, '上网区整洁，电脑可用').and(page.locator('[aria-checked=true]')).waitFor();
  await walkTo(page, '12:00 巡查');
  await page.keyboard.press('Space');
  await check(page, '12:00 巡查').and(page.locator('[aria-checked=true]')).waitFor();
  // The office makes the same round meanwhile: both looked.
  await walkTo(office.page, '12:00 巡查');
  await office.page.keyboard.press('Enter');
  await check(office.page, '12:00 巡查').and(office.page.locator('[aria-checked=true]')).waitFor();
  cable.plugIn();
  await whenSynchronised(page);
  await expect.poll(async () => (await standing(office.page)).length).toBe(6);
  // Each of the two also learns the numbers that the server gave its own.
  await whenEqual(page, office.page);
  expect(await standing(page)).toEqual(await standing(office.page));
  // Put right, it leaves its trace.
  await panel(office.page).getByText('曾不合格：2 号电脑不能上网', { exact: true }).waitFor();
  expect(await panel(office.page).getByText('不合格：2 号电脑不能上网', { exact: true }).count()).toBe(0);
});

test('a day before can be looked at and not changed', async () => {
  const { page } = bar;
  await panel(page).getByRole('button', { name: '前一天' }).press('Enter');
  await check(page, '室温约 25 ℃').getByText('未检查').waitFor();
  await check(page, '室温约 25 ℃').press('Enter');
  await panel(page).getByRole('button', { name: '后一天' }).press('Enter');
  await check(page, '室温约 25 ℃').and(page.locator('[aria-checked=true]')).waitFor();
  expect(await standing(page)).toHaveLength(6);
});

test.for(languages)('the list and its form in %s', async (language) => {
  const { page } = bar;
  // Without the list, which would open by its address, and take the keys at whatever moment.
  await openPlace(page, '/reception');
  await speak(page, language);
  await whenReady(page);
  await openChecks(page, language);
  const found = await findingsOf(page, 'bar-checks', language);
  await page.keyboard.press('f');
  await panel(page, language).getByRole('form').waitFor();
  found.push(...(await findingsOf(page, 'bar-checks-fault', language)));
  await page.keyboard.press('Escape');
  expect(found).toEqual([]);
  expect([...bar.errors, ...office.errors]).toEqual([]);
});
