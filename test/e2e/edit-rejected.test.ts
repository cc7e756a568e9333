/** The server rejects a check-in: it is read, put right in its form, sent again; another one is given up. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { withDatabase } from '../support/desk-database.ts';
import { heldRows, knownGuests, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { openPlace } from '../support/opened-desk.ts';
import { checkInAnonymous, chooseParty, findGuest, partyCard, tabTo } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
let cable: NetworkCable;
let bar: OpenDesk;
let other: OpenDesk;

beforeAll(async () => {
  site = await openDemoSite();
  ({ desk: bar, cable } = await site.enterOnCable({ name: '吧台 1', person: '刘晓燕' }));
  other = await site.enter({ name: '吧台 2', person: '陈静' });
});
afterAll(() => site.close());

const statusLine = () => bar.page.getByRole('contentinfo');
const item = (title: string) => bar.page.getByRole('listitem', { name: title, exact: true });

/** As a desk of an older version would write it, that knew no such bound: the server's answer is a real one. */
function writeAlso(page: Page, change: string, set: Readonly<Record<string, unknown>>): Promise<void> {
  return withDatabase(page, (db) =>
    db.evaluate(
      (opened, [name, wrong]) =>
        new Promise<void>((resolve, reject) => {
          const writing = opened.transaction('outbox', 'readwrite');
          const cursors = writing.objectStore('outbox').openCursor();
          cursors.addEventListener('success', () => {
            const cursor = cursors.result;
            if (!cursor) return;
            const entry = cursor.value as { name: string; patches: { set: object }[] };
            const [patch] = entry.patches;
            if (entry.name === name && patch) {
              Object.assign(patch.set, wrong);
              cursor.update(entry);
            }
            cursor.continue();
          });
          writing.addEventListener('complete', () => resolve());
          writing.addEventListener('abort', () => reject(writing.error ?? new Error('not written')));
        }),
      [change, set] as const,
    ),
  );
}

async function checkInRejected(name: string): Promise<void> {
  await whenSynchronised(bar.page);
  cable.pull();
  await statusLine().getByText(/^离线/).waitFor();
  await checkInAnonymous(bar.page, name);
  await writeAlso(bar.page, 'checkInVisitor', { partySize: 501 });
}

test('[R3] a rejected check-in says why in words, and what hangs on it stands under it', async () => {
  const { page } = bar;
  await checkInRejected('人太多');
  await chooseParty(page, '人太多');
  await page.keyboard.press('e');
  await tabTo(page.getByRole('form', { name: '修改' }).getByLabel('备注'));
  await page.keyboard.type('带小孩');
  await page.keyboard.press('Control+Enter');
  await partyCard(page, '人太多').getByText('带小孩').waitFor();
  cable.plugIn();
  await statusLine().getByText('待处理 2').waitFor();
  await statusLine().getByRole('link').click();
  await item('到店登记').getByText('原因：内容不符合要求。（人数）').waitFor();
  await item('到店登记')
    .getByText(/^到店登记（新建）：人太多 · 501 人/)
    .waitFor();
  const under = item('到店登记').getByRole('list', { name: '与它相关的后续更改' });
  await under.getByText('原因：服务器上没有这条记录。').waitFor();
  await under.getByText('到店登记（修改）：人太多 · 备注 带小孩').waitFor();
  expect(await partyCard(other.page, '人太多').count()).toBe(0);
});

test('[R3] sent again as it was, it is told at once what does not fit, and stays', async () => {
  const { page } = bar;
  await item('到店登记').getByRole('button', { name: '重新提交' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '重新提交' }).click();
  await page.getByText('部分内容填写有误，请检查。（人数）').waitFor();
  await statusLine().getByText('待处理 2').waitFor();
});

test('[R3] the form opens with what was said, keeps what is typed over a reload, and sends a new change', async () => {
  const { page } = bar;
  const listed = await heldRows(page, 'attention');
  await item('到店登记').getByRole('link', { name: '修改后提交' }).first().click();
  await page.getByRole('heading', { name: '修改后重新提交' }).waitFor();
  const size = page.getByLabel('人数');
  await expect.poll(() => size.inputValue()).toBe('501');
  await size.fill('5');
  await page.getByLabel('备注').fill('靠窗');
  await page.reload();
  await expect.poll(() => size.inputValue()).toBe('5');
  await page.getByRole('button', { name: /^提交/ }).click();
  await page.getByText('已重新提交，服务器已接受').waitFor();
  await statusLine().getByText('待处理 1').waitFor();
  await partyCard(other.page, '人太多').getByText('靠窗').waitFor();
  const [visit] = (await heldRows(other.page, 'visit')).filter((row) => row['partyName'] === '人太多');
  const rejected = listed.find((row) => row['name'] === 'checkInVisitor');
  const [patch] = (rejected?.['patches'] ?? []) as { id: string; set: { arrivedAt: number } }[];
  expect(visit).toMatchObject({ id: patch?.id, partySize: 5, arrivedAt: patch?.set.arrivedAt });
});

test('[R3] what hung on it can then be sent, and finds its party', async () => {
  const { page } = bar;
  await item('修改到店信息').getByRole('link', { name: '修改后提交' }).click();
  await expect.poll(() => page.getByLabel('备注').inputValue()).toBe('带小孩');
  await page.getByLabel('备注').fill('带两个小孩');
  await page.getByRole('button', { name: '保存' }).click();
  await partyCard(other.page, '人太多').getByText('带两个小孩').waitFor();
  await statusLine().getByText('待处理 0').waitFor();
});

test('[R3] a rejected preference is put right by keys in its own form, and stands on the other desk', async () => {
  const { page } = bar;
  await openPlace(page, '/reception');
  await whenSynchronised(page);
  const told = new Set((await heldRows(page, 'preference')).map((row) => row['guestCardId']));
  const guest = (await knownGuests(page)).find(({ id }) => !told.has(id));
  if (!guest) throw new Error('no guest of whom nothing is recorded');
  await findGuest(page, guest.name, guest.name);
  await page.keyboard.press('Control+Enter');
  await partyCard(other.page, guest.name).waitFor();
  cable.pull();
  await statusLine().getByText(/^离线/).waitFor();
  await chooseParty(page, guest.name);
  await page.keyboard.press('p');
  const form = page.getByRole('form', { name: '登记一条' });
  await tabTo(form.getByRole('textbox'));
  await page.keyboard.type('大杯');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('list', { name: '已登记的喜好' }).getByText('大杯').waitFor();
  await writeAlso(page, 'recordPreference', { kind: 'mood' });
  cable.plugIn();
  await statusLine().getByText('待处理 1').waitFor();
  await statusLine().getByRole('link').press('Enter');
  await item('登记喜好').getByRole('link', { name: '修改后提交' }).press('Enter');
  await expect.poll(() => form.getByRole('textbox').inputValue()).toBe('大杯');
  await tabTo(form.getByRole('textbox'));
  // Reached by Tab, its text is marked.
  await page.keyboard.press('End');
  await page.keyboard.type('，温热');
  await page.keyboard.press('Control+Enter');
  await page.getByText('已重新提交，服务器已接受').waitFor();
  await statusLine().getByText('待处理 0').waitFor();
  await whenEqual(page, other.page);
  const [kept] = (await heldRows(other.page, 'preference')).filter((row) => row['guestCardId'] === guest.id);
  expect(kept).toMatchObject({ kind: 'beverage', detail: expect.stringContaining('大杯') as string });
});

test('[R3] one given up goes on a confirmed click alone, and leaves who, when and what on every desk', async () => {
  const { page } = bar;
  await openPlace(page, '/reception');
  await checkInRejected('放弃的来宾');
  cable.plugIn();
  await statusLine().getByText('待处理 1').waitFor();
  await statusLine().getByRole('link').click();
  await item('到店登记').getByRole('button', { name: '放弃' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '放弃' }).click();
  await page.getByText('已放弃，并留下记录').waitFor();
  await statusLine().getByText('待处理 0').waitFor();
  await whenEqual(page, other.page);
  const audited = await heldRows(other.page, 'auditEntry');
  expect(audited).toMatchObject([
    { what: 'changeDiscarded', change: { name: 'checkInVisitor', code: 'invalid' }, rowCount: 1, flags: [] },
  ]);
  expect(JSON.stringify(audited)).not.toContain('放弃的来宾');
  expect([...bar.errors, ...other.errors]).toEqual([]);
});
