/** The day's hands on a tablet: fingers tap, and the keyboard on the screen types where a field has the focus. */
import type { Locator, Page } from 'playwright';
import type { Stranger } from './day-script.ts';
import { offeredDrink, whenRefillCounts, whenServed } from './day-screen.ts';
import type { DayParty, Hands } from './play-day.ts';
import { partyCard, partyPanel, whenFocused } from './reception-keys.ts';

export function handsOnGlass(page: Page): Hands {
  const heading = (name: string) => partyPanel(page).getByRole('heading', { name });
  const inPanel = (name: string | RegExp) => partyPanel(page).getByRole('button', { name });
  const checks = page.getByRole('complementary', { name: '当班检查' });
  const undo = page.getByRole('status').getByRole('button', { name: /^撤销/ });
  const readyField = page.getByRole('combobox', { name: '查找来宾' });

  async function typeInto(field: Locator, text: string) {
    await field.tap();
    await whenFocused(field);
    // As a long press does, where something stands in it.
    await field.selectText();
    await page.keyboard.type(text);
  }

  async function fillParty(form: Locator, { people, seat }: DayParty) {
    const count = form.getByLabel('人数');
    // A finger adds one or two; more are typed.
    if (people > 3) await typeInto(count, String(people));
    else {
      const more = form.getByRole('button', { name: '增加' }).first();
      for (let one = 1; one < people; one += 1) await more.tap();
    }
    if (seat !== undefined) await pickSeat(form.getByLabel('座位'), seat);
  }

  async function submit(form: Locator) {
    await form.getByRole('button', { name: /^登记/ }).tap();
    await form.waitFor({ state: 'detached' });
  }

  async function whenIn({ name }: DayParty) {
    await partyCard(page, name).waitFor();
    await heading(name).waitFor();
    await readyField.waitFor();
  }

  async function findByTap(typed: string, name: string) {
    await typeInto(readyField, typed);
    await page.getByRole('option', { name }).first().tap();
    const form = page.getByRole('form', { name: '登记到店' });
    await form.getByRole('heading', { name }).waitFor();
    return form;
  }

  async function tapCard(name: string) {
    await partyCard(page, name).locator('[data-visit]').tap();
    await heading(name).waitFor();
  }

  return {
    page,
    async checkInKnown(party, typed) {
      const form = await findByTap(typed, party.name);
      const drink = await offeredDrink(form);
      await fillParty(form, party);
      await submit(form);
      await whenIn(party);
      return drink;
    },
    async checkInNew(party, { name, phone, plate, contact }: Stranger) {
      await typeInto(readyField, name);
      await page.getByText(`没有找到“${name}”`).waitFor();
      await page.getByRole('button', { name: /^新客户/ }).tap();
      const form = page.getByRole('form', { name: '新客户到店' });
      for (const [label, value] of [
        ['联系人', contact],
        ['电话', phone],
        ['车牌', plate],
      ] as const)
        if (value !== undefined) await typeInto(form.getByLabel(label), value);
      await fillParty(form, party);
      await submit(form);
      await whenIn(party);
    },
    async checkInNobody(party, called) {
      await page.getByRole('button', { name: /^匿名来宾/ }).tap();
      const form = page.getByRole('form', { name: '匿名来宾到店' });
      await form.waitFor();
      if (called !== undefined) await typeInto(form.getByLabel('称呼'), called);
      await fillParty(form, party);
      await submit(form);
      await whenIn(party);
    },
    async takeBackCheckIn({ name }) {
      await undo.tap();
      await partyCard(page, name).waitFor({ state: 'detached' });
    },
    async choose({ name }) {
      if (!(await heading(name).isVisible())) await tapCard(name);
    },
    async serve(party, round) {
      await inPanel(/^其他饮品/).tap();
      const picker = page.getByRole('region', { name: '上什么饮品' });
      await picker.getByRole('button', { name: new RegExp(`^${round.drink}`) }).tap();
      await whenServed(party, round, page);
    },
    async refill(party, round) {
      await whenRefillCounts(party, page);
      await partyCard(page, party.name)
        .getByRole('button', { name: `给 ${party.name} 续杯` })
        .tap();
      await whenServed(party, round, page);
    },
    async takeBackServing(party, round) {
      await undo.tap();
      await whenServed(party, round, page);
    },
    async move({ name }, seat) {
      await inPanel(/^换座/).tap();
      await page
        .getByRole('region', { name: '换到' })
        .getByRole('button', { name: new RegExp(`^${seat}`) })
        .tap();
      await partyCard(page, name)
        .getByText(new RegExp(`^${seat} ·`))
        .waitFor();
    },
    async seeOff({ name }) {
      await inPanel(/^送客/).tap();
      await partyCard(page, name).waitFor({ state: 'detached' });
    },
    async comeBack({ name }) {
      const form = await findByTap(name, name);
      await form.getByRole('button', { name: /^恢复在店/ }).tap();
      await partyCard(page, name).waitFor();
      await heading(name).waitFor();
    },
    async closeLeftover(name, time) {
      await partyCard(page, name).getByText('隔夜未送客').waitFor();
      await tapCard(name);
      await inPanel(/^送客/).tap();
      const form = page.getByRole('form', { name: '离店时间' });
      await typeInto(form.getByLabel('离店时间'), time);
      await form.getByText(/^已于 .+ 离店$/).waitFor();
      await form.getByRole('button', { name: '登记离店' }).tap();
      await partyCard(page, name).waitFor({ state: 'detached' });
    },
    async seeOffAll() {
      const cards = page.locator('[data-visit]');
      while ((await cards.count()) > 0) {
        const id = await cards.first().getAttribute('data-visit');
        const card = page.locator(`[data-visit="${id}"]`);
        await card.tap();
        await card.and(page.locator('[aria-pressed=true]')).waitFor();
        await inPanel(/^送客/).tap();
        await card.waitFor({ state: 'detached' });
      }
      await page.getByText('现在没有来宾。').waitFor();
    },
    async tick(names) {
      const close = page.getByRole('button', { name: '关闭详情' });
      if (await close.isVisible()) await close.tap();
      await page.getByRole('button', { name: /^当班检查/ }).tap();
      for (const name of names) {
        const check = checks.getByRole('checkbox', { name: `${name}：` });
        await check.tap();
        await check.and(page.locator('[aria-checked=true]')).waitFor();
      }
      await checks.getByRole('button', { name: '返回' }).tap();
      await checks.waitFor({ state: 'detached' });
    },
    async openRegister() {
      await page
        .getByRole('navigation')
        .getByRole('link', { name: /登记表/ })
        .tap();
      await page.getByRole('grid', { name: '来访登记' }).waitFor();
    },
    earlierDay: () => page.getByRole('button', { name: '上一时段' }).tap(),
    laterDay: () => page.getByRole('button', { name: '下一时段' }).tap(),
  };
}

/** The list itself is the tablet's own, outside the page. */
async function pickSeat(field: Locator, seat: string): Promise<void> {
  const label = await field
    .locator('option')
    .filter({ hasText: new RegExp(`^${seat}(（|$)`) })
    .first()
    .innerText();
  await field.selectOption({ label });
}
