/** A device that cannot keep data says so and what to do; what was typed stays, and nothing is half-saved. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDesk, type OpenDesk } from '../support/chromium.ts';
import { takeDatabasesAway } from '../support/database-away.ts';
import { heldRows, knownGuests, whenSynchronised } from '../support/desks.ts';
import { enrolAtDemo, enterDemo } from '../support/enter-demo.ts';
import { partyCard } from '../support/reception-keys.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { startDemo } from '../support/demo-copies.ts';
import { whenStorageRests } from '../support/resting-storage.ts';
import { fillDisk, makeSmallDisk, notVerified } from '../support/small-disk.ts';

let server: ServerProcess;
let desk: OpenDesk;
let page: Page;

beforeAll(async () => {
  server = await startDemo();
});
afterAll(() => server.end('SIGTERM'));
// A damaged database is nothing to begin the next test with.
beforeEach(async () => {
  desk = await openDesk();
  ({ page } = desk);
});
afterEach(async () => {
  await desk.close();
  expect(desk.errors).toEqual([]);
});

/** Another page of the same origin, without the application in it. */
async function openBesides(context: OpenDesk['context']): Promise<Page> {
  const besides = await context.newPage();
  await besides.goto(`${server.url}/api/v1/health`);
  return besides;
}

/** Holds the database open in the version, deaf to whoever wants another. */
function holdDatabase(besides: Page, version?: number): Promise<void> {
  return besides.evaluate(
    (wanted) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('cr-desk', wanted);
        opening.addEventListener('success', () => {
          Object.assign(window, { held: opening.result });
          resolve();
        });
        opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')));
      }),
    version,
  );
}

const alertPage = (words: string, on = page) => on.getByRole('alert').getByRole('heading', { name: words });

test('a browser without IndexedDB: a page says so, in both languages', async () => {
  // The one stand-in here: no Chromium at hand refuses IndexedDB by itself.
  await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
  await page.goto(server.url);
  await page.getByRole('heading', { name: '本机无法保存数据' }).waitFor();
  await page.getByText('请改用普通窗口').waitFor();
  await page.evaluate(() => localStorage.setItem('crdesk-language', 'en'));
  await page.getByRole('button', { name: '重新载入' }).click();
  await page.getByRole('heading', { name: 'This desk cannot save data' }).waitFor();
});

test('an older version elsewhere holds the database: a page says what to close, and goes away with it', async () => {
  const besides = await openBesides(desk.context);
  await holdDatabase(besides, 1);
  await page.goto(server.url);
  await alertPage('另一个窗口正在使用旧版本').waitFor();
  await page.getByText('请关闭 CR Desk 的其他窗口').waitFor();
  await besides.close();
  await page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
});

test('the browser deletes the database of an open desk: a page says so at once, and no desk goes on without it', async () => {
  await enterDemo(page, server.url, { name: '吧台 1' });
  await whenSynchronised(page);
  await typeHalfAnArrival(page);
  const developer = await desk.context.newCDPSession(page);
  await developer.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb' });
  await alertPage('本机数据已被删除').waitFor();
  await page.getByText('没填完的登记、来宾和车辆等表单会保留在这个窗口里').waitFor();
  await page.getByRole('button', { name: '重新载入' }).click();
  await page.getByRole('heading', { name: '设置这台工作台' }).waitFor();
  await enrolAtDemo(page, { name: '吧台 1' });
  await page.getByRole('button', { name: '刘晓燕' }).click();
  await whenSynchronised(page);
  await expect.poll(() => arrival(page).getByLabel('称呼').inputValue()).toBe('半张登记');
});

test('a database that does not open: a page says so, tries less and less often, and goes on by itself with what was typed', async () => {
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    Object.assign(window, { openings: 0 });
    IDBFactory.prototype.open = function (this: IDBFactory, ...asked) {
      Object.assign(window, { openings: (window as unknown as Counting).openings + 1 });
      return open.apply(this, asked);
    };
  });
  await enterDemo(page, server.url, { name: '吧台 1' });
  await whenSynchronised(page);
  const [guest] = await knownGuests(page);
  await typeHalfAnArrival(page);
  await page.goto('about:blank');
  const putBack = await takeDatabasesAway(desk.profile);
  await page.goto(server.url);
  await alertPage('本机数据库打不开').waitFor();
  await page.getByText('尚未上传的更改只在本机数据库里').waitFor();
  await expect.poll(() => page.evaluate(() => (window as unknown as Counting).openings)).toBeGreaterThan(8);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'This desk’s database cannot be opened' }).waitFor();
  await page.getByRole('button', { name: '中文' }).click();
  putBack();
  await page.getByRole('button', { name: '立即重试' }).click();
  await whenSynchronised(page);
  expect(await page.getByRole('alert').count()).toBe(0);
  // The search could not read anybody when it began.
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: '查找' }).fill(guest?.name ?? '');
  await page
    .getByRole('option', { name: guest?.name ?? '' })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => arrival(page).getByLabel('称呼').inputValue()).toBe('半张登记');
  // A try is four openings at most, and they became rare: thousands were seen where each failure called for two more.
  expect(await page.evaluate(() => (window as unknown as Counting).openings)).toBeLessThan(100);
});

const everySecond = { interval: 1_000 };

interface Counting {
  /** How often the page asked for a database. */
  readonly openings: number;
}

const arrival = (on: Page) => on.getByRole('form', { name: '匿名来宾到店' });

async function typeHalfAnArrival(on: Page): Promise<void> {
  await on.keyboard.press('Alt+g');
  await arrival(on).getByLabel('称呼').fill('半张登记');
}

test('another window deletes the database: the same page', async () => {
  await enterDemo(page, server.url, { name: '吧台 1' });
  await whenSynchronised(page);
  const besides = await openBesides(desk.context);
  await besides.evaluate(() => void indexedDB.deleteDatabase('cr-desk'));
  await alertPage('本机数据已被删除').waitFor();
  await besides.close();
});

test('a newer version opens the database of an open desk: it stops saving and says so, also after a reload', async () => {
  await enterDemo(page, server.url, { name: '吧台 1' });
  await whenSynchronised(page);
  const besides = await openBesides(desk.context);
  await holdDatabase(besides, 100_000);
  await alertPage('本机数据已由新版本打开').waitFor();
  await page.getByRole('button', { name: '重新载入' }).click();
  await alertPage('本机数据已由新版本打开').waitFor();
  await besides.close();
});

test('the browser gives no more room: what was typed stays, nothing is half-saved, and with room the next try saves it once', async () => {
  await enterDemo(page, server.url, { name: '吧台 1' });
  await whenSynchronised(page);
  const other = await openDesk();
  try {
    await enterDemo(other.page, server.url, { name: '吧台 2' });
    const besides = await openBesides(desk.context);
    const developer = await desk.context.newCDPSession(page);
    await developer.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 });
    // For half a minute the browser goes by what it counted before.
    await expect.poll(() => besides.evaluate(whyRefused), everySecond).toBe('QuotaExceededError');
    await besides.close();
    await fillArrival(page, '没地方的客人');
    await page.keyboard.press('Control+Enter');
    await failedNotice(page).waitFor();
    await expectArrivalKept(page, '没地方的客人');
    await page.reload();
    await expectArrivalKept(page, '没地方的客人');

    await developer.send('Storage.overrideQuotaForOrigin', { origin: server.url });
    await arrival(page).getByLabel('称呼').press('Control+Enter');
    await withTea(page, '没地方的客人').waitFor();
    await expectSavedOnce([desk, other], '没地方的客人');
    expect(other.errors).toEqual([]);
  } finally {
    await other.close();
  }
});

test('the disk is full: what was typed stays, nothing is half-saved, and with room made it is saved once', async () => {
  const disk = makeSmallDisk(300);
  if (!disk) return notVerified('a desk on a full disk');
  const small = await openDesk({ profile: `${disk.dataDir}/profile`, within: disk.within });
  // The database alone is looked at: what keeps the builds would write to the same disk at the same time.
  await small.context.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new Error('not on this disk'));
  });
  try {
    await enterDemo(small.page, server.url, { name: '小盘' });
    await enterDemo(page, server.url, { name: '吧台 2' });
    await whenSynchronised(small.page);
    const refused = await refuseOnFullDisk(small.page, async () => {
      await whenStorageRests(`/proc/${small.pid}/root${disk.dataDir}/profile`);
      return fillDisk(small.pid ?? 0, disk);
    });
    refused.makeRoom();
    await saveWithRoom(small.page, refused);
    await expectSavedOnce([small, desk], refused.name);
    // A read that was under way when the connection was closed for the second try ends so; it is asked again by itself.
    expect(small.errors.filter((one) => !one.startsWith('DatabaseClosedError'))).toEqual([]);
  } finally {
    await small.close();
    disk.remove();
  }
});

/** In a page, of a database of its own. @returns the name of the error, or null */
function whyRefused(): Promise<string | null> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('besides', 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('rows'));
    opening.addEventListener('error', () => resolve(opening.error?.name ?? ''));
    opening.addEventListener('success', () => {
      const writing = opening.result.transaction('rows', 'readwrite');
      writing.objectStore('rows').put('x'.repeat(1_000), 'one');
      writing.addEventListener('complete', () => resolve(null));
      writing.addEventListener('abort', () => resolve(writing.error?.name ?? ''));
    });
  });
}

// Longer than what the last blocks of the files still take, and of ever other characters: the browser compresses.
const longNote = String.fromCodePoint(
  ...Array.from({ length: 2_000 }, (_, at) => 0x4e00 + ((at * 7_919) % 20_000)),
);

const failedNotice = (on: Page) => on.locator('[data-notice][data-kind=failed]');
const withTea = (on: Page, name: string) => partyCard(on, name).getByText('绿茶 ×1');
/** Where a write of the synchronisation came first, it closed the database, which then does not open. */
const shut = (on: Page) => alertPage('本机数据库打不开', on);
/** What a full disk may cost, whoever wrote last (docs/decisions/0018-full-disks.md). */
const lost = (on: Page) => alertPage('本机数据已被删除', on);

/** @param patience how long each field is waited for, ms */
async function fillArrival(on: Page, name: string, patience: { timeout?: number } = {}): Promise<void> {
  const form = arrival(on);
  if (!(await form.isVisible())) await on.keyboard.press('Alt+g');
  await form.getByLabel('称呼').fill(name, patience);
  await form.getByLabel('备注').fill(longNote, patience);
  await form.getByLabel('饮品').selectOption({ label: '绿茶' }, patience);
}

async function expectArrivalKept(on: Page, name: string): Promise<void> {
  await arrival(on).waitFor();
  expect(await arrival(on).getByLabel('备注').inputValue()).toBe(longNote);
  expect(await arrival(on).getByLabel('称呼').inputValue()).toBe(name);
  expect(await partyCard(on, name).count()).toBe(0);
}

interface Refused {
  makeRoom(): void;
  readonly name: string;
  /** Whether all of the form was typed: the database may be deleted before that. */
  readonly isTyped: boolean;
}

async function refuseOnFullDisk(on: Page, fill: () => Promise<() => void>): Promise<Refused> {
  let makeRoom = await fill();
  // What the browser gives back while it tidies up may still take a check-in, however soon it is filled: not all of them.
  for (let turn = 1, isTyped = false; ; turn += 1) {
    const name = `满盘的客人${turn}`;
    isTyped = await typeUnlessAway(on, name);
    const isSaved = isTyped && (await tryToSave(on));
    // A check-in that was saved before is told to be lost, or was uploaded: another one is to come.
    if (isSaved && (await lost(on).isVisible())) return { makeRoom, name: `${name}之后`, isTyped: false };
    if (await lost(on).isVisible()) return { makeRoom, name, isTyped };
    if (isTyped && !isSaved) {
      await expectArrivalKept(on, name);
      return { makeRoom, name, isTyped };
    }
    if (!(await shut(on).isVisible())) continue;
    makeRoom();
    await shut(on).waitFor({ state: 'detached' });
    makeRoom = (await lost(on).isVisible()) ? () => {} : await fill();
  }
}

/** @returns false where the database went away meanwhile: the form with it, or its keys. */
async function typeUnlessAway(on: Page, name: string): Promise<boolean> {
  try {
    await fillArrival(on, name, { timeout: 10_000 });
    return true;
  } catch (error) {
    if (!(await shut(on).or(lost(on)).isVisible())) throw error;
    return false;
  }
}

/** Ends once the desk has told what became of it. @returns whether it was saved */
async function tryToSave(on: Page): Promise<boolean> {
  const before = on.url();
  await on.keyboard.press('Control+Enter');
  // A database that closes right after a check-in shows no card of it: its form tells. Over the form the keys reach
  // nothing, so that nobody answers them; what was under way before that is answered at once.
  const isTold = async () => (await failedNotice(on).count()) > 0 || !(await arrival(on).isVisible());
  const isAway = () => shut(on).or(lost(on)).isVisible();
  await expect.poll(async () => (await isTold()) || (await isAway())).toBe(true);
  if (!(await isTold())) await on.waitForTimeout(5_000);
  if (await arrival(on).isVisible()) return false;
  // Where the page of a lost desk stands in the place of the form, the address tells: it leads to a visit that was saved.
  return !(await lost(on).isVisible()) || on.url() !== before;
}

/** With the database that was there before, or, where the browser deleted it, with a desk set up anew. */
async function saveWithRoom(on: Page, { name, isTyped }: Refused): Promise<void> {
  await shut(on).waitFor({ state: 'detached' });
  // Refused again, and told so, while the browser still opens what it closed.
  await expect
    .poll(async () => {
      if (await lost(on).isVisible()) return 'lost';
      if (await arrival(on).isVisible()) await on.keyboard.press('Control+Enter');
      return (await withTea(on, name).count()) === 1 && 'saved';
    }, everySecond)
    .toBeTruthy();
  if (await lost(on).isVisible()) await setUpAnew(on, name, isTyped);
  await on.getByRole('alert').waitFor({ state: 'detached' });
}

async function setUpAnew(on: Page, name: string, isTyped: boolean): Promise<void> {
  notVerified('a desk that keeps its database on a full disk', 'this time the browser deleted it');
  // The desk is believed only where it is so: to a page of its own, since one that stood open may be refused for ever.
  const besides = await openBesides(on.context());
  expect(await besides.evaluate(rowsLeft, 'cr-desk')).toBe(0);
  await besides.close();
  await on.getByRole('button', { name: '重新载入' }).click();
  await enrolAtDemo(on, { name: '小盘' });
  await on.getByRole('button', { name: '刘晓燕' }).click();
  await whenSynchronised(on);
  if (isTyped) await expectArrivalKept(on, name);
  else await fillArrival(on, name);
  await arrival(on).getByLabel('称呼').press('Control+Enter');
  await withTea(on, name).waitFor();
}

/** In the page. @returns of all tables, without making a database that is not there */
function rowsLeft(database: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(database);
    let isNew = false;
    opening.addEventListener('upgradeneeded', () => {
      isNew = true;
      opening.transaction?.abort();
    });
    opening.addEventListener('error', () =>
      isNew ? resolve(0) : reject(opening.error ?? new Error('not opened')),
    );
    opening.addEventListener('success', () => {
      const tables = [...opening.result.objectStoreNames];
      let rows = 0;
      if (tables.length === 0) return resolve(0);
      const reading = opening.result.transaction(tables);
      for (const table of tables) {
        const counting = reading.objectStore(table).count();
        counting.addEventListener('success', () => (rows += counting.result));
      }
      reading.addEventListener('complete', () => {
        opening.result.close();
        resolve(rows);
      });
      reading.addEventListener('abort', () => reject(reading.error ?? new Error('not read')));
    });
  });
}

/** On both desks, also after the first has begun anew. */
async function expectSavedOnce([first, second]: readonly [OpenDesk, OpenDesk], name: string): Promise<void> {
  await whenSynchronised(first.page);
  await partyCard(second.page, name).waitFor();
  await first.page.reload();
  await withTea(first.page, name).waitFor();
  for (const { page: one } of [first, second]) {
    const visits = (await heldRows(one, 'visit')).filter((visit) => visit['partyName'] === name);
    expect(visits.map((visit) => visit['note'])).toEqual([longNote]);
    const servings = (await heldRows(one, 'serving')).filter((row) => row['visitId'] === visits[0]?.id);
    expect(servings).toHaveLength(1);
  }
}
