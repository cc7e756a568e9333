/** The words of the interface, apart from the data in it: what a person could read, or a screen reader say. */
import type { Page } from 'playwright';
import { inGreaterUnit } from '../../shared/rules/ingredients.ts';
import { withDatabase } from './desk-database.ts';

/** Each text in sight, and each name, placeholder, tooltip and choice. */
async function readableTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = new Set<string>([document.title]);
    const attributes = ['aria-label', 'placeholder', 'title', 'alt'];
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility() && element.tagName !== 'OPTION') continue;
      for (const attribute of attributes) texts.add(element.getAttribute(attribute) ?? '');
      if (/^(SCRIPT|STYLE|PRE)$/.test(element.tagName)) continue;
      // What was found in a name is marked in it: the name is read as one.
      if (element.querySelector(':scope > mark')) texts.add(element.textContent);
      else if (element.tagName !== 'MARK')
        for (const node of element.childNodes)
          if (node.nodeType === Node.TEXT_NODE) texts.add(node.textContent ?? '');
    }
    return [...texts].map((text) => text.trim()).filter((text) => text !== '');
  });
}

/** Fields that hold what people, cars and places are called. */
const naming: Readonly<Record<string, readonly string[]>> = {
  guestCard: ['name', 'note'],
  vehicle: ['plate', 'model', 'colour', 'vin', 'note'],
  customer: [
    'name',
    'email',
    'address',
    'employer',
    'residence',
    'maritalStatus',
    'contactPerson',
    'website',
  ],
  visit: ['partyName', 'note', 'workshopNote'],
  preference: ['detail', 'note'],
  staffCall: ['name'],
  barCheck: ['note'],
  staff: ['name'],
  seat: ['name'],
  menuItem: ['ingredients'],
};

/** Data is the same in every language. The longest first, so that no part of a name is left over. */
async function dataWords(page: Page): Promise<string[]> {
  const hasDatabase = await page.evaluate(() => Boolean(window.indexedDB));
  const words = hasDatabase ? await withDatabase(page, (db) => db.evaluate(readNames, naming)) : [];
  const units = words.map((unit) => inGreaterUnit({ article: '', unit, amount: 1_000 }).unit);
  return [...words, ...units].filter((word) => word !== '').sort((a, b) => b.length - a.length);
}

/** In the page itself, where thousands of rows are a matter of milliseconds. */
async function readNames(
  db: IDBDatabase,
  fieldsByTable: Readonly<Record<string, readonly string[]>>,
): Promise<string[]> {
  const ended = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('unreadable')));
    });
  const found = new Set<string>();
  for (const [table, fields] of Object.entries(fieldsByTable)) {
    const rows: Record<string, unknown>[] = await ended(db.transaction(table).objectStore(table).getAll());
    for (const row of rows)
      for (const field of fields)
        for (const value of [row[field]].flat())
          for (const word of typeof value === 'object' && value !== null ? Object.values(value) : [value])
            if (typeof word === 'string') found.add(word);
  }
  const device = (await ended(db.transaction('meta').objectStore('meta').get('device'))) as
    { readonly value: { readonly siteName: string; readonly name: string } } | undefined;
  return [...found, device?.value.siteName ?? '', device?.value.name ?? ''];
}

/** A plate as it is shown: `赣D·12345`; and the sign alone, as an example or a choice. */
const plates = /\p{Script=Han}[A-Z](·?[A-Z0-9]{5,6})?|^\p{Script=Han}$/gu;

/** Keys, file formats, units, and names that are the same everywhere. */
const sameEverywhere = new RegExp(
  [
    ...['CR Desk', 'CR', 'CSV', 'Excel', 'UTF-8', 'IPv4', 'VIN', 'user-add', 'demo2026', 'English', '中文'],
    // A unit where a number stands.
    String.raw`\d [MG]B\b`,
    ...['Ctrl', 'Enter', 'Alt', 'Esc', 'F2', String.raw`https?://[\w.:]*`, String.raw`\b[0-9a-f-]{36}\b`],
    ...['7K3M9QXA', String.raw`\b[A-Z]\b`, String.raw`\b[A-Z] [A-Z]\b`, String.raw`\b[AWT]\d\b`],
  ].join('|'),
  'gu',
);

/**
 * Texts with words of another language than the interface's.
 * @param alsoData what is data besides the rows of the desk, e.g. a file's name
 */
export async function foreignWords(
  page: Page,
  language: 'zh-CN' | 'en',
  alsoData: readonly string[] = [],
): Promise<string[]> {
  const data = [...alsoData, ...(await dataWords(page))];
  const foreign = language === 'en' ? /\p{Script=Han}/u : /[A-Za-z]{2,}/;
  const texts = await readableTexts(page);
  return texts.filter((text) => {
    const bare = data.reduce((rest, word) => rest.replaceAll(word, ' '), text);
    return foreign.test(bare.replaceAll(plates, ' ').replaceAll(sameEverywhere, ' '));
  });
}
