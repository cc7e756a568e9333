/** `npm run guide`: takes the pictures of the user guides anew, in both languages, from the running application. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { buildRenderer } from '../../build/build-renderer.ts';
import { openDesk } from '../support/chromium.ts';
import { knownGuests } from '../support/desks.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { startServer } from '../support/server-process.ts';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
mkdirSync(folder, { recursive: true });

await buildRenderer(console.log);
const server = await startServer({ demo: true });
const desk = await openDesk();
try {
  await takeAll(desk.page);
} finally {
  await desk.close();
  await server.end('SIGTERM');
}

async function takeAll(page: Page): Promise<void> {
  await page.goto(server.url);
  await page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
  await take(page, 'set-up.zh-CN');
  await enrolAtDemo(page, { name: '吧台 1' });
  await take(page, 'sign-in.zh-CN');
  await signInAs(page, '周文静');
  await takeScreens(page, 'zh-CN');
  await page.goto(`${server.url}/settings`);
  await page.getByRole('combobox').first().selectOption('en');
  await takeScreens(page, 'en');
}

async function takeScreens(page: Page, language: string): Promise<void> {
  await page.goto(`${server.url}/reception`);
  await page.getByRole('article').first().waitFor();
  // The figures of the day, and what is known of the first guest, come last.
  await page.getByRole('complementary').getByRole('definition').first().waitFor();
  await page
    .getByText(/^(常点|Usual)/)
    .first()
    .waitFor();
  await take(page, `reception.${language}`);
  const [guest] = await knownGuests(page);
  await page.keyboard.press('F2');
  await page.keyboard.type(guest?.name.slice(0, 1) ?? '');
  await page.getByRole('option').first().waitFor();
  await take(page, `search.${language}`);
  await page.keyboard.press('Enter');
  await page.getByRole('form').waitFor();
  await take(page, `check-in.${language}`);
  await page.keyboard.press('Escape');
  await page.locator('[data-visit]').first().click();
  await page.getByRole('complementary').getByRole('link').waitFor();
  await take(page, `party.${language}`);
  await page.goto(`${server.url}/reception?list=checks`);
  await page.getByRole('checkbox').first().waitFor();
  await take(page, `checks.${language}`);
  await page.goto(`${server.url}/customers/${guest?.id ?? ''}`);
  await page.getByRole('heading', { level: 2 }).nth(3).waitFor();
  await take(page, `customer.${language}`);
  await page.goto(`${server.url}/register?kind=month`);
  await page.locator('[data-line]').first().waitFor();
  await take(page, `register.${language}`);
  await page.goto(`${server.url}/status`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await take(page, `status.${language}`);
  await page.goto(`${server.url}/settings/import`);
  await page.locator('input[type=file]').setInputFiles({
    name: 'customers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('姓名,电话,车牌,车型\n王一,13800796001,赣D1A2B3,凯美瑞\n李二,123,,\n'),
  });
  await page.getByRole('table').first().waitFor();
  await take(page, `import.${language}`);
}

async function take(page: Page, name: string): Promise<void> {
  // Without the caret, which blinks.
  await page.screenshot({ path: `${folder}${name}.png`, caret: 'hide', animations: 'disabled' });
}
