/** What the screen says on a day at the bar, however it was brought about. */
import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';
import { heldRows } from './desks.ts';
import type { DayBook, DayParty, Round } from './play-day.ts';
import { partyPanel } from './reception-keys.ts';

/** The drink the form has ready; with it comes what the desk knows of the guest. */
export async function offeredDrink(form: Locator): Promise<string | null> {
  await form.getByText(/尾号/).waitFor();
  return form.getByLabel('饮品').evaluate((element) => {
    const { value, selectedOptions } = element as HTMLSelectElement;
    return value === '' ? null : (selectedOptions[0]?.textContent ?? null);
  });
}

/** The chosen party's panel has so many rounds of the drink, a cup for each of them. */
export async function whenServed({ people }: DayParty, { drink, times }: Round, page: Page): Promise<void> {
  const rounds = partyPanel(page).getByText(new RegExp(`上 ${drink} ×${people}$`));
  await expect.poll(() => rounds.count()).toBe(times);
}

/** So soon after a serving the next one is taken for a slip of the same hand. */
const slipMs = 5_000;

export async function whenRefillCounts({ name }: DayParty, page: Page): Promise<void> {
  const visits = await heldRows(page, 'visit');
  const ids = visits.filter((visit) => visit['partyName'] === name).map(({ id }) => id);
  const servings = (await heldRows(page, 'serving')).filter((row) => ids.includes(String(row['visitId'])));
  const last = Math.max(...servings.map((row) => Number(row['servedAt'])));
  await expect.poll(() => Date.now() - last).toBeGreaterThan(slipMs);
}

const grid = (page: Page) => page.getByRole('grid', { name: '来访登记' });

/** What stands under a figure's name. */
async function figure(page: Page, label: string): Promise<number> {
  const tile = page.getByRole('region', { name: '汇总' }).locator('dl > div', { hasText: label });
  return Number.parseInt(await tile.first().locator('dd').first().innerText());
}

/** What the register in sight says of its day. */
export async function registerSays(page: Page): Promise<DayBook> {
  const cups = grid(page).getByRole('gridcell', { name: /^\d+ 杯$/ });
  return {
    visits: await figure(page, '来访'),
    people: await figure(page, '来宾'),
    cups: Number.parseInt(await cups.first().innerText()),
  };
}

export const registerRow = (page: Page, guest: string): Locator =>
  grid(page).getByRole('row').filter({ hasText: guest });
