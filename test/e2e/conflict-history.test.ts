/** Two desks edit the same things of one party with no network between them: what lost is shown, and comes back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenDesk } from '../support/chromium.ts';
import { heldRows, openDemoSite, whenSynchronised, type DemoSite } from '../support/desks.ts';
import type { NetworkCable } from '../support/network-cable.ts';
import { checkInAnonymous, chooseParty, partyCard, partyPanel, tabTo } from '../support/reception-keys.ts';
import { whenEqual } from '../support/when-equal.ts';

let site: DemoSite;
const cables: NetworkCable[] = [];
let bar: OpenDesk;
let callback: OpenDesk;

async function openOnCable(name: string, person: string, station: 'bar' | 'callback'): Promise<OpenDesk> {
  const { desk, cable } = await site.enterOnCable({ name, person, station });
  cables.push(cable);
  return desk;
}

beforeAll(async () => {
  site = await openDemoSite();
  bar = await openOnCable('吧台 1', '陈静', 'bar');
  callback = await openOnCable('回访 1', '曾丽', 'callback');
  await checkInAnonymous(bar.page, '两边都改');
  await partyCard(callback.page, '两边都改').waitFor();
});
afterAll(() => site.close());

const conflictsAt = ({ page }: OpenDesk) => partyPanel(page).getByRole('region', { name: '修改冲突' });
/** As long as a value may be in the words of a button. */
const early = '主管关照：请换靠窗的座位，要龙井';

/** What of the conflicts is wider than the panel, where it would be cut. */
const sticksOut = (desk: OpenDesk) =>
  conflictsAt(desk).evaluate((region) => {
    const edge = region.parentElement?.getBoundingClientRect().right ?? 0;
    return [...region.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > edge)
      .map((element) => element.outerHTML.slice(0, 80));
  });
const statusLine = ({ page }: OpenDesk) => page.getByRole('contentinfo');

async function writeNote({ page }: OpenDesk, note: string): Promise<void> {
  await chooseParty(page, '两边都改');
  await page.keyboard.press('e');
  await tabTo(page.getByRole('form', { name: '修改' }).getByLabel('备注'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(note);
  await page.keyboard.press('Control+Enter');
  await partyCard(page, '两边都改').getByText(note).waitFor();
  // In its fields the next key would be a letter.
  await page.getByRole('form', { name: '修改' }).waitFor({ state: 'detached' });
}

async function moveTo({ page }: OpenDesk, seat: string): Promise<void> {
  await page.keyboard.press('m');
  await tabTo(page.getByRole('button', { name: new RegExp(`^${seat} `) }));
  await page.keyboard.press('Enter');
  await partyCard(page, '两边都改')
    .getByText(new RegExp(`^${seat} ·`))
    .waitFor();
}

test('[R4] both edit offline; reconnected, both desks hold the later edit and show the earlier one in words', async () => {
  await whenSynchronised(bar.page);
  await whenSynchronised(callback.page);
  for (const cable of cables) cable.pull();
  await writeNote(bar, early);
  await moveTo(bar, 'W1');
  await writeNote(callback, '要普洱');
  await moveTo(callback, 'W6');
  for (const cable of cables) cable.plugIn();
  for (const desk of [bar, callback]) {
    await desk.page.bringToFront();
    await partyCard(desk.page, '两边都改').getByText('要普洱').waitFor();
    const note = conflictsAt(desk).getByRole('listitem').filter({ hasText: '备注' });
    await note
      .getByText(/^\d\d:\d\d 吧台 陈静：“主管关照.*要龙井” → \d\d:\d\d 回访 曾丽：“要普洱”，保留后者$/)
      .waitFor();
    const seat = conflictsAt(desk).getByRole('listitem').filter({ hasText: '座位' });
    await seat.getByText(/陈静：“\S+ W1” → .*曾丽：“\S+ W6”，保留后者/).waitFor();
    expect(await sticksOut(desk)).toEqual([]);
    expect(await conflictsAt(desk).innerText()).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  }
});

test('[R4] the desk that was overruled is told on card, panel and status line; the other one is not', async () => {
  await partyCard(bar.page, '两边都改').getByText('修改被取代').waitFor();
  await conflictsAt(bar).getByText('您的修改被回访 曾丽取代').first().waitFor();
  await statusLine(bar).getByText('2 处修改被取代').waitFor();
  expect(await callback.page.getByText('修改被取代').count()).toBe(0);
  expect(await callback.page.getByText(/处修改被取代/).count()).toBe(0);
});

test('[R4] one click restores what lost, on both desks; undo takes that back; again it stays', async () => {
  const { page } = bar;
  await page.bringToFront();
  const restore = () => conflictsAt(bar).getByRole('button', { name: `恢复“${early}”` });
  await restore().click();
  await page.getByRole('status').getByText(`备注已恢复为“${early}”`).waitFor();
  await partyCard(page, '两边都改').getByText(early).waitFor();
  // Before the other desk is looked at: the way back is offered for ten seconds, which that may take.
  await page.keyboard.press('Control+z');
  await partyCard(page, '两边都改').getByText('要普洱').waitFor();
  await whenEqual(page, callback.page);
  await partyCard(callback.page, '两边都改').getByText('要普洱').waitFor();
  await restore().click();
  await partyCard(callback.page, '两边都改').getByText(early).waitFor();
  for (const desk of [bar, callback]) await conflictsAt(desk).getByText('已恢复').waitFor();
  await statusLine(bar).getByText('1 处修改被取代').waitFor();
});

test('what one took note of is told no more, also after a reload; it stays with the record', async () => {
  const { page } = bar;
  await conflictsAt(bar).getByRole('button', { name: '知道了' }).click();
  await expect.poll(() => page.getByText(/修改被取代/).count()).toBe(0);
  await page.reload();
  await partyPanel(page).getByRole('heading', { name: '两边都改' }).waitFor();
  await conflictsAt(bar)
    .getByRole('button', { name: /^恢复“\S+ W1”$/ })
    .waitFor();
  expect(await page.getByText(/修改被取代/).count()).toBe(0);
});

test('restoring made no new conflict, and both desks are equal', async () => {
  await whenEqual(bar.page, callback.page);
  expect(await heldRows(bar.page, 'conflict')).toHaveLength(2);
  expect([...bar.errors, ...callback.errors]).toEqual([]);
});
