/** Both languages are whole on the way in and through a party's stay, and switched live, from three places. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Language } from '../../renderer/i18n/index.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { knownGuests } from '../support/desks.ts';
import { signInAs } from '../support/enter-demo.ts';
import { openPlace } from '../support/opened-desk.ts';
import { leaveField, partyCard, whenFocused, whenReady } from '../support/reception-keys.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { startDemo } from '../support/demo-copies.ts';
import { foreignWords } from '../support/visible-words.ts';

let server: ServerProcess;
let desk: OpenDesk;
let page: Page;

beforeAll(async () => {
  server = await startDemo();
  desk = await openDesk({ at: server.url });
  ({ page } = desk);
});
afterAll(async () => {
  await desk.close();
  await server.end('SIGTERM');
});

const purely = async (language: Language) => expect(await foreignWords(page, language)).toEqual([]);

test('the first start speaks Chinese, and English from the next click on', async () => {
  await page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
  await purely('zh-CN');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Set up this desk' }).waitFor();
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en');
  await purely('en');
});

test('set up and signed in, in English; the sign-in switches too, and loses no word of what was typed', async () => {
  await page.getByLabel('Name of this desk').fill('Bar 1');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByRole('button', { name: '周文静' }).waitFor();
  await purely('en');
  await page.getByRole('textbox').fill('周');
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('heading', { name: '请登录' }).waitFor();
  expect(await page.getByRole('textbox').inputValue()).toBe('周');
  await purely('zh-CN');
  await page.getByRole('button', { name: 'English' }).click();
  await signInAs(page, '周文静');
  await page.getByRole('heading', { name: /^\d+ parties · \d+ guests(, \d+ children)?$/ }).waitFor();
  await purely('en');
  // “’” of a Chinese font is as wide as a character, in buttons too, which have a font of their own.
  const quotes = (element: Element) => getComputedStyle(element).fontVariantEastAsian;
  for (const place of ['main h1', 'main button'])
    expect(await page.locator(place).first().evaluate(quotes)).toBe('proportional-width');
});

test('a visitor is checked in, served and seen off in English', async () => {
  const [guest] = await knownGuests(page);
  const name = guest?.name ?? '';
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type(name);
  await page.getByRole('option', { name }).first().waitFor();
  await purely('en');
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: 'Check in' }).waitFor();
  await purely('en');
  await page.keyboard.press('Control+Enter');
  await partyCard(page, name).waitFor();
  await page.getByText(`${name} checked in`).waitFor();
  await page.getByRole('complementary').getByRole('heading', { name }).waitFor();
  await whenReady(page);
  await leaveField(page);
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: 'Choose a drink' }).waitFor();
  await page.keyboard.press('1');
  await partyCard(page, name).getByText('Green tea ×1').waitFor();
  await page.getByText(`Served ${name}: Green tea ×1`, { exact: true }).waitFor();
  await purely('en');
  await page.keyboard.press('x');
  await page.getByText(`${name} seen off`).waitFor();
  await purely('en');
});

test('the palette switches while a form is open: it goes on in the other language, with all that was typed', async () => {
  await page.keyboard.press('Alt+g');
  const form = page.getByRole('form');
  await whenFocused(form.getByLabel('Party name'));
  await form.getByLabel('Note').fill('prefers the window 靠窗');
  await page.keyboard.press('Control+k');
  await whenFocused(page.getByRole('dialog').getByRole('combobox'));
  await page.keyboard.type('中文');
  await page.getByRole('dialog').getByRole('option', { name: '中文', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: '匿名来宾到店' }).waitFor();
  expect(await form.getByLabel('备注').inputValue()).toBe('prefers the window 靠窗');
  await page.keyboard.press('Escape');
});

test('the settings switch, and a reload keeps what was chosen', async () => {
  await openPlace(page, '/settings');
  await page.getByLabel('语言').selectOption('en');
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
  expect(desk.errors).toEqual([]);
});
