/** Every screen of a day, in both languages and all forms (test/support/screen-forms.ts). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../renderer/i18n/index.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { enrolAtDemo, signInAs } from '../support/enter-demo.ts';
import { listenForComplaints } from '../support/screen-checks.ts';
import { findingsOf, speak } from '../support/screen-forms.ts';
import { listWords, signedInScreens } from '../support/screen-tour.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { startDemo } from '../support/demo-copies.ts';

let server: ServerProcess;
let desk: OpenDesk;
let complaints: string[];

beforeAll(async () => {
  server = await startDemo();
  desk = await openDesk({ at: server.url });
  complaints = listenForComplaints(desk.page);
  await desk.page.reload();
  await desk.page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
});
afterAll(async () => {
  await desk.close();
  await server.end('SIGTERM');
});

test.for(languages)('before the sign-in: set-up in %s', async (language) => {
  await speak(desk.page, language);
  await desk.page.getByRole('combobox').waitFor();
  expect(await findingsOf(desk.page, 'set-up', language)).toEqual([]);
});

test.for(languages)('the sign-in in %s', async (language) => {
  await speak(desk.page, language);
  if (language === 'zh-CN') await enrolAtDemo(desk.page, { name: '吧台 1' });
  await desk.page.getByRole('button', { name: '周文静' }).waitFor();
  expect(await findingsOf(desk.page, 'sign-in', language)).toEqual([]);
});

describe.for(languages)('in %s', (language) => {
  beforeAll(async () => {
    if (await desk.page.getByRole('navigation').isHidden()) await signInAs(desk.page, '周文静');
    await speak(desk.page, language);
    await desk.page.getByRole('navigation').waitFor();
  });
  test.for(signedInScreens)('$name', async (screen) => {
    await screen.show(desk.page, language);
    const data = [...listWords, ...((await screen.data?.(desk.page)) ?? [])];
    const findings = await findingsOf(desk.page, screen.name, language, data);
    await screen.leave?.(desk.page);
    expect(findings).toEqual([]);
  });
});

test('no page broke its policy or said anything it should not', () => {
  expect(complaints).toEqual([]);
});
