/** One desk loses its network while the other works on: nothing lost, nothing doubled, and told in words. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import {
  checkInAnonymous,
  checkInNew,
  chooseParty,
  leaveField,
  partyCard,
  partyPanel,
  tabTo,
  whenFocused,
} from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let cable: NetworkCable;
let bar: OpenDesk;
let office: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: bar, cable } = await site.enterOnCable({ name: '吧台 1' }, { tellsBrowser: false }));
  office = await site.enter({ name: '办公室 1', station: 'office', person: '周文静' });
  await checkInAnonymous(bar.page, '两边都认识');
  await partyCard(office.page, '两边都认识').waitFor();
});
afterAll(() => site.close());

const statusLine = () => bar.page.getByRole('contentinfo');

async function writeNote({ page }: OpenDesk, name: string, note: string): Promise<void> {
  await chooseParty(page, name);
  await page.keyboard.press('e');
  await tabTo(page.getByRole('form', { name: '修改' }).getByLabel('备注'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(note);
  await page.keyboard.press('Control+Enter');
  await partyCard(page, name).getByText(note).waitFor();
  await page.getByRole('form', { name: '修改' }).waitFor({ state: 'detached' });
}

test('the network goes: the status line says so without anybody doing anything', async () => {
  await whenSynchronised(bar.page);
  cable.pull();
  await statusLine().getByText(/^离线/).waitFor();
  await statusLine().getByText('待上传 0').waitFor();
});

test('ten changes of every kind go on as if nothing were', async () => {
  const { page } = bar;
  await checkInNew(page, '慕容脱机');
  await leaveField(page);
  await page.keyboard.press('s');
  await page.getByRole('heading', { name: '上什么饮品' }).waitFor();
  await page.keyboard.press('2');
  await partyCard(page, '慕容脱机').getByText('红茶 ×1').waitFor();
  // So soon after the last serving the key is taken for one pressed twice.
  await expect
    .poll(async () => {
      await page.keyboard.press('r');
      return partyPanel(page).getByText('上 红茶 ×1').count();
    })
    .toBe(2);
  await page.keyboard.press('Control+z');
  await expect.poll(() => partyPanel(page).getByText('上 红茶 ×1').count()).toBe(1);
  await checkInAnonymous(page, '脱机散客');
  await leaveField(page);
  await page.keyboard.press('m');
  await tabTo(page.getByRole('button', { name: /^W6/ }));
  await page.keyboard.press('Enter');
  await partyCard(page, '脱机散客').getByText(/^W6 ·/).waitFor();
  await writeNote(bar, '两边都认识', '吧台写的');
  await checkInAnonymous(page, '走了的散客');
  await leaveField(page);
  await page.keyboard.press('x');
  await expect.poll(() => partyCard(page, '走了的散客').count()).toBe(0);
  await statusLine().getByText('待上传 10').waitFor();
});

test('the page behind the status line lists the ten in words', async () => {
  const { page } = bar;
  await leaveField(page);
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByRole('heading', { name: '待上传 10' }).waitFor();
  const wanted = [
    /登记新客户[\s\S]*刘晓燕[\s\S]*慕容脱机/,
    /到店登记[\s\S]*慕容脱机/,
    /上饮品[\s\S]*慕容脱机 · 红茶 · ×1/,
    /上饮品[\s\S]*慕容脱机 · 红茶 · ×1/,
    /撤回饮品[\s\S]*红茶 · ×-1/,
    /到店登记[\s\S]*脱机散客/,
    /换座[\s\S]*脱机散客[\s\S]*W6/,
    /修改到店信息[\s\S]*吧台写的/,
    /到店登记[\s\S]*走了的散客/,
    /送客[\s\S]*走了的散客/,
  ];
  const rows = page.getByRole('row');
  await expect.poll(() => rows.count()).toBe(1 + wanted.length);
  // Names and drinks are read from the disk after the rows.
  await expect
    .poll(async () => {
      const texts = (await rows.allInnerTexts()).slice(1);
      return texts.filter((text, index) => !wanted[index]?.test(text));
    })
    .toEqual([]);
  await page.keyboard.press('g');
  await page.keyboard.press('d');
});

test('the network is back: both desks equal, each change once, the later note kept', async () => {
  await writeNote(office, '两边都认识', '办公室后来写的');
  expect(await partyCard(office.page, '脱机散客').count()).toBe(0);
  cable.plugIn();
  await whenSynchronised(bar.page);
  await partyCard(office.page, '脱机散客').getByText(/^W6 ·/).waitFor();
  await partyCard(bar.page, '两边都认识').getByText('办公室后来写的').waitFor();
  await whenEqual(bar.page, office.page);
  const visits = await heldRows(office.page, 'visit');
  for (const name of ['慕容脱机', '脱机散客', '走了的散客'])
    expect(visits.filter((visit) => visit['partyName'] === name)).toHaveLength(1);
  const guest = visits.find((visit) => visit['partyName'] === '慕容脱机');
  const served = (await heldRows(office.page, 'serving')).filter((row) => row['visitId'] === guest?.id);
  const cups = served.map((row) => Number(row['quantity'])).sort((a, b) => a - b);
  expect(cups).toEqual([-1, 1, 1]);
});

test('the server is killed while a form is being filled: the form is finished, saved, and arrives', async () => {
  const { page } = bar;
  await page.keyboard.press('Alt+g');
  await whenFocused(page.getByLabel('称呼'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type('打字');
  await site.server.end('SIGKILL');
  await page.keyboard.type('当中');
  await statusLine().getByText(/^离线/).waitFor();
  expect(await page.getByLabel('称呼').inputValue()).toBe('打字当中');
  await page.keyboard.press('Control+Enter');
  await partyCard(page, '打字当中').waitFor();
  await statusLine().getByText('待上传 1').waitFor();
  await site.restart('SIGKILL');
  await whenSynchronised(page);
  await partyCard(office.page, '打字当中').waitFor();
  expect([...bar.errors, ...office.errors]).toEqual([]);
});
