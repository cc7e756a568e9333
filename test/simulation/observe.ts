/**
 * What must hold at every moment on every desk, looked at after each transaction that wrote:
 *   - cursors and the count of verdicts never go back;
 *   - no change is half visible: twin rows (commands.ts) agree, until a first restore of the server;
 *   - people see what they wrote, until the server's word on it is here;
 *   - no row stands on a desk whose station does not receive it, but what it created itself, or waits on from before
 *     it was moved;
 *   - the store's own invariants (shared/sync/device/device-store.ts).
 */
import { entityByName, isEntityName, type EntityName } from '../../shared/entities/registry.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import type { MemoryDeviceStore } from '../../shared/sync/device/memory-device-store.ts';
import { sameJson } from '../../shared/sync/wire/same-json.ts';
import { twinName } from './commands.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedServer } from './server.ts';

type Tables = ReturnType<MemoryDeviceStore['snapshot']>;

export interface Observed {
  readonly name: string;
  readonly siteId: string;
  readonly disk: MemoryDeviceStore;
}

/** Where a cursor stands, as the server wrote it (server/sync/pull.ts). */
interface Mark {
  readonly version: number;
  readonly isTail: boolean;
}

/** @returns a function to call after each commit, which gives what does not hold */
export function createObserver(
  { name, disk }: Observed,
  server: SimulatedServer,
  ledger: Ledger,
): () => string[] {
  let before = disk.snapshot();
  let mark = markOf(before.device?.cursor);
  /** Between the first page of a bootstrap and the end of its tail rows come and go one by one (R7). */
  let isWhole = false;

  return () => {
    const tables = disk.snapshot();
    ledger.confirm(
      name,
      [...tables.outbox.values()].filter(({ localSeq }) => localSeq >= before.nextLocalSeq),
      ({ entity, id }) => before.rows.get(entity)?.get(id)?.['note'] ?? null,
    );
    const next = markOf(tables.device?.cursor);
    if (tables.device?.lastSyncedAt !== before.device?.lastSyncedAt) isWhole = true;
    if (!next.isTail) isWhole = false;
    const problems = [
      ...positionProblems(before, mark, tables, next),
      // After a restore halves of a change may come from different desks; once all have been there it is whole.
      ...(isWhole && server.restores() === 0 ? twinProblems(tables) : []),
      ...ownWriteProblems(name, tables, server, next, ledger),
      ...scopeProblems(tables),
      ...pendingProblems(tables),
    ];
    before = tables;
    mark = next;
    return problems.map((problem) => `${name}: ${problem}`);
  };
}

export function markOf(cursor: string | null | undefined): Mark {
  if (!cursor) return { version: -1, isTail: false };
  const { version, bootstrap } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as {
    version: number;
    bootstrap?: unknown;
  };
  return { version, isTail: bootstrap === undefined };
}

function positionProblems(before: Tables, mark: Mark, after: Tables, next: Mark): string[] {
  const problems: string[] = [];
  // A renewal and a new epoch begin to count anew.
  if (after.device?.deviceId !== before.device?.deviceId) return problems;
  if (after.device?.epoch !== before.device?.epoch) return problems;
  if (after.device?.cursor && next.version < mark.version)
    problems.push(`cursor went back from ${mark.version} to ${next.version}`);
  if ((after.device?.doneOpSeq ?? 0) < (before.device?.doneOpSeq ?? 0)) problems.push('doneOpSeq went back');
  if ((after.device?.sentOpSeq ?? 0) < (after.device?.doneOpSeq ?? 0))
    problems.push('a verdict on what was not sent');
  return problems;
}

export function twinProblems({ rows }: Pick<Tables, 'rows'>): string[] {
  const preferences = [...(rows.get('preference')?.values() ?? [])];
  return [...(rows.get('visit')?.values() ?? [])]
    .filter(({ partyName }) => partyName === twinName)
    .flatMap(({ id, note }) => {
      const twin = preferences.find(({ guestCardId }) => guestCardId === id);
      return twin?.note === note ? [] : [`half a change is visible: ${String(note)}, ${String(twin?.note)}`];
    });
}

function ownWriteProblems(
  name: string,
  tables: Tables,
  server: SimulatedServer,
  mark: Mark,
  ledger: Ledger,
): string[] {
  const { store, siteId } = server;
  const { rows, attention } = tables;
  const problems: string[] = [];
  for (const write of ledger.ownWrites(name)) {
    const row = rows.get(write.entity as EntityName)?.get(write.id);
    const reached = Math.max(mark.isTail ? mark.version : 0, row?.rowVersion ?? 0);
    const isSaid = server
      .verdictsOn(write.opId)
      .some(({ verdict, seq }) => verdict === 'rejected' || reached >= (seq ?? Infinity));
    if (isSaid || isCopysNumber(write.opId, tables, server)) {
      ledger.settleWrite(name, write);
      continue;
    }
    // Its beginning was refused here, while a copy of the profile had it taken: the next pull brings the row.
    const isRefused = [...attention.values()].some(({ patches }) =>
      patches.some(({ op, id }) => op === 'create' && id === write.id),
    );
    const isLive =
      // Of a desk that lost its database the rows come one by one.
      tables.device?.ready === true &&
      !server.wasRemoved(write.id) &&
      !isRefused &&
      store.rowsOf(siteId).some(({ id, data }) => id === write.id && data !== null);
    if (row ? !sameJson(row[write.field], write.value) : isLive) {
      const shown = row ? JSON.stringify(row[write.field]) : 'no row';
      problems.push(
        `${write.entity}.${write.field} ${write.id} shows ${shown}, written was ${JSON.stringify(write.value)} (${write.opId})`,
      );
      ledger.settleWrite(name, write);
    }
  }
  return problems;
}

/**
 * Both halves of a copied profile count with the same numbers: what the other half sent under this one covers the
 * change, until this half sends it and hears that it is a copy (R6.6).
 */
function isCopysNumber(
  opId: string,
  { device, outbox }: Tables,
  { store, siteId }: SimulatedServer,
): boolean {
  if (!device) return false;
  const waiting = [...outbox.values()].sort((a, b) => a.localSeq - b.localSeq);
  const at = waiting.findIndex((entry) => entry.opId === opId && !entry.overlay);
  const other = at < 0 ? undefined : store.opUnder(siteId, device.deviceId, device.doneOpSeq + 1 + at);
  return other !== undefined && other !== opId;
}

function scopeProblems({ device, rows, bases }: Tables): string[] {
  if (!device) return [];
  const { station } = device;
  const received = receivedScopes(station);
  const problems: string[] = [];
  for (const [entity, byId] of rows) {
    for (const row of byId.values()) {
      // A conflict has the scope of the row it tells of.
      const told = entity === 'conflict' ? String(row['entity']) : entity;
      const { scope } = entityByName(isEntityName(told) ? told : entity);
      if (received.includes(scope) || bases.has(`${entity}:${row.id}`)) continue;
      problems.push(`${entity} ${row.id} is not for a desk of ${station}`);
    }
  }
  return problems;
}

/** Bases stand for exactly the rows with pending patches, and name exactly the changes replayed on them. */
function pendingProblems({ bases, outbox, acknowledged }: Tables): string[] {
  const expected = new Map<string, number[]>();
  const replayed = [...acknowledged.values(), ...[...outbox.values()].filter(({ overlay }) => overlay)];
  for (const { localSeq, patches } of replayed.sort((a, b) => a.localSeq - b.localSeq)) {
    for (const key of new Set(patches.map(({ entity, id }) => `${entity}:${id}`)))
      expected.set(key, [...(expected.get(key) ?? []), localSeq]);
  }
  const kept = new Map([...bases].map(([key, base]) => [key, base.pending]));
  const keys = [...new Set([...expected.keys(), ...kept.keys()])];
  return keys
    .filter((key) => !sameJson(expected.get(key), kept.get(key)))
    .map((key) => {
      const [found, wanted] = [kept, expected].map((pending) => pending.get(key)?.join() ?? 'none');
      return `base of ${key} has pending ${found}, not ${wanted}`;
    });
}
