/** A check-in of a known guest by the shipped command path, beside one raw transaction of the very same rows. */
import { checkInVisitor } from '../../../shared/commands/check-in.ts';
import { receivedScopes } from '../../../shared/entities/stations.ts';
import { createDeskDatabase, type DeskDatabase } from '../../../renderer/data/database.ts';
import { createDesk, type Desk } from '../../../renderer/data/desk.ts';
import { benchCard } from '../guests.ts';
import { countIn, openRaw, strictly } from './raw.ts';

export interface SavedOrder {
  readonly cards: number;
  readonly rounds: number;
  readonly perRound: number;
  /** Check-ins before the clock is looked at: a desk is on all day. */
  readonly warmUp: number;
}

export interface SavedTimes {
  /** ms by round. */
  readonly command: readonly (readonly number[])[];
  readonly raw: readonly (readonly number[])[];
  /** Rows in both databases afterwards: visits, outbox entries, bases. */
  readonly held: readonly (readonly [command: number, raw: number])[];
}

/** What a check-in writes. */
const written = ['visit', 'outbox', 'base'] as const;

export async function measureSaved(order: SavedOrder): Promise<SavedTimes> {
  const db = createDeskDatabase('saved');
  const twin = await openRaw('saved-raw');
  const rows = Array.from({ length: order.cards }, (_, at) => {
    const { id, data } = benchCard(at, order.cards);
    return { ...data, id, rowVersion: 1 };
  });
  await db.guestCard.bulkPut(rows);
  await strictly(twin, ['guestCard'], (transaction) => {
    for (const row of rows) transaction.objectStore('guestCard').put(row);
  });
  const desk = await openDeskOn(db);
  const turn = async (at: number) => {
    const command = await runOne(desk, at, order.cards);
    return { command: command.ms, raw: await writeAgain(db, twin, command.visitId) };
  };
  let turns = 0;
  for (; turns < order.warmUp; turns += 1) await turn(turns);
  const [command, raw]: number[][][] = [[], []];
  for (let round = 0; round < order.rounds; round += 1) {
    const times = [];
    for (let at = 0; at < order.perRound; at += 1) times.push(await turn((turns += 1)));
    command?.push(times.map((time) => time.command));
    raw?.push(times.map((time) => time.raw));
  }
  const held: [number, number][] = [];
  for (const store of written) held.push([await db.table(store).count(), await countIn(twin, store)]);
  desk.close();
  return { command: command ?? [], raw: raw ?? [], held };
}

/** The bar, enrolled, with nobody to send to: what synchronisation does afterwards is another benchmark's. */
async function openDeskOn(db: DeskDatabase): Promise<Desk> {
  const { id } = benchCard(0, 1);
  await db.meta.put({
    key: 'device',
    value: {
      ...{
        deviceId: id,
        name: 'Bar',
        token: 'token',
        installId: id,
        epoch: id,
        siteId: id,
        siteName: 'Site',
      },
      ...{ station: 'bar', scopes: receivedScopes('bar'), cursor: null, ready: true },
      ...{ doneOpSeq: 0, sentOpSeq: 0, lastSyncedAt: null },
    },
  });
  const nothing = () => undefined;
  const desk = createDesk({
    db,
    serverUrl: 'http://127.0.0.1:1',
    onWiped: nothing,
    search: {
      start: nothing,
      search: async () => ({ hits: [], total: 0 }),
      list: async () => ({ rows: [], total: 0 }),
      readings: async () => [],
      onChanged: () => nothing,
    },
    journal: null,
    connect: () => ({
      poke: nothing,
      wake: nothing,
      check: nothing,
      announceEnrolment: nothing,
      close: nothing,
    }),
  });
  while (!desk.state.getState().device) await new Promise((resolve) => setTimeout(resolve, 5));
  return desk;
}

async function runOne(desk: Desk, at: number, cards: number): Promise<{ ms: number; visitId: string }> {
  const card = benchCard(at % cards, cards);
  const input = {
    ...{ guestCardId: card.id, partyName: card.data.name, partySize: 2, purpose: 'service' as const },
    ...{ seatId: null, note: null, expectedReadyAt: null, menuItemId: null },
  };
  const begun = performance.now();
  const result = await desk.run(checkInVisitor, input);
  const ms = performance.now() - begun;
  if (!result.ok) throw new Error(result.error.code);
  return { ms, visitId: result.value.visitId };
}

/** The rows the command wrote, read back outside of the time, written once more by hand. */
async function writeAgain(db: DeskDatabase, twin: IDBDatabase, visitId: string): Promise<number> {
  const visit = await db.visit.get(visitId);
  const base = await db.base.get(['visit', visitId]);
  const entry = await db.outbox.orderBy('localSeq').last();
  if (!visit || !base || !entry) throw new Error('The command did not write what it says.');
  const begun = performance.now();
  await strictly(twin, written, (transaction) => {
    transaction.objectStore('outbox').put(entry);
    transaction.objectStore('base').put(base);
    transaction.objectStore('visit').put(visit);
  });
  return performance.now() - begun;
}
