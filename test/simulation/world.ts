/**
 * A site in one process: several desks, the server, people at work and everything that goes wrong; then all faults
 * heal, and what must hold is looked at. One seed, one history.
 *
 *   trouble (5 min) ──▶ healed (until quiet, 5 min at most) ──▶ rows spoiled on the disks, checked ──▶ outcome
 *      └── observed after every transaction of every desk ──┘
 */
import type { Station } from '../../shared/entities/stations.ts';
import { rowKey, type ServerRow } from '../../shared/sync/judge/server-row.ts';
import type { DeviceRecord } from '../../shared/sync/device/device-store.ts';
import { makeClaimed } from '../../shared/entities/test-claimed.ts';
import { claimedEntity, claimMs } from './clerk.ts';
import { createVirtualClock } from './clock.ts';
import { createDevice, type SimulatedDevice } from './device.ts';
import { createLedger } from './ledger.ts';
import { createNetwork } from './network.ts';
import { createObserver, type Observed } from './observe.ts';
import { outcomeProblems, reappearanceProblems, unquiet } from './outcome.ts';
import { createIds, createRandom } from './random.ts';
import { createServer } from './server.ts';
import { createTrace } from './trace.ts';
import { spoilRows } from './spoil-rows.ts';
import { startTrouble } from './trouble.ts';

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

type Profile = ReturnType<SimulatedDevice['disk']['snapshot']>;

export async function runWorld(seed: number, options: Partial<WorldOptions> = {}): Promise<WorldResult> {
  const { hasClaims } = options;
  const endClaims = hasClaims ? makeClaimed(claimedEntity, claimMs) : () => undefined;
  try {
    return await liveWorld(seed, { ...usual, ...options });
  } finally {
    endClaims();
  }
}

async function liveWorld(
  seed: number,
  { faultRate, stations, troubleMs, copies, ...has }: WorldOptions,
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
    ...{ clock, random, server, trace },
    faultRate: () => rate,
    onFault: count,
  });

  function addDesk(name: string, record: DeviceRecord, copied: SimulatedDevice | null): void {
    const device = createDevice({
      ...{ clock, network, random, trace, newId, onBug, name, record },
      profile: copied?.disk.snapshot() ?? null,
      skew: random.pick(skews),
      // What the spoiling did is no doing of the desk's.
      onCommit: () => (isRotten ? undefined : observe().forEach(report)),
      // Whatever went wrong, the engine held what it should: a check that finds fault with it is wrong itself.
      onMended: (rows) => (isRotten ? count('mended') : report(`${name}: mended ${rows} sound rows`)),
      onCrash: () => clock.after(random.int(100, 10_000), () => device.isRunning() || device.start()),
    });
    const observe = createObserver(observedOf(device), server, ledger);
    devices.push(device);
    clock.after(random.int(0, 60_000), () => device.isRunning() || device.start());
  }
  const observedOf = ({ name, disk }: SimulatedDevice): Observed => ({ name, disk, siteId: server.siteId });

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
  reappearanceProblems(server, server.siteId).forEach(report);
  if (server.renewals() > 0) count('renewal');
  if (server.renewals() > 0 && copies === 0) report('a renewal, although no profile was copied');
  return { seed, problems, traceHash: trace.hash(), lines: trace.lines(), counts };
}
