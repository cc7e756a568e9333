/** Networks that are worse than none: the status line says what is true, and everything arrives once they are good. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBadNetwork, type BadNetwork } from '../support/bad-network.ts';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import { enterDemo } from '../support/enter-demo.ts';
import { isWindow, openPlace } from '../support/opened-desk.ts';
import { checkInAnonymous, partyCard } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let network: BadNetwork;
let desk: OpenDesk;
let other: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  network = await openBadNetwork(site.server.port);
  desk = await openDesk({ at: network.url });
  await enterDemo(desk.page, network.url, { name: '吧台 1' });
  other = await site.enter({ name: '吧台 2', person: '陈静' });
  await whenSynchronised(desk.page);
});
afterAll(async () => {
  await desk.close();
  await network.close();
  await site.close();
});

const status = () => desk.page.getByRole('contentinfo');

test.each([
  ['a captive portal that answers everything with its page', 'portal'],
  ['a line on which answers break off', 'cut'],
] as const)('%s: offline, what waits is counted, and it arrives once', async (_what, weather) => {
  const name = `门户${weather}`;
  network.become(weather);
  await status().getByText(/^离线/).waitFor();
  await checkInAnonymous(desk.page, name);
  await status().getByText('待上传 1').waitFor();
  // Where only the answers are lost the server has it, and must not take it again.
  if (weather === 'portal') expect(await partyCard(other.page, name).count()).toBe(0);
  network.become('good');
  await whenSynchronised(desk.page);
  await partyCard(other.page, name).waitFor();
  const visits = await heldRows(other.page, 'visit');
  expect(visits.filter((visit) => visit['partyName'] === name)).toHaveLength(1);
});

test('a portal is named for what it is on the page behind the status line', async () => {
  network.become('portal');
  await status().getByText(/^离线/).waitFor();
  await status().getByRole('link').first().click();
  // The window is of another origin than its server: what a portal answers is kept from it by the browser.
  const named = (await isWindow(desk.page))
    ? '无法连接服务器。'
    : '对方不是 CR Desk 服务器，或返回的内容无法识别。';
  await desk.page.getByRole('main').getByText(named).waitFor();
  network.become('good');
  await openPlace(desk.page, '/reception');
  await whenSynchronised(desk.page);
});

test('a proxy that holds back the event stream: online, and others’ work comes within seconds all the same', async () => {
  network.become('held');
  await checkInAnonymous(desk.page, '被扣住的');
  await partyCard(other.page, '被扣住的').waitFor();
  await status().getByText(/^在线/).waitFor();
  await checkInAnonymous(other.page, '对面登记的');
  await partyCard(desk.page, '对面登记的').waitFor();
  network.become('good');
});

test('three seconds for each answer: nothing waits on it but the upload', async () => {
  await whenSynchronised(desk.page);
  network.become('slow');
  await checkInAnonymous(desk.page, '网络很慢');
  await checkInAnonymous(desk.page, '还是很慢');
  await partyCard(other.page, '还是很慢').waitFor();
  await whenSynchronised(desk.page);
  network.become('good');
});

test('in the end both desks hold the same', async () => {
  await whenSynchronised(desk.page);
  await whenEqual(desk.page, other.page);
  expect([...desk.errors, ...other.errors]).toEqual([]);
});
