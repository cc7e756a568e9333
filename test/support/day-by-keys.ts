/** The day's hands on a keyboard: no click anywhere. */
import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import type { DayParty, Hands } from './play-day.ts';
import type { Stranger } from './day-script.ts';
import { offeredDrink, whenRefillCounts, whenServed } from './day-screen.ts';
import {
  chooseParty,
  findGuest,
  leaveField,
  partyCard,
  partyPanel,
  tabTo,
  whenFocused,
} from './reception-keys.ts';

export interface KeyHands extends Hands {
  /** Of each known guest's check-in: keys that went down, the letters looked for left out. */
  readonly pressesOfKnown: readonly number[];
}

interface CountingWindow extends Window {
  keysDown?: number;
}

export function handsOnKeys(page: Page): KeyHands {
  const { keyboard } = page;
  const pressesOfKnown: number[] = [];
  const heading = (name: string) => partyPanel(page).getByRole('heading', { name });
  const checks = page.getByRole('complementary', { name: '当班检查' });

  /** Letters are commands where no field has the focus; there, Escape would close what is shown. */
  async function toFloor() {
    if (await page.evaluate(() => document.activeElement?.tagName === 'INPUT')) await leaveField(page);
  }

  async function whenIn({ name }: DayParty) {
    await partyCard(page, name).waitFor();
    await heading(name).waitFor();
    await page.getByRole('combobox', { name: '查找来宾' }).waitFor();
  }

  /** From any field of the form. */
  async function fillParty(form: Locator, { people, seat }: DayParty) {
    if (people > 1) {
      await tabTo(form.getByLabel('人数'));
      await keyboard.press('Control+a');
      await keyboard.type(String(people));
    }
    if (seat === undefined) return;
    await tabTo(form.getByLabel('座位'));
    await typeSeat(form, seat);
  }

  async function typeSeat(form: Locator, seat: string) {
    const field = form.getByLabel('座位');
    // Two areas have seats whose names no keyboard types at once.
    if (/^\w+$/.test(seat)) await keyboard.type(seat);
    else await arrowTo(field, seat);
    await expect.poll(() => chosenIn(field)).toMatch(new RegExp(`^${seat}`));
  }

  async function arrowTo(field: Locator, seat: string) {
    for (let steps = 0; steps < 40 && !(await chosenIn(field)).startsWith(seat); steps += 1)
      await keyboard.press('ArrowDown');
  }

  async function lookUp(typed: string) {
    await keyboard.press('F2');
    await whenFocused(page.getByRole('combobox', { name: '查找来宾' }));
    await keyboard.type(typed);
  }

  const hands: KeyHands = {
    page,
    pressesOfKnown,
    async checkInKnown(party, typed) {
      const form = page.getByRole('form', { name: '登记到店' });
      await countKeys(page);
      await findGuest(page, typed, party.name);
      const drink = await offeredDrink(form);
      await whenFocused(form.getByLabel('来意'));
      if (party.people > 1 || party.seat !== undefined) {
        await keyboard.press('Enter');
        await whenFocused(form.getByLabel('人数'));
      }
      if (party.people > 1) {
        await keyboard.press('Control+a');
        await keyboard.type(String(party.people));
      }
      if (party.seat !== undefined) {
        await keyboard.press('Enter');
        await whenFocused(form.getByLabel('座位'));
        await typeSeat(form, party.seat);
      }
      await keyboard.press('Control+Enter');
      await form.waitFor({ state: 'detached' });
      pressesOfKnown.push((await keysDown(page)) - typed.length);
      await whenIn(party);
      return drink;
    },
    async checkInNew(party, { name, phone, plate, contact }: Stranger) {
      await lookUp(name);
      await page.getByText(`没有找到“${name}”`).waitFor();
      await keyboard.press('Enter');
      const form = page.getByRole('form', { name: '新客户到店' });
      await form.getByLabel(contact === undefined ? '姓名' : '单位名称').waitFor();
      for (const [label, value] of [
        ['联系人', contact],
        ['电话', phone],
        ['车牌', plate],
      ] as const) {
        if (value === undefined) continue;
        await tabTo(form.getByLabel(label));
        await keyboard.type(value);
      }
      await fillParty(form, party);
      await keyboard.press('Control+Enter');
      await whenIn(party);
    },
    async checkInNobody(party, called) {
      await keyboard.press('Alt+g');
      const form = page.getByRole('form', { name: '匿名来宾到店' });
      await whenFocused(form.getByLabel('称呼'));
      if (called !== undefined) {
        await keyboard.press('Control+a');
        await keyboard.type(called);
      }
      await fillParty(form, party);
      await keyboard.press('Control+Enter');
      await whenIn(party);
    },
    async takeBackCheckIn({ name }) {
      await keyboard.press('Control+z');
      await partyCard(page, name).waitFor({ state: 'detached' });
    },
    async choose(party) {
      const { name, isKnown } = party;
      if (!(await heading(name).isVisible())) {
        if (isKnown) {
          await lookUp(name);
          await page.getByRole('option', { name, selected: true }).waitFor();
          await keyboard.press('Enter');
        } else await chooseParty(page, name);
      }
      await heading(name).waitFor();
      await toFloor();
    },
    async serve(party, round) {
      await keyboard.press('s');
      const picker = page.getByRole('region', { name: '上什么饮品' });
      const drink = picker.getByRole('button', { name: new RegExp(`^${round.drink}`) });
      await keyboard.press((await drink.locator('kbd').innerText()).toLowerCase());
      await whenServed(party, round, page);
    },
    async refill(party, round) {
      await whenRefillCounts(party, page);
      await keyboard.press('r');
      await whenServed(party, round, page);
    },
    async takeBackServing(party, round) {
      await keyboard.press('Control+z');
      await whenServed(party, round, page);
    },
    async move({ name }, seat) {
      await keyboard.press('m');
      const picker = page.getByRole('region', { name: '换到' });
      await picker.waitFor();
      await keyboard.type(seat);
      await whenFocused(picker.getByRole('button', { name: new RegExp(`^${seat}`) }));
      await keyboard.press('Enter');
      await partyCard(page, name)
        .getByText(new RegExp(`^${seat} ·`))
        .waitFor();
    },
    async seeOff({ name }) {
      await keyboard.press('x');
      await partyCard(page, name).waitFor({ state: 'detached' });
    },
    async comeBack({ name }) {
      await findGuest(page, name, name);
      await page.getByText(`${name} 今天来过`).waitFor();
      await keyboard.press('Alt+r');
      await partyCard(page, name).waitFor();
      await heading(name).waitFor();
    },
    async closeLeftover(name, time) {
      await partyCard(page, name).getByText('隔夜未送客').waitFor();
      await chooseParty(page, name);
      await keyboard.press('x');
      const form = page.getByRole('form', { name: '离店时间' });
      await whenFocused(form.getByLabel('离店时间'));
      await keyboard.press('Control+a');
      await keyboard.type(time);
      await form.getByText(/^已于 .+ 离店$/).waitFor();
      await keyboard.press('Enter');
      await partyCard(page, name).waitFor({ state: 'detached' });
    },
    async seeOffAll() {
      await toFloor();
      const chosen = page.locator('[data-visit][aria-pressed=true]:focus');
      while ((await page.locator('[data-visit]').count()) > 0) {
        await keyboard.press('ArrowRight');
        await chosen.waitFor();
        const id = await chosen.getAttribute('data-visit');
        await keyboard.press('x');
        await page.locator(`[data-visit="${id}"]`).waitFor({ state: 'detached' });
      }
      await page.getByText('现在没有来宾。').waitFor();
    },
    async tick(names) {
      await toFloor();
      await keyboard.press('k');
      const focused = checks.getByRole('checkbox').and(page.locator(':focus'));
      await whenFocused(focused);
      for (const name of names) {
        const check = checks.getByRole('checkbox', { name: `${name}：` });
        const wanted = check.and(page.locator(':focus'));
        for (const arrow of ['ArrowLeft', 'ArrowRight'])
          for (let steps = 0; steps < 40 && !(await wanted.isVisible()); steps += 1)
            await keyboard.press(arrow);
        await keyboard.press('Enter');
        await check.and(page.locator('[aria-checked=true]')).waitFor();
      }
      await keyboard.press('Escape');
      await checks.waitFor({ state: 'detached' });
    },
    async openRegister() {
      await toFloor();
      await keyboard.press('g');
      await keyboard.press('r');
      await page.getByRole('grid', { name: '来访登记' }).waitFor();
    },
    earlierDay: () => keyboard.press('ArrowLeft'),
    laterDay: () => keyboard.press('ArrowRight'),
  };
  return hands;
}

const chosenIn = (select: Locator) =>
  select.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.textContent ?? '');

/** Every key that goes down, those that are held beside another too. */
async function countKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const counting = window as CountingWindow;
    if (counting.keysDown === undefined)
      window.addEventListener('keydown', () => (counting.keysDown = (counting.keysDown ?? 0) + 1), true);
    counting.keysDown = 0;
  });
}

const keysDown = (page: Page) => page.evaluate(() => (window as CountingWindow).keysDown ?? 0);
