/** Desks of the demonstration dealership: separate browsers with separate profiles on one real server. */
import type { Page } from 'playwright';
import { entityByName, entityNames } from '../../shared/entities/registry.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import { openDesk, type DeskOptions, type OpenDesk } from './chromium.ts';
import { enterDemo, type DemoEntry } from './enter-demo.ts';
import { layCable, type NetworkCable } from './network-cable.ts';
import { whenFocused } from './reception-keys.ts';
import { startServer, type ServerProcess } from './server-process.ts';

export interface DemoSite {
  server: ServerProcess;
  /** A new desk, signed in at the reception. */
  enter(entry?: DemoEntry, options?: DeskOptions): Promise<OpenDesk>;
  /** The same at the end of a cable of its own, which can be pulled. */
  enterOnCable(entry?: DemoEntry): Promise<{ readonly desk: OpenDesk; readonly cable: NetworkCable }>;
  /** Ends the server by the signal and starts it again on the same port and data. */
  restart(signal: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
}

export async function openDemoSite(): Promise<DemoSite> {
  const desks: OpenDesk[] = [];
  const cables: NetworkCable[] = [];
  async function enterAt(url: string, entry: DemoEntry, options: DeskOptions = {}): Promise<OpenDesk> {
    const desk = await openDesk(options);
    desks.push(desk);
    await enterDemo(desk.page, url, entry);
    // The reception takes the focus once it stands, and with it a letter that was meant as a key.
    await whenFocused(desk.page.getByRole('combobox', { name: '查找来宾' }));
    return desk;
  }
  const site: DemoSite = {
    server: await startServer({ demo: true }),
    enter: (entry = {}, options = {}) => enterAt(site.server.url, entry, options),
    async enterOnCable(entry = {}) {
      const cable = await layCable(site.server.port);
      cables.push(cable);
      return { cable, desk: await enterAt(cable.url, entry) };
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

export interface HeldRow {
  readonly id: string;
  readonly rowVersion: number;
  readonly [field: string]: unknown;
}

/** What a desk keeps of an entity (or of its outbox), in order of id. */
export function heldRows(page: Page, table: string): Promise<HeldRow[]> {
  return page.evaluate(
    (store) =>
      new Promise<HeldRow[]>((resolve, reject) => {
        const opening = indexedDB.open('cr-desk');
        opening.addEventListener('error', () => reject(opening.error ?? new Error('no database')));
        opening.addEventListener('success', () => {
          const db = opening.result;
          const reading = db.transaction(store).objectStore(store).getAll();
          reading.addEventListener('error', () => reject(reading.error ?? new Error('unreadable')));
          reading.addEventListener('success', () => {
            db.close();
            resolve(reading.result as HeldRow[]);
          });
        });
      }),
    table,
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
}

/** Private customers with a number and a car, whose name nobody shares, and who are not in the house. */
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
  return cards.flatMap((card) => {
    const { id, name, phoneLast4 } = card as unknown as KnownGuest;
    const isShared = names.filter((one) => one === name).length > 1;
    const car = vehicles.find((vehicle) => vehicle['customerId'] === card['customerId'] && vehicle['plate']);
    if (card['kind'] !== 'private' || !phoneLast4 || !car || isShared || inside.has(id)) return [];
    return [{ id, name, phoneLast4, plate: String(car['plate']) }];
  });
}

/** At rest and at one with the server. */
export async function whenSynchronised(page: Page): Promise<void> {
  await page.getByRole('contentinfo').getByText('待上传 0').waitFor();
  await page.getByRole('contentinfo').getByText(/^在线/).waitFor();
}
