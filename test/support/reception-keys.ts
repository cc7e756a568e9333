/** What an attendant's fingers do at the reception: keys only, each ending when the screen shows what it did. */
import type { Locator, Page } from 'playwright';

/** The field that takes what is typed at the reception. */
const readyField = (page: Page): Locator =>
  page.getByRole('combobox', { name: /^(?:查找来宾|Find a guest)$/ });

/**
 * The reception stands, and hears keys. It takes the focus then, and with it a letter that was meant as a key: to be
 * waited for after a sign-in, a reload, a way to its address, before the first key.
 */
export const whenReady = (page: Page): Promise<void> => whenFocused(readyField(page));

export const partyCard = (page: Page, name: string): Locator =>
  page.getByRole('article', { name, exact: true });

export const partyPanel = (page: Page): Locator => page.getByRole('complementary', { name: '来宾详情' });

/** Ends in the check-in form of the guest. */
export async function findGuest(page: Page, typed: string, name: string): Promise<void> {
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type(typed);
  const wanted = page.getByRole('option', { name }).first();
  // Until the answer, the list is of what had been typed before.
  await page.locator('[role=listbox][aria-busy=false]').waitFor();
  await wanted.waitFor();
  const marked = page.getByRole('option', { selected: true });
  await marked.waitFor();
  for (let others = 0; others < 20 && (await wanted.getAttribute('aria-selected')) !== 'true'; others += 1) {
    const before = await marked.getAttribute('id');
    await page.keyboard.press('ArrowDown');
    await page.locator(`[role=option][aria-selected=true]:not([id="${before}"])`).waitFor();
  }
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: '登记到店' }).getByRole('heading', { name }).waitFor();
}

/** Somebody whom the reception does not know. Ends as `whenCheckedIn`. */
export async function checkInNew(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F2');
  await whenReady(page);
  await page.keyboard.type(name);
  await page.getByText(`没有找到“${name}”`).waitFor();
  await page.keyboard.press('Enter');
  await whenFocused(page.getByLabel('姓名'));
  await page.keyboard.press('Control+Enter');
  await whenCheckedIn(page, name);
}

/**
 * The card may be drawn before the form has gone: the party's panel stands, and the field takes what is typed next. An
 * Escape that came before would be the form's or the panel's, and the field would take the letters after it.
 */
export async function whenCheckedIn(page: Page, name: string): Promise<void> {
  await partyCard(page, name).waitFor();
  await partyPanel(page).getByRole('heading', { name }).waitFor();
  await whenReady(page);
}

/** From wherever the focus is. Ends as `whenCheckedIn`. */
export async function checkInAnonymous(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await page.getByRole('combobox', { name: '查找来宾' }).waitFor();
  await page.keyboard.press('Alt+g');
  await whenFocused(page.getByLabel('称呼'));
  await page.keyboard.press('Control+a');
  await page.keyboard.type(name);
  await page.keyboard.press('Control+Enter');
  await whenCheckedIn(page, name);
}

/** More than any test has on the floor: whoever is looked for is reached, from the middle of the cards too. */
const mostCards = 150;

/** From the ready field to the card of the party, which is then chosen: single keys are its commands. */
export async function chooseParty(page: Page, name: string): Promise<void> {
  await leaveField(page);
  const chosen = page.locator('[data-visit]:focus[aria-pressed=true]');
  const wanted = partyCard(page, name).locator('[data-visit][aria-pressed=true]');
  for (const key of ['ArrowRight', 'ArrowLeft']) {
    for (let cards = 0; cards < mostCards && !(await wanted.isVisible()); cards += 1) {
      await page.keyboard.press(key);
      await chosen.waitFor();
    }
  }
  await partyPanel(page).getByRole('heading', { name }).waitFor();
}

/** Off the ready field, where letters are typed, to the floor, where they are commands. */
export async function leaveField(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.tagName !== 'INPUT');
}

/** From a check-in to the floor with the party chosen. */
export async function leaveReadyField(page: Page, name: string): Promise<void> {
  await whenCheckedIn(page, name);
  await leaveField(page);
}

/** Tab until the field has the focus. */
export async function tabTo(field: Locator): Promise<void> {
  const page = field.page();
  await field.waitFor();
  for (let steps = 0; steps < 60 && !(await isFocused(field)); steps += 1) await page.keyboard.press('Tab');
  await whenFocused(field);
}

export async function whenFocused(field: Locator): Promise<void> {
  await field.and(field.page().locator(':focus')).waitFor();
}

const isFocused = (field: Locator) => field.evaluate((element) => element === document.activeElement);
