/** The screens of the reception (screen-tour.ts), and what the tour does on its way. */
import type { Page } from 'playwright';
import { words, type Language } from '../../renderer/i18n/index.ts';
import { heldRows, knownGuests } from './desks.ts';
import { openPlace } from './opened-desk.ts';
import { leaveField, whenFocused, whenReady } from './reception-keys.ts';

export interface Screen {
  readonly name: string;
  /** Ends when it stands. */
  show(page: Page, language: Language): Promise<void>;
  /** What stands on it that is no word of the interface and no row of the desk, besides `listWords`. */
  readonly data?: (page: Page) => Promise<readonly string[]>;
  /** Takes away what would be in the way of the next one. */
  readonly leave?: (page: Page) => Promise<void>;
}

/** Typed, and found nowhere. */
export const nobody = 'qqqq';

export const escape = (page: Page) => page.keyboard.press('Escape');

async function receptionOf(page: Page): Promise<void> {
  await openPlace(page, '/reception');
  await page.locator('[data-visit]').first().waitFor();
  await whenReady(page);
}

export async function typeInReadyField(page: Page, typed: string): Promise<void> {
  await receptionOf(page);
  await whenFocused(page.getByRole('combobox').first());
  await page.keyboard.type(typed);
}

/** The panel of the first party. */
async function showParty(page: Page, key?: 's' | 'm' | 'e' | 'a' | 'j'): Promise<void> {
  await receptionOf(page);
  await leaveField(page);
  await page.keyboard.press('ArrowDown');
  await page.locator('[data-visit][aria-pressed=true]').waitFor();
  if (key) await page.keyboard.press(key);
}

async function showChecks(page: Page, language: Language): Promise<void> {
  await receptionOf(page);
  await leaveField(page);
  await page.keyboard.press('k');
  await heading(page, words[language].checks.title);
  await whenFocused(page.getByRole('checkbox').and(page.locator(':focus')));
}

async function showMenu(page: Page, language: Language): Promise<void> {
  await receptionOf(page);
  await leaveField(page);
  await page.keyboard.press('d');
  await heading(page, words[language].menu.title);
  await whenFocused(page.getByRole('switch').first());
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();

export const receptionScreens: readonly Screen[] = [
  { name: 'reception', show: receptionOf },
  {
    name: 'reception-rounds',
    async show(page, language) {
      await receptionOf(page);
      await page.getByText(words[language].reception.floor.views.rounds, { exact: true }).click();
    },
  },
  {
    name: 'search',
    async show(page) {
      await typeInReadyField(page, 'zh');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'search-nothing',
    async show(page) {
      await typeInReadyField(page, nobody);
      await page.getByRole('status').filter({ hasText: nobody }).waitFor();
    },
  },
  {
    name: 'check-in-known',
    async show(page) {
      const [guest] = await knownGuests(page);
      await typeInReadyField(page, guest?.name ?? '');
      await page
        .getByRole('option', { name: guest?.name ?? '' })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('form').waitFor();
    },
    leave: escape,
  },
  {
    name: 'check-in-new-with-errors',
    async show(page, language) {
      await receptionOf(page);
      await page.keyboard.press('Alt+n');
      await page.getByRole('form').waitFor();
      await page.getByLabel(words[language].reception.checkIn.phone).fill('12');
      await page.getByLabel(words[language].reception.checkIn.plate).fill('x');
      await page.keyboard.press('Control+Enter');
      await page.getByText(words[language].reception.checkIn.errors.name).first().waitFor();
    },
    leave: escape,
  },
  {
    name: 'check-in-anonymous',
    async show(page) {
      await receptionOf(page);
      await page.keyboard.press('Alt+g');
      await page.getByRole('form').waitFor();
    },
    leave: escape,
  },
  { name: 'party', show: (page) => showParty(page) },
  {
    name: 'party-drinks',
    async show(page, language) {
      await showParty(page, 's');
      await heading(page, words[language].reception.party.drinkTitle);
    },
  },
  {
    name: 'party-seats',
    async show(page, language) {
      await showParty(page, 'm');
      await heading(page, words[language].reception.party.moveTitle);
    },
  },
  {
    name: 'party-call',
    async show(page, language) {
      await showParty(page, 'a');
      await heading(page, words[language].visits.calls.title);
      await page.getByRole('complementary').getByRole('option').first().waitFor();
    },
  },
  {
    name: 'party-join',
    async show(page, language) {
      await showParty(page, 'j');
      await heading(page, words[language].visits.join.title);
    },
  },
  {
    name: 'party-edit',
    async show(page) {
      await showParty(page, 'e');
      await page.getByRole('complementary').getByRole('form').waitFor();
    },
  },
  { name: 'checks', show: showChecks },
  {
    name: 'checks-fault',
    async show(page, language) {
      await showChecks(page, language);
      await page.keyboard.press('f');
      await page.getByRole('complementary').getByRole('form').waitFor();
    },
    leave: escape,
  },
  {
    name: 'party-preferences',
    async show(page) {
      const here = (await heldRows(page, 'visit')).find(
        (visit) => visit['leftAt'] === null && visit['cancelledAt'] === null && visit['guestCardId'] !== null,
      );
      await openPlace(page, `/reception?visit=${here?.id}`);
      await page.getByRole('complementary').getByRole('link').waitFor();
      await leaveField(page);
      await page.keyboard.press('p');
      await page.getByRole('complementary').getByRole('form').waitFor();
    },
    leave: escape,
  },
  { name: 'menu', show: showMenu },
];
