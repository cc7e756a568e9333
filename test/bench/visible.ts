/** Commit on one desk to visible on the other: idle, and while other devices push. */
import type { Page } from 'playwright';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { connectDatabase } from '../../server/db/connect.ts';
import { runningConnection } from '../../server/postgres/connection-file.ts';
import type { OpenDesk } from '../support/chromium.ts';
import { openDemoSite, whenSynchronised } from '../support/desks.ts';
import { enrolDevice, type HttpDevice } from '../support/http-device.ts';
import { checkInAnonymous, partyCard } from '../support/reception-keys.ts';
import { visitPatch } from '../support/site-fixture.ts';
import { percentile, type Figure } from './figures.ts';

export interface VisibleOrder {
  /** Check-ins without other load. */
  readonly checkIns: number;
  readonly pushingDevices: number;
  readonly changesEach: number;
}

interface Samples {
  readonly visible: number[];
  readonly raw: number[];
}

const goalMs = 100;

export async function benchVisible(order: VisibleOrder): Promise<Figure[]> {
  const site = await openDemoSite();
  const { dataDir, url } = site.server;
  const notify = await openNotify(dataDir);
  try {
    const [here, there] = [await enterNoting(site), await enterNoting(site)];
    const idle = await sampled(here, there, notify, (taken) => taken < order.checkIns);
    const devices: HttpDevice[] = [];
    for (let at = 0; at < order.pushingDevices; at += 1) devices.push(await enrolDevice(url));
    for (const device of devices) writeVisits(device, order.changesEach);
    let pushing = true;
    const begun = Date.now();
    const pushed = Promise.all(devices.map((device) => device.drain())).then(() => {
      pushing = false;
      return Date.now() - begun;
    });
    const [loaded, tookMs] = await Promise.all([sampled(here, there, notify, () => pushing), pushed]);
    const changes = order.pushingDevices * order.changesEach;
    checkVerdicts(devices, order.changesEach);
    await checkVisits([here, there], dataDir);
    const rate = Math.round((changes / tookMs) * 1_000);
    return [
      ...figuresOf('commit to visible on the other desk', idle, `${idle.visible.length} check-ins`),
      ...figuresOf(
        `… while ${order.pushingDevices} devices push ${order.changesEach} changes each`,
        loaded,
        `${loaded.visible.length} check-ins; ${rate} changes/s`,
      ),
    ];
  } finally {
    await notify.close();
    await site.close();
  }
}

function figuresOf(label: string, { visible, raw }: Samples, samples: string): Figure[] {
  return [50, 95].map((percent): Figure => {
    const [value, baseline] = [percentile(visible, percent), percentile(raw, percent)];
    const figure = { unit: 'ms', value, baseline, ratio: value / baseline, samples } as const;
    const goal = percent === 95 ? { goal: { of: 'value', most: goalMs } as const } : {};
    return { label: `${label}, p${percent}`, ...figure, ...goal };
  });
}

/** A desk that notes when each command of its window was on the disk. */
async function enterNoting(site: Awaited<ReturnType<typeof openDemoSite>>): Promise<OpenDesk> {
  const desk = await site.enter();
  await desk.context.addInitScript(noteCommits);
  await desk.page.reload();
  await desk.page.getByRole('combobox', { name: '查找来宾' }).waitFor();
  await whenSynchronised(desk.page);
  return desk;
}

interface NotingWindow extends Window {
  committedAt?: number;
  shownAt?: Promise<number>;
}

function noteCommits(): void {
  // Called with the database it belongs to.
  // oxlint-disable-next-line typescript/unbound-method
  const plain = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    const transaction = plain.apply(this, args);
    if (args[1] === 'readwrite' && transaction.objectStoreNames.contains('outbox')) {
      transaction.addEventListener('complete', () => {
        (window as NotingWindow).committedAt = Date.now();
      });
    }
    return transaction;
  };
}

async function sampled(
  here: OpenDesk,
  there: OpenDesk,
  notify: Notify,
  wantsMore: (taken: number) => boolean,
): Promise<Samples> {
  const samples: Samples = { visible: [], raw: [] };
  while (samples.visible.length === 0 || wantsMore(samples.visible.length)) {
    const name = `访客${uuidv7().slice(-8)}`;
    await watchFor(there.page, name);
    await checkInAnonymous(here.page, name);
    const committedAt = await here.page.evaluate(() => (window as NotingWindow).committedAt);
    const shownAt = await there.page.evaluate(() => (window as NotingWindow).shownAt);
    if (committedAt === undefined || shownAt === undefined) throw new Error('A check-in was not noted.');
    samples.visible.push(shownAt - committedAt);
    samples.raw.push(await notify.once());
    await seeOff(here.page, there.page, name);
  }
  return samples;
}

async function watchFor(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await page.evaluate((label) => {
    (window as NotingWindow).shownAt = new Promise((resolve) => {
      // Noted in the frame that paints it; looking at every frame would make the browser paint without end.
      const watcher = new MutationObserver(() => {
        if (!document.querySelector(`article[aria-label="${label}"]`)) return;
        watcher.disconnect();
        requestAnimationFrame(() => resolve(Date.now()));
      });
      watcher.observe(document.body, { childList: true, subtree: true, attributeFilter: ['aria-label'] });
    });
  }, name);
}

/** The floor is as full as before. */
async function seeOff(here: Page, there: Page, name: string): Promise<void> {
  await partyCard(here, name).getByRole('button', { name }).first().click();
  await here.getByRole('complementary').getByRole('heading', { name }).waitFor();
  await here.keyboard.press('x');
  for (const page of [here, there]) await partyCard(page, name).waitFor({ state: 'detached' });
}

/** Parties of long ago, who are no longer in the house. */
function writeVisits(device: HttpDevice, count: number): void {
  for (let at = 0; at < count; at += 1) {
    device.write(visitPatch(uuidv7(), { businessDay: '2020-01-06', leftAt: 2_000, partyName: `旧客 ${at}` }));
  }
}

function checkVerdicts(devices: readonly HttpDevice[], changesEach: number): void {
  for (const { verdicts } of devices) {
    const applied = [...verdicts.values()].filter(({ verdict }) => verdict === 'applied').length;
    if (applied !== changesEach) throw new Error(`Of ${changesEach} changes ${applied} were applied.`);
  }
}

/** Both desks hold in the end what the server holds. */
async function checkVisits(desks: readonly OpenDesk[], dataDir: string): Promise<void> {
  const { db, close } = connectDatabase(runningConnection(dataDir) ?? {});
  const counted = await db
    .selectFrom('record')
    .select((of) => of.fn.countAll<number>().as('rows'))
    .where('entity', '=', 'visit')
    .where('data', 'is not', null)
    .executeTakeFirstOrThrow();
  await close();
  const wanted = Number(counted.rows);
  for (const { page, errors } of desks) {
    await page.waitForFunction(countIs, wanted, { timeout: 60_000, polling: 500 });
    if (errors.length > 0) throw new Error(errors.join('\n'));
  }
}

function countIs(wanted: number): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('cr-desk');
    opening.addEventListener('success', () => {
      const counting = opening.result.transaction('visit').objectStore('visit').count();
      counting.addEventListener('success', () => {
        opening.result.close();
        resolve(counting.result === wanted);
      });
    });
  });
}

interface Notify {
  /** ms from a small commit to its NOTIFY on another connection. */
  once(): Promise<number>;
  close(): Promise<void>;
}

/** The least that any way through this database takes: one row written, committed and told. */
async function openNotify(dataDir: string): Promise<Notify> {
  const [writer, listener] = [0, 1].map(() => new Client(runningConnection(dataDir) ?? {}));
  if (!writer || !listener) throw new Error('unreachable');
  await Promise.all([writer.connect(), listener.connect()]);
  await writer.query('create table bench_note (at bigint)');
  await listener.query('listen bench_note');
  return {
    async once() {
      const heard = new Promise((resolve) => listener.once('notification', resolve));
      const begun = performance.now();
      await writer.query('begin');
      await writer.query('insert into bench_note values ($1)', [Date.now()]);
      await writer.query(`notify bench_note`);
      await writer.query('commit');
      await heard;
      return performance.now() - begun;
    },
    async close() {
      await Promise.all([writer.end(), listener.end()]);
    },
  };
}
