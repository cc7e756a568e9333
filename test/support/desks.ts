/** Desks of the demonstration dealership: separate browsers with separate profiles on one real server. */
import type { Page } from 'playwright';
import { entityByName, entityNames } from '../../shared/entities/registry.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import { openDesk, type DeskOptions, type OpenDesk } from './chromium.ts';
import { startDemo } from './demo-copies.ts';
import { withDatabase } from './desk-database.ts';
import { enterDemo, type DemoEntry } from './enter-demo.ts';
import { layCable, type NetworkCable } from './network-cable.ts';
import { startServer, type ServerProcess } from './server-process.ts';

export interface DemoSite {
  server: ServerProcess;
  /** A new desk, signed in at the reception. */
  enter(entry?: DemoEntry, options?: DeskOptions): Promise<OpenDesk>;
  /** The same at the end of a cable of its own, which can be pulled. */
  enterOnCable(entry?: DemoEntry, how?: CableOptions): Promise<DeskOnCable>;
  /** Ends the server by the signal and starts it again on the same port and data. */
  restart(signal: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
}

interface DeskOnCable {
  readonly desk: OpenDesk;
  readonly cable: NetworkCable;
}

interface CableOptions {
  /** The system tells the browser at once that its line is back; else the desk finds out by trying, as ever later. */
  readonly tellsBrowser?: boolean;
}

export async function openDemoSite(): Promise<DemoSite> {
  const desks: OpenDesk[] = [];
  const cables: NetworkCable[] = [];
  async function enterAt(url: string, entry: DemoEntry, options: DeskOptions = {}): Promise<OpenDesk> {
    const desk = await openDesk({ ...options, at: url });
    desks.push(desk);
    await enterDemo(desk.page, url, entry);
    return desk;
  }
  const site: DemoSite = {
    server: await startDemo(),
    enter: (entry = {}, options = {}) => enterAt(site.server.url, entry, options),
    async enterOnCable(entry = {}, { tellsBrowser = true } = {}) {
      const cable = await layCable(site.server.port);
      cables.push(cable);
      const desk = await enterAt(cable.url, entry);
      return { desk, cable: tellsBrowser ? { ...cable, plugIn: () => plugInHeard(cable, desk) } : cable };
    },
    async restart(signal) {
      const { port, dataDir } = site.server;
      await site.server.end(signal);
      site.server = await startServer({ demo: true, port, dataDir });
    },
    async close() {
      for (const desk of desks) await desk.close();
      for (const cable of cables) await cable.close();
      await site.server.end('SIGTERM');
    },
  };
  return site;
}

function plugInHeard(cable: NetworkCable, { context }: OpenDesk): void {
  cable.plugIn();
  for (const page of context.pages()) {
    // One that is on its way elsewhere begins with trying anyway.
    void page.evaluate(() => window.dispatchEvent(new Event('online'))).catch(() => undefined);
  }
}

export interface HeldRow {
  readonly id: string;
  readonly rowVersion: number;
  readonly [field: string]: unknown;
}

/** What a desk keeps of an entity (or of its outbox), in order of id. */
export function heldRows(page: Page, table: string): Promise<HeldRow[]> {
  return withDatabase(page, (db) =>
    db.evaluate(
      (opened, store) =>
        new Promise<HeldRow[]>((resolve, reject) => {
          const reading = opened.transaction(store).objectStore(store).getAll();
          reading.addEventListener('error', () => reject(reading.error ?? new Error('unreadable')));
          reading.addEventListener('success', () => resolve(reading.result as HeldRow[]));
        }),
      table,
    ),
  );
}

const compared = entityNames.filter((name) => receivedScopes('bar').includes(entityByName(name).scope));

/** Everything two desks of one station must agree on, versions included. */
export async function wholeTruth(page: Page): Promise<Record<string, HeldRow[]>> {
  const tables: Record<string, HeldRow[]> = {};
  for (const table of compared) tables[table] = await heldRows(page, table);
  return tables;
}

export interface KnownGuest {
  readonly id: string;
  readonly name: string;
  readonly phoneLast4: string;
  /** As stored, e.g. `赣D12345`. */
  readonly plate: string;
  /** How many they have. */
  readonly cars: number;
  /** Of the car with the plate. */
  readonly vin: string | null;
}

/**
 * Private customers with a number and a car, whose name nobody shares, and who are not in the house. By their names:
 * ids are new with each demonstration, and a test that fails for one of them fails for that one again.
 */
export async function knownGuests(page: Page): Promise<KnownGuest[]> {
  const [cards, vehicles, visits] = [
    await heldRows(page, 'guestCard'),
    await heldRows(page, 'vehicle'),
    await heldRows(page, 'visit'),
  ];
  const names = cards.map((card) => card['name']);
  const inside = new Set(
    visits.filter((visit) => visit['leftAt'] === null).map((visit) => visit['guestCardId']),
  );
  const guests = cards.flatMap((card) => {
    const { id, name, phoneLast4 } = card as unknown as KnownGuest;
    const isShared = names.filter((one) => one === name).length > 1;
    const cars = vehicles.filter((vehicle) => vehicle['customerId'] === card['customerId']);
    const car = cars.find((one) => one['plate']);
    if (card['kind'] !== 'private' || !phoneLast4 || !car || isShared || inside.has(id)) return [];
    const [plate, vin] = [String(car['plate']), (car['vin'] ?? null) as string | null];
    return [{ id, name, phoneLast4, plate, vin, cars: cars.length }];
  });
  return guests.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/**
 * At rest and at one with the server. The status line counts a moment after a change was written, and would say of the
 * last one that nothing waits: the disk is asked as well.
 */
export async function whenSynchronised(page: Page): Promise<void> {
  const status = page.getByRole('contentinfo');
  // Before it stands there may be no database to ask.
  await status.getByText('待上传 0').waitFor();
  await page.waitForFunction(isAllTaken, null, { polling: 100 });
  await status.getByText('待上传 0').waitFor();
  await status.getByText(/^在线/).waitFor();
}

/** In the page: whether all that was written is sent, and read back with the number that the server gave it. */
function isAllTaken(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('cr-desk');
    opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
    opening.addEventListener('success', () => {
      const names = ['outbox', 'acknowledged'];
      const reading = opening.result.transaction(names);
      const counts = names.map((name) => reading.objectStore(name).count());
      reading.addEventListener('complete', () => {
        opening.result.close();
        resolve(counts.every(({ result }) => result === 0));
      });
    });
  });
}
