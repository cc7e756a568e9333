/** The check-in form by keys alone, in a real browser: what a select makes of typed letters is the browser's doing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDemoSite, type DemoSite } from '../support/desks.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { tabTo } from '../support/reception-keys.ts';

let site: DemoSite;
let desk: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  desk = await site.enter();
});
afterAll(() => site.close());

test('letters typed in the seat field choose the seat, free or taken; arrows go through the free ones', async () => {
  const { page } = desk;
  await page.getByRole('combobox', { name: '查找来宾' }).waitFor();
  await page.keyboard.press('Alt+g');
  const seat = page.getByLabel('座位');
  await tabTo(seat);
  const free = await seat.locator('optgroup:not([label="已有来宾"]) option').allInnerTexts();
  const taken = await seat.locator('optgroup[label="已有来宾"] option').allInnerTexts();
  const chosen = () =>
    seat.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.textContent ?? '');
  for (const option of [
    free.find((name) => /^[AW]\d$/.test(name)),
    taken.find((name) => /^[AW]\d/.test(name)),
  ]) {
    if (option === undefined) throw new Error('the demonstration has free and taken seats');
    await page.keyboard.type(option.slice(0, 2));
    await expect.poll(chosen).toBe(option);
    // Typed letters add up for a second.
    await page.waitForTimeout(1_200);
  }
  await page.keyboard.press('Home');
  for (const name of free.slice(0, 3)) {
    await page.keyboard.press('ArrowDown');
    await expect.poll(chosen).toBe(name);
  }
});

test('the button of the longest form is in sight at 1366×768', async () => {
  const { page } = desk;
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+n');
  await page.getByText('单位', { exact: true }).click();
  await page.getByLabel('单位名称').waitFor();
  const box = await page.getByRole('button', { name: /^登记/ }).boundingBox();
  const status = await page.getByRole('contentinfo').boundingBox();
  expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(status?.y ?? 0);
});
