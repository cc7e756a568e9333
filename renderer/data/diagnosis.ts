/**
 * What whoever gives help needs to know of a desk, in one file: versions, states, counts. Nobody's data: no row, no
 * name that a person gave (of site, desk or colleague), no token, no message of an error.
 */
import type { Bridge } from './bridge.ts';
import type { DeskDatabase } from './database.ts';
import type { DeskState } from './desk-state.ts';
import { keptFailures } from './failure-log.ts';

export interface DiagnosisDeps {
  readonly db: DeskDatabase;
  readonly state: DeskState;
  readonly bridge: Pick<Bridge, 'shell' | 'serverUrl' | 'about' | 'surroundings' | 'logs'>;
  readonly version: string;
  readonly language: string;
  /** UTC ms. */
  readonly now: number;
}

export async function collectDiagnosis(deps: DiagnosisDeps): Promise<Readonly<Record<string, unknown>>> {
  const { db, state, bridge } = deps;
  return {
    format: 'crdesk-diagnosis',
    formatVersion: 1,
    madeAt: new Date(deps.now).toISOString(),
    application: {
      version: deps.version,
      language: deps.language,
      shell: bridge.shell,
      server: bridge.serverUrl,
    },
    program: await ofShell(bridge.about?.()),
    window: await ofShell(bridge.surroundings?.choices({})),
    browser: typeof navigator === 'undefined' ? null : navigator.userAgent,
    desk: deskFacts(state),
    synchronisation: state.leader && syncFacts(state.leader),
    storageProblem: state.storageProblem,
    storage: await orNull(storageFacts()),
    rows: await orNull(rowCounts(db)),
    waiting: await orNull(waitingFacts(db)),
    rejected: await orNull(rejectedFacts(db)),
    lastCheck: await orNull(db.meta.get('check').then((row) => (row?.key === 'check' ? row.value : null))),
    failures: keptFailures(),
    log: logLines(await ofShell(bridge.logs?.read())),
  };
}

/** A part that cannot be read costs no other: the file is asked for when something is wrong. */
async function orNull<Value>(asked: Promise<Value>): Promise<Value | null> {
  return asked.catch(() => null);
}

async function ofShell<Value>(
  asked: Promise<{ ok: true; value: Value } | { ok: false }> | undefined,
): Promise<Value | null> {
  const answer = asked && (await orNull(asked));
  return answer?.ok ? answer.value : null;
}

function deskFacts({ device, person, settings }: DeskState) {
  if (!device) return null;
  const { deviceId, siteId, station, scopes, epoch, ready, doneOpSeq, sentOpSeq, lastSyncedAt } = device;
  return {
    ...{ deviceId, siteId, station, scopes, epoch, ready, doneOpSeq, sentOpSeq, lastSyncedAt },
    roles: person?.roles ?? null,
    timeZone: settings?.timeZone ?? null,
  };
}

function syncFacts({
  phase,
  problem,
  loadedRows,
  nextTryAt,
  progressAt,
  clockOffset,
}: NonNullable<DeskState['leader']>) {
  return { phase, problem, loadedRows, nextTryAt, progressAt, clockOffset };
}

async function storageFacts() {
  const [{ usage, quota }, isPersisted] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { usage, quota, isPersisted };
}

async function rowCounts(db: DeskDatabase): Promise<Readonly<Record<string, number>>> {
  const counts = await Promise.all(
    db.tables.map(async (table) => [table.name, await table.count()] as const),
  );
  return Object.fromEntries(counts);
}

async function waitingFacts(db: DeskDatabase) {
  const oldest = await db.outbox.orderBy('localSeq').first();
  const names = (await db.outbox.toArray()).map(({ name }) => programWord(name));
  return { oldestAt: oldest?.occurredAt ?? null, byName: countOf(names) };
}

async function rejectedFacts(db: DeskDatabase) {
  const rejected = await db.attention.toArray();
  return countOf(rejected.map(({ name, code }) => `${programWord(name)} ${programWord(code)}`));
}

function countOf(words: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Names of commands and codes are ours; what is no such word came from elsewhere. */
function programWord(text: string): string {
  return /^[A-Za-z][A-Za-z_]{0,59}$/.test(text) ? text : 'other';
}

function logLines(text: string | null): readonly string[] | null {
  return text === null ? null : text.split('\n').filter((line) => line !== '');
}
