/**
 * What must hold once every fault has healed and the desks had time:
 *   - liveness: nothing waits any more, no claim either, and every desk has come to the head;
 *   - convergence: each desk shows what a fresh bootstrap of the station it has by now would, and nothing is pending;
 *   - no loss: every confirmed change has a verdict, and each rejected one still waits for a person;
 *   - exactly once: the applied changes have the numbers 1 to head, each one once, but for the gap of each restore;
 *   - finality: a row whose removal was forgotten is there no more, whoever still had it (R6.9);
 *   - reappearance: what a restore took from the server is there again, or in the conflict history (R8).
 */
import type { SiteStore } from '../../server/sync/site-store.ts';
import { pullRows } from '../../server/sync/pull.ts';
import { protocolVersion, type WireRow } from '../../shared/sync/wire/protocol.ts';
import { sameJson } from '../../shared/sync/wire/same-json.ts';
import { fieldsOf } from '../../shared/sync/device/overlay.ts';
import type { Station } from '../../shared/entities/stations.ts';
import { entityByName } from '../../shared/entities/registry.ts';
import type { MemoryStore } from '../../server/sync/memory-store.ts';
import { createdStamp, rowKey, type RowKey, type ServerRow } from '../../shared/sync/judge/server-row.ts';
import { toldNote, type Ledger } from './ledger.ts';
import type { SimulatedServer } from './server.ts';
import { markOf, twinProblems, type Observed } from './observe.ts';

/** Desks that are not done yet, and with what. */
export function unquiet(devices: readonly Observed[], store: MemoryStore): string[] {
  return devices.flatMap(({ name, siteId, disk }) => {
    const { device, outbox, acknowledged, claims } = disk.snapshot();
    const began = store.restoresOf(siteId).at(-1)?.startsAt ?? 0;
    const head = Math.max(began, ...store.changesOf(siteId).map(({ seq }) => seq ?? 0));
    const { version, isTail } = markOf(device?.cursor);
    const open = [...claims.values()].filter(({ token, isDone }) => isDone || token === null).length;
    const left = outbox.size + acknowledged.size + open;
    if (left === 0 && isTail && version === head) return [];
    const waiting = `${outbox.size} waiting, ${acknowledged.size} not covered, ${open} claims open`;
    return [`${name} is not done: ${waiting}, at ${version} of ${head}`];
  });
}

export async function outcomeProblems(
  devices: readonly Observed[],
  server: SimulatedServer,
  ledger: Ledger,
): Promise<string[]> {
  const { store } = server;
  const listed = new Set(devices.flatMap(({ disk }) => [...disk.snapshot().attention.keys()]));
  const perDevice = await Promise.all(
    devices.map(async (device) => [
      ...lossProblems(device, server, ledger, listed),
      ...(await divergence(device, server)),
      ...twinProblems(device.disk.snapshot()).map((problem) => `${device.name}: ${problem}`),
    ]),
  );
  return [
    ...perDevice.flat(),
    ...devices.slice(0, 1).flatMap(({ siteId }) => numberingProblems(store, siteId)),
    ...devices.slice(0, 1).flatMap(({ siteId }) => finalityProblems(server, siteId)),
    ...devices.slice(0, 1).flatMap(({ siteId }) => clockProblems(store, siteId, server.now())),
  ];
}

function finalityProblems({ store, isJustForgotten }: SimulatedServer, siteId: string): string[] {
  return store
    .rowsOf(siteId)
    .filter((row) => row.data !== null && isJustForgotten(row))
    .map(({ entity, id }) => `${entity} ${id} was removed and forgotten, and is there again`);
}

function lossProblems(
  { name, siteId, disk }: Observed,
  { store, wasBackedUp }: SimulatedServer,
  ledger: Ledger,
  listed: ReadonlySet<string>,
): string[] {
  const verdicts = new Map(store.changesOf(siteId).map((change) => [change.opId, change]));
  const { attention, outbox, acknowledged, bases } = disk.snapshot();
  const pending = outbox.size + acknowledged.size + bases.size;
  const lost = ledger.confirmedBy(name).flatMap((opId) => {
    const verdict = verdicts.get(opId)?.verdict;
    const isShown = attention.has(opId) || ledger.dismissed(opId);
    // Rejected before a restore, or in a backup that is not the one restored: then its rows tell.
    if (!verdict) return isShown || wasBackedUp(opId) ? [] : [`${name}: change ${opId} is lost`];
    // Nobody keeps what a backup has. Where an older one was put back, a copy may have sent it again: it is listed there.
    const isCopys = wasBackedUp(opId) && listed.has(opId);
    return verdict === 'rejected' && !isShown && !isCopys
      ? [`${name}: rejected change ${opId} is shown to nobody`]
      : [];
  });
  return pending > 0 ? [...lost, `${name}: ${pending} things are still pending`] : lost;
}

/** However wrong the clocks of desks are, no edit counts as later than it came in (R4). */
function clockProblems(store: MemoryStore, siteId: string, now: number): string[] {
  return store
    .rowsOf(siteId)
    .filter(({ stamps }) => Object.values(stamps).some(({ at }) => at > now))
    .map(({ entity, id }) => `${entity} ${id} has an edit of the future`);
}

function numberingProblems(store: MemoryStore, siteId: string): string[] {
  const seqs = store.changesOf(siteId).flatMap(({ seq }) => seq ?? []);
  const gaps = new Map(store.restoresOf(siteId).map(({ restoredTo, startsAt }) => [restoredTo, startsAt]));
  let expected = 0;
  const isWhole = seqs
    .sort((a, b) => a - b)
    .every((seq) => {
      while (seq !== expected + 1 && gaps.has(expected)) expected = gaps.get(expected) ?? 0;
      expected += 1;
      return seq === expected;
    });
  return isWhole ? [] : ['the numbers of the applied changes are not 1, 2, 3 …: one was applied twice'];
}

/** Whether a note is known to who wrote what stands now, or to who wrote what is told to have lost. */
type IsTold = (row: RowKey, note: unknown, now: unknown) => boolean;

function createIsTold({ store, siteId }: SimulatedServer, ledger: Ledger): IsTold {
  const told = new Map<unknown, unknown[]>();
  for (const { entity, data } of store.rowsOf(siteId)) {
    if (entity !== 'conflict' || !data) continue;
    told.set(data['rowId'], [...(told.get(data['rowId']) ?? []), data['lost']]);
  }
  return ({ id }, note, now) =>
    [now, ...(told.get(id) ?? [])].some((one) => ledger.knewOf(toldNote(id, one), note));
}

/** Of two notes neither of whose writers knew of the other one is in the history of conflicts (R4). */
export function overwrittenProblems(server: SimulatedServer, ledger: Ledger): string[] {
  const rows = new Map(server.store.rowsOf(server.siteId).map((row) => [rowKey(row), row]));
  const isTold = createIsTold(server, ledger);
  return server.freshNotes().flatMap(({ row, note }) => {
    const now = rows.get(rowKey(row))?.data;
    if (!now || isTold(row, note, now['note'])) return [];
    return [`${row.entity} ${row.id}: ${note} was overwritten by ${String(now['note'])}, and nobody is told`];
  });
}

/**
 * Of every row that a restore took: it is there again, or was removed since; where its note is another, who wrote that
 * knew of it, or the history of conflicts does. Notes are the fields to tell by: no two edits write the same.
 */
export function reappearanceProblems(server: SimulatedServer, ledger: Ledger): string[] {
  const { store, siteId, taken, isForgotten } = server;
  const rows = new Map(store.rowsOf(siteId).map((row) => [rowKey(row), row]));
  const isTold = createIsTold(server, ledger);
  // It had no answer yet, and in a new life somebody else was first: listed as rejected (R10, R4.6).
  const isListed = ({ stamps }: ServerRow, name: string) =>
    server.verdictsOn(stamps[name]?.opId ?? '').some(({ code }) => code === 'claim_lost' || code === 'stale');
  return taken().flatMap(({ row }) => {
    const now = rows.get(rowKey(row));
    const name = `${row.entity} ${row.id}`;
    if (row.data === null) return now?.data ? [`${name}: its removal is lost`] : [];
    if (!now) return isForgotten(row) || isListed(row, createdStamp) ? [] : [`${name} is lost`];
    const note = row.data['note'] ?? null;
    if (!now.data || note === null || isTold(row, note, now.data['note'])) return [];
    return isListed(row, 'note') ? [] : [`${name}: its note was ${JSON.stringify(note)}, and nobody is told`];
  });
}

async function divergence({ name, siteId, disk }: Observed, server: SimulatedServer): Promise<string[]> {
  const { rows, device } = disk.snapshot();
  const station = server.stationOf(device?.token ?? '');
  const expected = await freshRows(server.store, siteId, station);
  const problems: string[] = [];
  for (const [entity, byId] of rows) {
    for (const row of byId.values()) {
      const found = expected.get(`${entity}:${row.id}`);
      expected.delete(`${entity}:${row.id}`);
      const isSame =
        found?.version === row.rowVersion &&
        'data' in found &&
        sameJson(found.data, fieldsOf(entityByName(entity), row));
      if (!isSame) problems.push(`${name}: ${entity} ${row.id} differs from a fresh bootstrap`);
    }
  }
  return [...problems, ...[...expected.keys()].map((key) => `${name}: ${key} is missing`)];
}

async function freshRows(store: SiteStore, siteId: string, station: Station): Promise<Map<string, WireRow>> {
  const context = { siteId, station, deviceId: siteId, now: 0 };
  const epoch = await store.epoch();
  const rows = new Map<string, WireRow>();
  for (let cursor: string | null = null, more = true; more;) {
    const page = await pullRows(store, context, { protocol: protocolVersion, epoch, cursor, limit: 1_000 });
    for (const row of page.rows) rows.set(`${row.entity}:${row.id}`, row);
    ({ cursor, more } = page);
  }
  return rows;
}
