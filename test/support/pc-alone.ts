/** One PC without a server, as a person sets it up and works at it, by keys alone. */
import type { Locator, Page } from 'playwright';
import { whenFocused, whenReady } from './reception-keys.ts';
import { press } from './settings-keys.ts';

export const person = { name: '周敏', username: 'zhoum', password: '周敏的密码123' } as const;

export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const statusLine = (page: Page): Locator => page.getByRole('contentinfo');

/** From the page that asks for a code, once a server has answered; ends at the empty reception. */
export async function setUpAlone(page: Page, siteName: string): Promise<void> {
  // It takes the focus when it comes, and with it a key that was meant for the button.
  await whenFocused(page.getByLabel('启用码'));
  await press(button(page, '没有服务器，只用这台电脑'));
  const { name, username, password } = person;
  await typeInto(page, { 门店名称: siteName, 电脑名称: '前台', 姓名: name, 用户名: username });
  await typeInto(page, { 密码: password, 再输一次密码: password });
  await press(button(page, '开始使用'));
  await page.getByText('现在没有来宾。').waitFor();
  await whenReady(page);
}

/** From field to field, the first of which has the focus; ends behind the last. */
export async function typeInto(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    await whenFocused(page.getByLabel(label, { exact: true }));
    await page.keyboard.type(value);
    await page.keyboard.press('Tab');
  }
}

export async function signIn(page: Page, name: string, password: string): Promise<void> {
  await whenFocused(page.getByLabel('输入姓名或拼音查找'));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await whenFocused(page.getByLabel('密码', { exact: true }));
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
}

/** The page behind the status line, where a PC alone joins a server. */
export async function openJoining(page: Page): Promise<void> {
  await statusLine(page).getByRole('link').click();
  await page.getByRole('heading', { name: '接入服务器' }).waitFor();
}

export async function typeJoinCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('启用码').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}
