/** Every screen of a signed-in desk, brought up as a person would, in whichever language the desk speaks. */
import type { Page } from 'playwright';
import { words, type Language } from '../../renderer/i18n/index.ts';
import { listHeadings, listSamples, mixedList } from './mixed-list.ts';
import { openPlace } from './opened-desk.ts';
import { whenFocused } from './reception-keys.ts';
import { escape, nobody, receptionScreens, typeInReadyField, type Screen } from './reception-tour.ts';

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

const listed = (page: Page) => page.getByRole('listbox').getByRole('option');

/** The record of whoever stands first in the list. */
export async function openRecord(page: Page, edit = ''): Promise<void> {
  await openPlace(page, '/customers?filter=private');
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
      await openPlace(page, '/customers');
      await listed(page).nth(3).waitFor();
    },
  },
  {
    name: 'customers-cars',
    async show(page, language) {
      await openPlace(page, '/customers?of=vehicles&sort=plate');
      await listed(page).nth(3).waitFor();
      await page.getByRole('button', { name: words[language].customers.views.save }).click();
      await page.getByRole('form').waitFor();
    },
  },
  {
    name: 'customers-nothing',
    async show(page, language) {
      await openPlace(page, `/customers?q=${nobody}`);
      await page.getByText(words[language].customers.empty.found).waitFor();
    },
  },
  {
    name: 'customers-mistaken',
    async show(page) {
      await undoNewGuest(page);
      await openPlace(page, '/customers?filter=mistaken');
      await listed(page).first().waitFor();
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
  await openPlace(page, `/register${query}`);
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
      await openPlace(page, `/register?q=${nobody}`);
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
  { name: 'register-undone', show: showUndone },
];

/** A new guest who was not there after all: the check-in is undone, and with it the record is a mistake. */
async function undoNewGuest(page: Page): Promise<void> {
  await typeInReadyField(page, nobody);
  await page.getByRole('status').filter({ hasText: nobody }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('form').waitFor();
  await page.keyboard.press('Control+Enter');
  const card = page.getByRole('article', { name: nobody, exact: true });
  await card.waitFor();
  await page.keyboard.press('Control+z');
  await card.waitFor({ state: 'detached' });
}

async function showUndone(page: Page, language: Language): Promise<void> {
  await undoNewGuest(page);
  await registerOf(page, '?undone=1');
  await page.locator('[data-line]').getByText(words[language].register.table.undone).first().waitFor();
}

async function openList(page: Page): Promise<void> {
  await openPlace(page, '/settings/import');
  const buffer = Buffer.from(mixedList);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('table').nth(1).waitFor();
}

/** Modal layers, which lie over the settings here. */
async function overSettings(page: Page, keys: string): Promise<void> {
  await openPlace(page, '/settings');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press(keys);
}

const otherScreens: readonly Screen[] = [
  {
    name: 'status',
    async show(page, language) {
      await openPlace(page, '/status');
      // Whether the browser agreed is its own affair.
      const { persisted, notPersisted } = words[language].status.storage;
      await page.getByText(persisted).or(page.getByText(notPersisted)).waitFor();
    },
  },
  {
    name: 'settings',
    async show(page, language) {
      await openPlace(page, '/settings');
      await page.getByLabel(words[language].settings.site.refillMinutes).waitFor();
    },
  },
  {
    name: 'settings-new-desk',
    // And the browser's offer to install the application, which Chromium makes to nobody who looks on.
    async show(page, language) {
      const { desks, settings } = words[language];
      await openPlace(page, '/settings');
      await page.getByRole('button', { name: desks.make }).click();
      await page.getByRole('img', { name: desks.qr }).waitFor();
      await page.evaluate(() => window.dispatchEvent(new Event('beforeinstallprompt')));
      await page.getByRole('button', { name: settings.install.button, exact: true }).waitFor();
      const panel = page.getByRole('region', { name: desks.title });
      await panel.evaluate((section) => section.scrollIntoView());
    },
    data: (page) => page.getByRole('status').locator('b').allTextContents(),
  },
  {
    name: 'settings-seat',
    async show(page, language) {
      await openPlace(page, '/settings');
      const floor = page.getByRole('region', { name: words[language].settings.floor.title, exact: true });
      await floor.getByRole('listitem').getByRole('button').first().click();
      await floor.getByRole('form').waitFor();
    },
  },
  {
    name: 'settings-drink',
    async show(page, language) {
      await openPlace(page, '/settings');
      const menu = page.getByRole('region', { name: words[language].settings.menu.title, exact: true });
      await menu.getByRole('listitem').getByRole('button').first().click();
      await menu.getByRole('form').waitFor();
    },
  },
  {
    name: 'import',
    async show(page, language) {
      await openPlace(page, '/settings/import');
      await page.getByText(words[language].import.drop).waitFor();
    },
  },
  { name: 'import-preview', show: openList, data: async () => [...listHeadings, ...listSamples] },
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
