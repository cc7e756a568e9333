/** What goes wrong in a simulated world besides the network, and what people do meanwhile. */
import { erasingStation, stations } from '../../shared/entities/stations.ts';
import { claimAt } from './claims.ts';
import type { VirtualClock } from './clock.ts';
import type { SimulatedDevice } from './device.ts';
import { decidedAgain, guestsAt } from './guests.ts';
import type { Ledger } from './ledger.ts';
import { markOf } from './observe.ts';
import { actAt, eraseAt, type Crowd } from './people.ts';
import type { SimulatedServer } from './server.ts';

export interface TroubleDeps extends Crowd {
  readonly clock: VirtualClock;
  readonly server: SimulatedServer;
  readonly devices: readonly SimulatedDevice[];
  readonly ledger: Ledger;
  /** Whether the server's database is backed up now and then, and put back to one of the backups. */
  readonly hasRestores: boolean;
  /** Whether desks are away for longer than removals are remembered, and more is erased meanwhile. */
  readonly hasAbsences: boolean;
  /** Whether desks are moved to other stations, some of them while they are cut off or in the middle of a pull. */
  readonly hasMoves: boolean;
  /** Whether people take on rows that they alone work on (claims.ts). */
  readonly hasClaims: boolean;
  /** Whether people merge guests, and parties join each other (guests.ts). */
  readonly hasMerges: boolean;
  /** Whether databases of desks are reset, with the journal left. */
  readonly hasLosses: boolean;
  /** Resets the database of this desk. */
  lose(device: SimulatedDevice): void;
  count(what: string): void;
  onBug(error: unknown): void;
}

/** @returns ends it: every desk runs, everything is reachable */
export function startTrouble(deps: TroubleDeps): () => void {
  const { clock, random, server, devices } = deps;
  let isOver = false;
  const again = (fromMs: number, toMs: number, event: () => void) => {
    const next = () => {
      if (isOver) return;
      event();
      clock.after(random.int(fromMs, toMs), next);
    };
    clock.after(random.int(0, toMs), next);
  };
  const unlessOver = (event: () => void) => () => (isOver ? undefined : event());

  again(200, 4_000, () => void actAt(random.pick(devices), deps).catch(deps.onBug));
  again(5_000, 20_000, () => answerRejected(deps));
  again(5_000, 30_000, () => {
    deps.count('check');
    void random.pick(devices).check().catch(deps.onBug);
  });
  again(15_000, 60_000, () => {
    const device = random.pick(devices);
    deps.count('offline');
    device.setOnline(false);
    clock.after(
      random.int(2_000, 90_000),
      unlessOver(() => device.setOnline(true)),
    );
  });
  again(5_000, 30_000, () => {
    deps.count('crash');
    random.pick(devices).crashAt(random.int(1, 120));
  });
  again(20_000, 90_000, () => {
    const device = random.pick(devices);
    if (!device.isRunning()) return;
    deps.count('twoAtOnce');
    device.start();
    clock.after(
      random.int(500, 30_000),
      unlessOver(() => device.crashAt(1)),
    );
  });
  again(60_000, 180_000, () => {
    deps.count('serverRestart');
    server.goDown();
    clock.after(
      random.int(500, 20_000),
      unlessOver(() => server.comeUp()),
    );
  });
  again(30_000, 120_000, () => {
    deps.count('busySpell');
    server.setBusy(true);
    clock.after(random.int(1_000, 20_000), () => server.setBusy(false));
  });

  again(10_000, 60_000, () => void server.compact().catch(deps.onBug));

  if (deps.hasAbsences) {
    const offices = devices.filter(({ record }) => record.station === erasingStation);
    const cutOff = (what: string, device: SimulatedDevice) => {
      deps.count(what);
      device.setOnline(false);
      clock.after(
        random.int(10_000, 120_000),
        unlessOver(() => device.setOnline(true)),
      );
    };
    again(3_000, 15_000, () => void server.compact().catch(deps.onBug));
    again(1_000, 6_000, () => void eraseAt(random.pick(offices), deps).catch(deps.onBug));
    again(20_000, 90_000, () => cutOff('longOffline', random.pick(devices)));
    // In worlds with restores the middle of a load is left to luck: several lives half loaded are R8's own matter.
    if (!deps.hasRestores)
      again(500, 3_000, () => {
        const device = random.pick(devices);
        const { cursor } = device.disk.snapshot().device ?? device.record;
        const isLoading = cursor !== null && !markOf(cursor).isTail;
        if (isLoading && device.line.isUp()) cutOff('cutInALoad', device);
      });
  }

  if (deps.hasMoves)
    again(3_000, 20_000, () => {
      const device = random.pick(devices);
      const { device: held, outbox } = device.disk.snapshot();
      const { token, epoch } = held ?? device.record;
      // Who is yet to bring back what a restore took is not moved (R9.14).
      if (deps.hasRestores && (epoch !== server.store.epochNow() || outbox.size > 0)) return;
      if (deps.hasRestores) server.backUpForMove();
      server.move(token, random.pick(stations));
      // The stream that ends may be heard or not.
      if (random.chance(0.5)) device.hear(Infinity);
    });
  if (deps.hasClaims) again(100, 1_500, () => void claimAt(random.pick(devices), deps).catch(deps.onBug));
  if (deps.hasMerges) again(200, 2_000, () => void guestsAt(random.pick(devices), deps).catch(deps.onBug));

  if (deps.hasLosses)
    again(10_000, 60_000, () => {
      deps.count('databaseLost');
      deps.lose(random.pick(devices));
    });

  if (deps.hasRestores) {
    again(10_000, 60_000, () => server.backUp());
    again(60_000, 180_000, () => server.restore());
  }

  return () => {
    isOver = true;
    server.comeUp();
    server.setBusy(false);
    for (const device of devices) {
      device.spare();
      if (!device.isRunning()) device.start();
      device.setOnline(true);
    }
  };
}

/** A person looks at the list of rejected changes and decides on one. */
function answerRejected({ random, devices, ledger, count, onBug }: TroubleDeps): void {
  const device = random.pick(devices);
  const [[opId, { name }] = [undefined, { name: '' }]] = device.disk.snapshot().attention;
  if (opId === undefined || !device.isRunning()) return;
  ledger.dismiss(opId);
  const isRetry = random.chance(0.5) && !decidedAgain.includes(name);
  count(isRetry ? 'retried' : 'discarded');
  (isRetry ? device.retry(opId) : device.discard(opId)).catch(onBug);
}
