/**
 * The central server of a simulated world: its own push and pull on the memory store, behind text as HTTP would
 * carry it. Around them stands only what the routes do: whose token it is, reading bodies, failures as answers.
 */
import { isEntityName } from '../../shared/entities/registry.ts';
import { receivedScopes, type Station } from '../../shared/entities/stations.ts';
import { requestErrors } from '../../shared/errors.ts';
import type { DeviceRecord } from '../../shared/sync/device/device-store.ts';
import {
  bucketRequest,
  checkRequest,
  claimRequest,
  enrolRequest,
  pullRequest,
  pushRequest,
  recoverRequest,
  releaseRequest,
  type EnrolAnswer,
  type Patch,
} from '../../shared/sync/wire/protocol.ts';
import { createdStamp, rowKey, type RowKey, type ServerRow } from '../../shared/sync/judge/server-row.ts';
import type { ReceivedAnswer } from '../../shared/sync/wire/read-answer.ts';
import { readBody, requireProtocol } from '../../server/routes/read-body.ts';
import { RequestFailure } from '../../server/request-failure.ts';
import { bucketRows, checkSums } from '../../server/sync/check.ts';
import { claimRow, releaseClaim } from '../../server/sync/claims.ts';
import { createMemoryStore, type MemoryBackup, type MemoryStore } from '../../server/sync/memory-store.ts';
import { pullRows } from '../../server/sync/pull.ts';
import { pushChanges } from '../../server/sync/push.ts';
import { recoverRows } from '../../server/sync/recover.ts';
import { DataRefused, StoreBusy, type ChangeRecord, type PushWrites } from '../../server/sync/site-store.ts';
import { createClerk } from './clerk.ts';
import type { Random } from './random.ts';
import { isOfWorlds } from './world-entities.ts';

export type Call = 'push' | 'pull' | 'recover' | 'check' | 'bucket' | 'renew' | 'claim' | 'release';

export interface ServerDeps {
  /** Whether a desk has the row as the server told it. */
  isHeld(row: ServerRow): boolean;
  readonly random: Random;
  readonly newId: () => string;
  now(): number;
  /** Probability that the database gives up a transaction. */
  busy(): number;
  onHead(head: number): void;
  /** Something was applied that must not be. */
  report(problem: string): void;
  count(what: string): void;
}

export interface SimulatedServer {
  readonly siteId: string;
  readonly store: MemoryStore;
  /** UTC ms of its clock. */
  now(): number;
  isUp(): boolean;
  /** Counts restarts: an answer begun in an earlier life never arrives. */
  life(): number;
  /** The database gives up most transactions. */
  setBusy(isBusy: boolean): void;
  goDown(): void;
  comeUp(): void;
  handle(call: Call, token: string, body: string): Promise<ReceivedAnswer>;
  enrol(station: Station): DeviceRecord;
  /** The desk of this token, and what was renewed from it, stands elsewhere from now on (R9). */
  move(token: string, station: Station): void;
  stationOf(token: string): Station;
  backUp(): void;
  /** No older one is put back from then on: a desk that is moved returns nothing of what it left (R9.14). */
  backUpForMove(): void;
  /** Forgets removals of more than a random while ago. */
  compact(): Promise<void>;
  /** Puts the database back to one of the backups, any of them. */
  restore(): void;
  /** Whether a backup ever held the change: desks may keep it no longer. */
  wasBackedUp(opId: string): boolean;
  /** Of this life of the database, and of earlier ones. */
  verdictsOn(opId: string): readonly ChangeRecord[];
  /** Whether the row was removed, though a restore may have brought it back for a while. */
  wasRemoved(id: string): boolean;
  /** Whether the row was removed, and that forgotten by now. */
  isForgotten(row: RowKey): boolean;
  /** Whether it was forgotten since the last restore, and nobody may bring it back (decisions/0007). */
  isJustForgotten(row: RowKey): boolean;
  restores(): number;
  /** Rows that restores took away from the server, as they were. */
  taken(): readonly TakenRow[];
  /** Notes that were applied in this life of the database, and in none before. */
  freshNotes(): readonly FreshNote[];
  /** Renewals so far: none is due where no profile was copied (R2). */
  renewals(): number;
}

export interface TakenRow {
  /** In the database that was lost. */
  readonly row: ServerRow;
  /** In the backup. */
  readonly restored: ServerRow | undefined;
}

/** No two edits write the same note, but one that is sent again. */
export interface FreshNote {
  readonly row: RowKey;
  readonly note: string;
}

interface Registered {
  readonly deviceId: string;
  station: Station;
  /** Null where it is no renewal. */
  readonly renewedFrom: Registered | null;
}

/** Rows a page holds at most here, whatever is asked: small worlds have pages too. */
const smallPages = [3, 7, 20, 1_000];

const ignore = () => undefined;

/** The name of a change whose data the database refuses. */
export const poisonName = 'poison';

export function createServer(deps: ServerDeps): SimulatedServer {
  const siteId = deps.newId();
  const devices = new Map<string, Registered>();
  const pageRows = deps.random.pick(smallPages);
  let up = true;
  let isBusy = false;
  let life = 0;
  let renewals = 0;
  const clerk = createClerk();
  const store = createMemoryStore({
    epoch: deps.newId(),
    onHead: (_site, head) => deps.onHead(head),
    beforeCommit: (_site, writes) => refuse(writes),
  });

  function refuse({ changes, rows }: PushWrites): void {
    const strange = rows.find(({ entity }) => !isOfWorlds(entity));
    if (strange) deps.report(`${strange.entity} is not among the entities of worlds (world-entities.ts)`);
    if (deps.random.chance(isBusy ? 0.9 : deps.busy())) {
      deps.count('busy');
      throw new StoreBusy('The database is in trouble.');
    }
    const isPoisoned = changes.some(({ name, verdict }) => name === poisonName && verdict === 'applied');
    if (isPoisoned) {
      deps.count('poisoned');
      throw new DataRefused('The database refuses this data.');
    }
    for (const { verdict, code } of changes) deps.count(code ?? verdict);
    // What was applied before a restore had its claim then.
    const fresh = changes.filter(({ opId }) => !earlierVerdicts.some((known) => known.opId === opId));
    for (const { verdict, payload } of fresh) if (verdict === 'applied') freshNotes.push(...notesIn(payload));
    clerk.watch(fresh, deps.now()).forEach((problem) => deps.report(problem));
  }

  const backups: {
    readonly backup: MemoryBackup;
    readonly rows: readonly ServerRow[];
    readonly forgotten: ReadonlyMap<string, ServerRow>;
  }[] = [];
  /** Removed rows by key, as they were before they were forgotten: in this life, and before the backup it began with. */
  let forgotten = new Map<string, ServerRow>();
  let forgottenBefore: ReadonlyMap<string, ServerRow> = new Map();
  const mayReturn = new Set<string>();
  let taken: TakenRow[] = [];
  const backedUp = new Set<string>();
  const earlierVerdicts: ChangeRecord[] = [];
  const removed = new Set<string>();
  let freshNotes: FreshNote[] = [];
  let restores = 0;
  /** Of the backups. */
  let oldestToUse = 0;

  function restore(): void {
    if (backups.length === 0) return;
    const { backup, rows, ...before } = deps.random.pick(backups.slice(oldestToUse));
    const restored = new Map([...before.forgotten.values(), ...rows].map((row) => [rowKey(row), row]));
    for (const row of [...allForgotten().values(), ...store.rowsOf(siteId)]) {
      const now = restored.get(rowKey(row));
      // What a later backup has is kept by nobody; it is there where a desk still holds the row.
      const isPromised = row.version > store.backedUpTo(siteId) && row.entity !== 'conflict';
      // A backup of another life may have more than what it replaces.
      const isTaken = !now || now.version < row.version;
      if (!isTaken) continue;
      // Forgotten before that backup was made, and done again in the life between: decisions/0007 says that it may return.
      const isRepeated = row.data === null && before.forgotten.has(rowKey(row));
      if (!isRepeated && (isPromised || deps.isHeld(row))) taken.push({ row, restored: now });
      else taken = taken.filter((one) => rowKey(one.row) !== rowKey(row));
    }
    earlierVerdicts.push(...store.changesOf(siteId));
    for (const { id, data } of store.rowsOf(siteId)) if (data === null) removed.add(id);
    restores += 1;
    deps.count('restore');
    store.restore(backup, deps.newId());
    clerk.forget();
    freshNotes = [];
    forgotten = new Map();
    forgottenBefore = before.forgotten;
    life += 1;
  }

  const allForgotten = () => new Map([...forgottenBefore, ...forgotten]);

  function backUp(): void {
    for (const { opId } of store.changesOf(siteId)) backedUp.add(opId);
    const rows = store.rowsOf(siteId);
    backups.push({ rows, forgotten: allForgotten(), backup: store.backUp() });
  }

  async function compact(): Promise<void> {
    const before = deps.now() - deps.random.int(0, 60_000);
    const held = store.rowsOf(siteId).filter(({ data }) => data === null);
    if ((await store.compact(siteId, before, deps.random.int(1, 10))) === 0) return;
    deps.count('compacted');
    const kept = new Set(store.rowsOf(siteId).map(rowKey));
    for (const row of held.filter((one) => !kept.has(rowKey(one)))) {
      removed.add(row.id);
      forgotten.set(rowKey(row), row);
      if (isBornAgain(row)) mayReturn.add(rowKey(row));
    }
  }

  /** Its create had no answer in an ended life, and came again before anybody returned the row. */
  function isBornAgain({ stamps: { [createdStamp]: created } }: ServerRow): boolean {
    const isOfBefore = earlierVerdicts.some(
      ({ opId, verdict }) => opId === created?.opId && verdict === 'applied',
    );
    return isOfBefore && created?.epoch === undefined;
  }

  function register(station: Station, renewedFrom: Registered | null): EnrolAnswer {
    const token = `token-${devices.size + 1}`;
    const deviceId = deps.newId();
    devices.set(token, { deviceId, station, renewedFrom });
    const answer = { deviceId, token, siteId, siteName: 'Simulated', station, epoch: store.epochNow() };
    return { ...answer, scopes: receivedScopes(station), serverTime: deps.now() };
  }

  async function answerTo(call: Call, token: string, json: unknown): Promise<unknown> {
    const device = devices.get(token);
    if (!device) throw new RequestFailure('token_invalid', 'No such device.');
    if (call === 'renew') {
      renewals += 1;
      readBody(enrolRequest, json);
      return register(device.station, device);
    }
    const { deviceId, station, renewedFrom } = device;
    if (store.isRetired(siteId, deviceId)) throw new RequestFailure('device_cloned', 'Retired.');
    // The new token has arrived: the old one is good for a renewal alone.
    if (renewedFrom) await store.retire(siteId, renewedFrom.deviceId);
    requireProtocol(json);
    const context = { siteId, deviceId, station, now: deps.now() };
    if (call === 'pull') {
      const request = readBody(pullRequest, json);
      return pullRows(store, context, { ...request, limit: Math.min(request.limit, pageRows) });
    }
    if (call === 'check') return checkSums(store, context, readBody(checkRequest, json));
    if (call === 'bucket') return bucketRows(store, context, readBody(bucketRequest, json));
    if (call === 'recover') {
      const onTrouble = () => undefined;
      return recoverRows(store, { ...context, onTrouble }, readBody(recoverRequest, json));
    }
    const earlierIds: string[] = [];
    for (let one = renewedFrom; one; one = one.renewedFrom) earlierIds.push(one.deviceId);
    const full = { ...context, isServer: false, earlierIds, onBusy: ignore, onRefused: ignore };
    const claiming = { ...full, newToken: deps.newId };
    if (call === 'claim') {
      const request = readBody(claimRequest, json);
      const answer = await claimRow(store, claiming, request);
      deps.count('claimed');
      clerk.given(deviceId, request, answer);
      return answer;
    }
    if (call === 'release') {
      const request = readBody(releaseRequest, json);
      clerk.givenBack(deviceId, request);
      deps.count('released');
      return releaseClaim(store, claiming, request);
    }
    return pushChanges(store, full, readBody(pushRequest, json));
  }

  return {
    siteId,
    store,
    now: deps.now,
    isUp: () => up,
    life: () => life,
    setBusy: (next) => void (isBusy = next),
    goDown() {
      up = false;
      life += 1;
    },
    comeUp: () => void (up = true),
    async handle(call, token, body) {
      try {
        return jsonAnswer(200, await answerTo(call, token, JSON.parse(body)));
      } catch (error) {
        if (!(error instanceof RequestFailure)) throw error;
        deps.count(error.code);
        return failureAnswer(error);
      }
    },
    move(token, station) {
      const moved = new Set([devices.get(token)]);
      for (const device of devices.values())
        if (moved.has(device.renewedFrom ?? undefined)) moved.add(device);
      for (const device of moved) if (device) device.station = station;
      deps.count('move');
    },
    stationOf: (token) => devices.get(token)?.station ?? 'department',
    enrol(station) {
      const installId = deps.newId();
      const { serverTime: _, ...place } = register(station, null);
      const fresh = { cursor: null, doneOpSeq: 0, sentOpSeq: 0, ready: false, lastSyncedAt: null };
      return { ...place, ...fresh, installId, name: station };
    },
    backUp,
    backUpForMove() {
      backUp();
      oldestToUse = backups.length - 1;
    },
    wasBackedUp: (opId) => backedUp.has(opId),
    restore,
    verdictsOn: (opId) => [
      ...[store.changeOf(siteId, opId)].filter((change) => change !== undefined),
      ...earlierVerdicts.filter((change) => change.opId === opId),
    ],
    compact,
    isForgotten: (row) => allForgotten().has(rowKey(row)),
    isJustForgotten: (row) => forgotten.has(rowKey(row)) && !mayReturn.has(rowKey(row)),
    wasRemoved: (id) => removed.has(id),
    restores: () => restores,
    taken: () => taken,
    freshNotes: () => freshNotes,
    renewals: () => renewals,
  };
}

function notesIn(payload: unknown): FreshNote[] {
  return ((payload ?? []) as readonly Patch[]).flatMap(({ entity, id, set }) => {
    const note = set?.['note'];
    return typeof note === 'string' && isEntityName(entity) ? [{ row: { entity, id }, note }] : [];
  });
}

function jsonAnswer(status: number, body: unknown, retryAfter: string | null = null): ReceivedAnswer {
  return { status, text: JSON.stringify(body), retryAfter };
}

/** As the error handler of `server/app.ts` writes it. */
export function failureAnswer({ code, message, extra }: RequestFailure): ReceivedAnswer {
  const { retryAfter, ...rest } = extra;
  const { status } = requestErrors[code];
  return jsonAnswer(status, { error: { code, message, ...rest } }, retryAfter?.toString() ?? null);
}
