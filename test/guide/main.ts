/**
 * `npm run guide`: takes the pictures of the user guides anew, in both languages, from the running application; and
 * what a browser shows of it where it is installed.
 */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { buildRenderer } from '../../build/build-renderer.ts';
import { languages, words, type Language } from '../../renderer/i18n/index.ts';
import { openDesk } from '../support/chromium.ts';
import { knownGuests } from '../support/desks.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { startServer } from '../support/server-process.ts';

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
/** renderer/public/manifest.webmanifest names what is in it. */
const served = fileURLToPath(new URL('../../renderer/public/', import.meta.url));
for (const one of [folder, `${served}screenshots`]) mkdirSync(one, { recursive: true });

await buildRenderer(console.log);
const server = await startServer({ demo: true });
const desk = await openDesk();
/** Another machine, which has no server. */
const alone = await openDesk();
try {
  await takeAll(desk.page);
  await takeForInstalling(desk.page);
  await takeAlone(alone.page);
} finally {
  await alone.close();
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

async function takeScreens(page: Page, language: Language): Promise<void> {
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
  const { desks } = words[language];
  await page.goto(`${server.url}/settings`);
  await page.getByRole('button', { name: desks.make }).click();
  await page.getByRole('img', { name: desks.qr }).waitFor();
  await page.getByRole('region', { name: desks.title }).evaluate((panel) => panel.scrollIntoView());
  await take(page, `new-desk.${language}`);
  await page.goto(`${server.url}/settings/import`);
  await page.locator('input[type=file]').setInputFiles({
    name: 'customers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('姓名,电话,车牌,车型\n王一,13800796001,赣D1A2B3,凯美瑞\n李二,123,,\n'),
  });
  await page.getByRole('table').first().waitFor();
  await take(page, `import.${language}`);
}

async function takeAlone(page: Page): Promise<void> {
  const { choice, setUp } = words['zh-CN'].alone;
  await page.goto(server.url);
  await page.getByRole('button', { name: choice.choose }).click();
  const secret = '周敏的密码123';
  const typed = { siteName: '吉安小店', name: '周敏', username: 'zhoum', password: secret, again: secret };
  for (const field of ['siteName', 'name', 'username', 'password', 'again'] as const)
    await page.getByLabel(setUp[field], { exact: true }).fill(typed[field]);
  await page.getByRole('button', { name: setUp.submit, exact: true }).click();
  for (const language of languages) {
    await page.getByRole('navigation').waitFor();
    await page.goto(`${server.url}/settings`);
    await page.getByRole('combobox').first().selectOption(language);
    await page.goto(`${server.url}/status`);
    await page.getByRole('heading', { name: words[language].alone.backup.title, exact: true }).waitFor();
    await take(page, `alone.${language}`);
  }
}

async function takeForInstalling(page: Page): Promise<void> {
  await page.goto(`${server.url}/settings`);
  await page.getByRole('combobox').first().selectOption('zh-CN');
  for (const name of ['reception', 'register'])
    copyFileSync(`${folder}${name}.zh-CN.png`, `${served}screenshots/${name}.png`);
  await page.setViewportSize({ width: 820, height: 1180 });
  await page.goto(`${server.url}/reception`);
  await page.getByRole('article').first().waitFor();
  await page.getByRole('complementary').getByRole('definition').first().waitFor();
  await page.screenshot({ path: `${served}screenshots/reception-tablet.png`, caret: 'hide' });
  await drawFullIcon(page, 'icon-maskable-512', 512);
  await drawFullIcon(page, 'apple-touch-icon', 180);
}

/** Of what a system cuts into a form of its own, only the inner four fifths are sure to be seen. */
async function drawFullIcon(page: Page, name: string, size: number): Promise<void> {
  const icon = readFileSync(`${served}icon.svg`, 'utf8')
    .replace('<svg ', '<svg width="80%" ')
    // Its ground with round corners: here the ground goes to the edge.
    .replace(/<rect [^>]*>/, '');
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:#1f5fbf">${icon}`,
  );
  await page.screenshot({ path: `${served}${name}.png` });
}

async function take(page: Page, name: string): Promise<void> {
  // Without the caret, which blinks.
  await page.screenshot({ path: `${folder}${name}.png`, caret: 'hide', animations: 'disabled' });
}
