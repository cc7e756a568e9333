/** Every screen of a signed-in desk, brought up as a person would, in whichever language the desk speaks. */
import type { Page } from 'playwright';
import { words, type Language } from '../../renderer/i18n/index.ts';
import { heldRows, knownGuests } from './desks.ts';
import { mixedList } from './mixed-list.ts';
import { leaveField, whenFocused } from './reception-keys.ts';

export interface Screen {
  readonly name: string;
  /** Ends when it stands. */
  show(page: Page, language: Language): Promise<void>;
  /** Takes away what would be in the way of the next one. */
  readonly leave?: (page: Page) => Promise<void>;
}

/** Typed, and found nowhere. */
const nobody = 'qqqq';

/** What the tour brings to the screen that is no word of the interface. */
export const listWords = [
  'customers.csv',
  '积分',
  '钟离春',
  '百里奚',
  '吉安试验物流有限公司',
  '凯美瑞',
  '海狮',
  '1M8GDM9A0KP042788',
  nobody,
];

const escape = (page: Page) => page.keyboard.press('Escape');

async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
}

async function receptionOf(page: Page): Promise<void> {
  await goTo(page, '/reception');
  await page.locator('[data-visit]').first().waitFor();
}

async function typeInReadyField(page: Page, typed: string): Promise<void> {
  await receptionOf(page);
  await whenFocused(page.getByRole('combobox').first());
  await page.keyboard.type(typed);
}

/** The panel of the first party. */
async function showParty(page: Page, key?: 's' | 'm' | 'e'): Promise<void> {
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

const receptionScreens: readonly Screen[] = [
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
      await goTo(page, `/reception?visit=${here?.id}`);
      await page.getByRole('complementary').getByRole('link').waitFor();
      await leaveField(page);
      await page.keyboard.press('p');
      await page.getByRole('complementary').getByRole('form').waitFor();
    },
    leave: escape,
  },
  { name: 'menu', show: showMenu },
];

const listed = (page: Page) => page.getByRole('listbox').getByRole('option');

/** The record of whoever stands first in the list. */
export async function openRecord(page: Page, edit = ''): Promise<void> {
  await goTo(page, '/customers?filter=private');
  await whenFocused(page.getByRole('combobox').first());
  await listed(page).nth(1).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2 }).nth(3).waitFor();
  if (edit === '') return;
  await page.keyboard.press(edit);
  await page.getByRole('main').getByRole('form').waitFor();
}

const customerScreens: readonly Screen[] = [
  {
    name: 'customers',
    async show(page) {
      await goTo(page, '/customers');
      await listed(page).nth(3).waitFor();
    },
  },
  {
    name: 'customers-cars',
    async show(page, language) {
      await goTo(page, '/customers?of=vehicles&sort=plate');
      await listed(page).nth(3).waitFor();
      await page.getByRole('button', { name: words[language].customers.views.save }).click();
      await page.getByRole('form').waitFor();
    },
  },
  {
    name: 'customers-nothing',
    async show(page, language) {
      await goTo(page, `/customers?q=${nobody}`);
      await page.getByText(words[language].customers.empty.found).waitFor();
    },
  },
  { name: 'customer', show: (page) => openRecord(page) },
  { name: 'customer-note', show: (page) => openRecord(page, 'e'), leave: escape },
  { name: 'customer-preferences', show: (page) => openRecord(page, 'p'), leave: escape },
  {
    name: 'customer-car-with-errors',
    async show(page, language) {
      await openRecord(page, 'n');
      const form = page.getByRole('main').getByRole('form');
      await form.getByLabel(words[language].records.fields.vin).fill('12');
      await form.getByLabel(words[language].customers.people.userId).fill(nobody);
      await page.keyboard.press('Control+Enter');
      await form.getByText(words[language].customers.errors.vin).waitFor();
    },
    leave: escape,
  },
  {
    name: 'car',
    async show(page) {
      await openRecord(page);
      await page.getByRole('article').first().getByRole('heading').getByRole('link').click();
      await page.getByRole('heading', { level: 2 }).first().waitFor();
    },
  },
];

async function registerOf(page: Page, query = ''): Promise<void> {
  await goTo(page, `/register${query}`);
  await page.locator('[data-line]').first().waitFor();
}

/** The visit of the first row, which is of today. */
async function showVisit(page: Page): Promise<void> {
  await registerOf(page);
  await page.locator('[data-line]').first().click();
  await page.getByRole('complementary').getByRole('list').waitFor();
}

const registerScreens: readonly Screen[] = [
  { name: 'register', show: (page) => registerOf(page) },
  { name: 'register-month', show: (page) => registerOf(page, '?kind=month') },
  {
    name: 'register-year',
    // Ends before today, so that no minute passes in it.
    async show(page) {
      const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);
      await registerOf(page, `?kind=range&from=${day(500)}&to=${day(2)}`);
    },
  },
  {
    name: 'register-nothing',
    async show(page, language) {
      await goTo(page, `/register?q=${nobody}`);
      await page.getByText(words[language].register.filters.clear).waitFor();
      await page.getByRole('status').filter({ hasText: /\d/ }).first().waitFor();
    },
  },
  { name: 'register-visit', show: showVisit },
  {
    name: 'register-correct',
    async show(page) {
      await showVisit(page);
      await page.keyboard.press('e');
      await page.getByRole('complementary').getByRole('form').waitFor();
    },
    leave: escape,
  },
];

async function openList(page: Page): Promise<void> {
  await goTo(page, '/settings/import');
  const buffer = Buffer.from(mixedList);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('table').nth(1).waitFor();
}

/** Modal layers, which lie over the settings here. */
async function overSettings(page: Page, keys: string): Promise<void> {
  await goTo(page, '/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press(keys);
}

const otherScreens: readonly Screen[] = [
  {
    name: 'status',
    async show(page) {
      await goTo(page, '/status');
      await page.getByRole('heading', { level: 2 }).nth(2).waitFor();
    },
  },
  {
    name: 'settings',
    async show(page, language) {
      await goTo(page, '/settings');
      await page.getByLabel(words[language].settings.site.refillMinutes).waitFor();
      // Whether the browser agreed is its own affair.
      const { persisted, notPersisted } = words[language].settings.storage;
      await page.getByText(persisted).or(page.getByText(notPersisted)).waitFor();
    },
  },
  {
    name: 'settings-seat',
    async show(page, language) {
      await goTo(page, '/settings');
      const floor = page.getByRole('region', { name: words[language].settings.floor.title, exact: true });
      await floor.getByRole('listitem').getByRole('button').first().click();
      await floor.getByRole('form').waitFor();
    },
  },
  {
    name: 'settings-drink',
    async show(page, language) {
      await goTo(page, '/settings');
      const menu = page.getByRole('region', { name: words[language].settings.menu.title, exact: true });
      await menu.getByRole('listitem').getByRole('button').first().click();
      await menu.getByRole('form').waitFor();
    },
  },
  {
    name: 'import',
    async show(page, language) {
      await goTo(page, '/settings/import');
      await page.getByText(words[language].import.drop).waitFor();
    },
  },
  { name: 'import-preview', show: openList },
  {
    name: 'key-list',
    async show(page) {
      await overSettings(page, '?');
      await page.getByRole('dialog').waitFor();
    },
    leave: escape,
  },
  {
    name: 'palette',
    async show(page) {
      await overSettings(page, 'Control+k');
      const options = page.getByRole('dialog').getByRole('option');
      await whenFocused(page.getByRole('dialog').getByRole('combobox'));
      await page.keyboard.type('zhou');
      await options.first().getByText(/^周/).waitFor();
    },
    leave: escape,
  },
  {
    name: 'person-menu',
    async show(page) {
      await overSettings(page, 'Escape');
      await page.getByRole('banner').getByRole('button').last().click();
      await page.getByRole('menuitem').waitFor();
    },
    leave: escape,
  },
];

export const signedInScreens: readonly Screen[] = [
  ...receptionScreens,
  ...customerScreens,
  ...registerScreens,
  ...otherScreens,
];
