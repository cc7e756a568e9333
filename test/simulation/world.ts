/**
 * A site in one process: several desks, the server, people at work and everything that goes wrong; then all faults
 * heal, and what must hold is looked at. One seed, one history.
 *
 *   trouble (5 min) ──▶ healed (until quiet, 5 min at most) ──▶ rows spoiled on the disks, checked ──▶ outcome
 *      └── observed after every transaction of every desk ──┘
 */
import type { Station } from '../../shared/entities/stations.ts';
import { rowKey, type ServerRow } from '../../shared/sync/judge/server-row.ts';
import { toDeskText } from '../../shared/sync/device/journaled-change.ts';
import type { JournalPort } from '../../shared/sync/device/outbox-journal.ts';
import type { DeviceRecord } from '../../shared/sync/device/device-store.ts';
import { makeClaimed } from '../../shared/entities/test-claimed.ts';
import { claimedEntity, claimMs } from './clerk.ts';
import { createVirtualClock } from './clock.ts';
import { createDevice, type SimulatedDevice } from './device.ts';
import { guestEntities, mergeProblems } from './guests.ts';
import { createMemoryJournal } from '../../shared/sync/device/memory-journal.ts';
import { createLedger } from './ledger.ts';
import { createNetwork } from './network.ts';
import { createObserver, type Observed } from './observe.ts';
import { outcomeProblems, overwrittenProblems, reappearanceProblems, unquiet } from './outcome.ts';
import { createIds, createRandom } from './random.ts';
import { createServer } from './server.ts';
import { createTrace } from './trace.ts';
import { spoilRows } from './spoil-rows.ts';
import { startTrouble } from './trouble.ts';
import { knowWorldEntities } from './world-entities.ts';

export interface WorldResult {
  readonly seed: number;
  /** What did not hold; empty where all is well. */
  readonly problems: readonly string[];
  readonly traceHash: string;
  readonly lines: readonly string[];
  /** How often each thing happened. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface WorldOptions {
  /** Probability of each fault of the network, a request. */
  readonly faultRate: number;
  readonly stations: readonly Station[];
  readonly troubleMs: number;
  /** Profiles copied to another machine somewhere in the middle. */
  readonly copies: number;
  /** The server's database is put back to a backup, now and then. */
  readonly hasRestores: boolean;
  /** Desks are away for longer than the server remembers removals, some from the middle of a load on. */
  readonly hasAbsences: boolean;
  /** Desks are moved to other stations. */
  readonly hasMoves: boolean;
  /** One entity is claimed: people have its rows alone for a while (R10). */
  readonly hasClaims: boolean;
  /** People merge guests, and parties join each other (guests.ts). */
  readonly hasMerges: boolean;
  /** Desks have a journal (R13), and their databases are reset now and then. */
  readonly hasLosses: boolean;
  /** Answers arrive though their server was restarted or put back meanwhile: a desk may hear from an ended life. */
  readonly answersOutlive: boolean;
}

const usual: WorldOptions = {
  faultRate: 0.03,
  stations: ['bar', 'bar', 'callback', 'office', 'finance'],
  troubleMs: 5 * 60_000,
  copies: 0,
  hasRestores: false,
  hasAbsences: false,
  hasMoves: false,
  hasClaims: false,
  hasMerges: false,
  hasLosses: false,
  answersOutlive: false,
};
const healMs = 5 * 60_000;
const start = Date.UTC(2026, 10, 24, 1);
const yearMs = 365 * 86_400_000;
/** How wrong desks' clocks are, ms. */
const skews = [0, 0, 700, -90_000, 3_600_000, yearMs, -yearMs];

/** As the server told it, whatever is pending on it. */
function holds({ rows, bases }: Profile, { entity, id, version, data }: ServerRow): boolean {
  const base = bases.get(rowKey({ entity, id }));
  if (base) return base.version === version && base.fields !== null && data !== null;
  return rows.get(entity)?.get(id)?.rowVersion === version;
}

/** Once a desk is quiet its journal has what a person has yet to answer for, and nothing else (R13.5). */
async function journalProblems({ name, disk }: SimulatedDevice, journal: JournalPort): Promise<string[]> {
  const { attention } = disk.snapshot();
  const held = (await journal.read())?.entries.map(({ opId }) => opId) ?? [];
  const over = held
    .filter((opId) => !attention.has(opId))
    .map((opId) => `${name}: the journal still has ${opId}`);
  const lacking = [...attention.keys()].filter((opId) => !held.includes(opId));
  return [...over, ...lacking.map((opId) => `${name}: the journal lacks ${opId}`)];
}

type Profile = ReturnType<SimulatedDevice['disk']['snapshot']>;

export async function runWorld(seed: number, options: Partial<WorldOptions> = {}): Promise<WorldResult> {
  const { hasClaims, hasMerges } = options;
  const knowAll = knowWorldEntities(hasMerges ? guestEntities : []);
  const endClaims = hasClaims ? makeClaimed(claimedEntity, claimMs) : () => undefined;
  try {
    return await liveWorld(seed, { ...usual, ...options });
  } finally {
    endClaims();
    knowAll();
  }
}

async function liveWorld(
  seed: number,
  { faultRate, stations, troubleMs, copies, answersOutlive, ...has }: WorldOptions,
): Promise<WorldResult> {
  const random = createRandom(seed);
  const newId = createIds();
  const clock = createVirtualClock(start);
  const trace = createTrace(clock.now);
  const ledger = createLedger();
  const problems: string[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string) => void (counts[what] = (counts[what] ?? 0) + 1);
  let rate = faultRate;
  let isRotten = false;
  const report = (problem: string) => {
    trace.note(`PROBLEM ${problem}`);
    problems.push(problem);
  };
  const onBug = (error: unknown) => report(`threw ${String(error)}`);

  const devices: SimulatedDevice[] = [];
  const journals = new Map<SimulatedDevice, JournalPort>();
  const observers = new Map<SimulatedDevice, () => string[]>();
  const server = createServer({
    ...{ random, newId, count, report },
    now: clock.now,
    busy: () => rate,
    isHeld: (row) => devices.some(({ disk }) => holds(disk.snapshot(), row)),
    onHead: (head) => devices.forEach((device) => network.tell(device.line, () => device.hear(head))),
  });
  const people = [newId(), newId()];
  for (const userId of people)
    server.store.addRoles(server.siteId, { userId, roles: ['head'], since: start });
  const network = createNetwork({
    ...{ clock, random, server, trace, answersOutlive },
    faultRate: () => rate,
    onFault: count,
  });

  function addDesk(name: string, record: DeviceRecord, copied: SimulatedDevice | null): void {
    const journal = has.hasLosses ? createMemoryJournal() : null;
    void journal?.keepDesk(toDeskText(copied?.disk.snapshot().device ?? record));
    const device = createDevice({
      ...{ journal, clock, network, random, trace, newId, onBug, name, record },
      profile: copied?.disk.snapshot() ?? null,
      skew: random.pick(skews),
      // What the spoiling did is no doing of the desk's.
      onCommit: () => (isRotten ? undefined : observers.get(device)?.().forEach(report)),
      // Whatever went wrong, the engine held what it should: a check that finds fault with it is wrong itself.
      onMended: (rows) => (isRotten ? count('mended') : report(`${name}: mended ${rows} sound rows`)),
      onCrash: () => clock.after(random.int(100, 10_000), () => device.isRunning() || device.start()),
    });
    observers.set(device, createObserver(observedOf(device), server, ledger));
    if (journal) journals.set(device, journal);
    devices.push(device);
    clock.after(random.int(0, 60_000), () => device.isRunning() || device.start());
  }
  const observedOf = ({ name, disk }: SimulatedDevice): Observed => ({ name, disk, siteId: server.siteId });

  function lose(device: SimulatedDevice): void {
    ledger.lose(device.name, device.isUntold);
    device.lose();
    observers.set(device, createObserver(observedOf(device), server, ledger));
  }

  for (const [index, station] of stations.entries())
    addDesk(`${station}${index}`, server.enrol(station), null);
  for (let copy = 0; copy < copies; copy += 1) {
    clock.after(random.int(0, troubleMs), () => {
      const original = random.pick(devices);
      addDesk(`${original.name}-copy${copy}`, original.record, original);
    });
  }
  const heal = startTrouble({
    ...{ clock, random, server, devices, ledger, newId, people, ...has, count, onBug },
    lose,
  });
  await clock.run(troubleMs);
  trace.note('healed');
  rate = 0;
  heal();
  const observed = devices.map(observedOf);
  for (let ms = 0; ms < healMs && unquiet(observed, server.store).length > 0; ms += 1_000)
    await clock.run(1_000);
  unquiet(observed, server.store).forEach(report);
  isRotten = true;
  for (const device of devices) {
    if (spoilRows(device.disk, random)) count('rotten');
    // A copy that has yet to hear that it is one renews itself first.
    let state = 'none';
    for (let ms = 0; ms < healMs && state !== 'checked'; ms += 1_000) {
      if (state === 'none') {
        state = 'asked';
        void device.check().then((checked) => {
          state = checked === null || checked.ok ? 'checked' : 'none';
          if (state === 'none') device.hear(Infinity);
        }, onBug);
      }
      await clock.run(1_000);
    }
    if (state !== 'checked') report(`${device.name}: the check did not end`);
  }
  (await outcomeProblems(observed, server, ledger)).forEach(report);
  reappearanceProblems(server, ledger).forEach(report);
  overwrittenProblems(server, ledger).forEach(report);
  if (server.restores() === 0) mergeProblems(server.store, server.siteId).forEach(report);
  if (server.renewals() > 0) count('renewal');
  for (const [device, journal] of journals) (await journalProblems(device, journal)).forEach(report);
  if (server.renewals() > 0 && copies === 0 && !has.hasLosses)
    report('a renewal, although no profile was copied');
  return { seed, problems, traceHash: trace.hash(), lines: trace.lines(), counts };
}
