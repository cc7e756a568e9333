/**
 * One desk of a simulated world: a disk that lasts, and on it a process that writes and synchronises until it
 * crashes and is started again; sometimes two at once, as where a window takes the lead from a frozen one.
 * Everything between its store and its network is what desks run.
 */
import type { Command } from '../../shared/commands/define.ts';
import type { DeviceErrorCode, Result } from '../../shared/errors.ts';
import { createClockOffset } from '../../shared/sync/device/clock-offset.ts';
import { checkRows, type CheckResult } from '../../shared/sync/device/check-rows.ts';
import { releaseClaim, takeClaim } from '../../shared/sync/device/claims.ts';
import type { Step } from '../../shared/sync/device/exchange.ts';
import type { DeviceRecord, DeviceStore, RowAddress } from '../../shared/sync/device/device-store.ts';
import {
  createMemoryDeviceStore,
  type MemoryDeviceStore,
} from '../../shared/sync/device/memory-device-store.ts';
import { createOutboxJournal, type JournalPort } from '../../shared/sync/device/outbox-journal.ts';
import type { Timer } from '../../shared/sync/device/pacer.ts';
import { createSyncLoop, type SyncLoop } from '../../shared/sync/device/sync-loop.ts';
import { discardRejected, retryRejected } from '../../renderer/data/rejected-changes.ts';
import { runCommand, type CommandRunner, type Written } from '../../renderer/data/run-command.ts';
import type { VirtualClock } from './clock.ts';
import type { Line, Network } from './network.ts';
import { createProcessStore, type ProcessStore } from './process-store.ts';
import type { Random } from './random.ts';
import type { Trace } from './trace.ts';

export interface DeviceDeps {
  readonly name: string;
  readonly record: DeviceRecord;
  /** Of another desk, copied; null for a fresh one. */
  readonly profile: ReturnType<MemoryDeviceStore['snapshot']> | null;
  /** Beside the database, and outlives it (R13); null where this desk has none. */
  readonly journal: JournalPort | null;
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly random: Random;
  readonly trace: Trace;
  readonly newId: () => string;
  /** Device's clock minus the true time, ms. */
  readonly skew: number;
  /** After each transaction that wrote. */
  onCommit(): void;
  onCrash(): void;
  /** A check found rows that were not as the server has them. */
  onMended(rows: number): void;
  /** Something threw that never should. */
  onBug(error: unknown): void;
}

export interface SimulatedDevice {
  readonly name: string;
  readonly record: DeviceRecord;
  readonly disk: MemoryDeviceStore;
  readonly line: Line;
  setOnline(isOnline: boolean): void;
  /** Whether this change of its outbox was written by a process that died before it said “saved”. */
  isUntold(opId: string): boolean;
  isRunning(): boolean;
  start(): void;
  /** Of one of its processes, at the nth call through the port of the store; 1 is the next. */
  crashAt(call: number): void;
  /** No crash that was planned comes any more. */
  spare(): void;
  /** Null where the process died before it said so. */
  run<Input, Output>(
    command: Command<Input, Output>,
    input: NoInfer<Input>,
    actor: string | null,
  ): Promise<Result<Output, DeviceErrorCode> | null>;
  /** Of a rejected change. */
  retry(opId: string): Promise<void>;
  discard(opId: string): Promise<void>;
  /** A row for who stands here alone (R10). */
  claim(row: RowAddress, actor: string): Promise<void>;
  release(row: RowAddress): Promise<void>;
  /** Its database is reset under it: every process ends, nothing is left but the journal. Asked at rest. */
  lose(): void;
  /** Compares all rows with the server's (R11); null where no process lives to the end of it. */
  check(): Promise<Step<CheckResult> | null>;
  /** The server says what its head is. */
  hear(head: number): void;
}

interface Process {
  /** Of its windows. */
  readonly store: DeviceStore;
  readonly mortal: ProcessStore;
  /** Null until what the journal has is brought back. */
  loop: SyncLoop | null;
  readonly clockOffset: ReturnType<typeof createClockOffset>;
  reachedHead: number;
}

/** Whether hints come is luck; where they don't, the loop asks more often (renderer/sync/lead.ts). */
const idleWaits = [3_000, 60_000];

export function createDevice(deps: DeviceDeps): SimulatedDevice {
  const { clock, name, record, trace } = deps;
  const disk = createMemoryDeviceStore();
  disk.restore(deps.profile ?? { ...disk.snapshot(), device: record });
  let isOnline = true;
  const processes: Process[] = [];
  const now = () => clock.now() + deps.skew;
  const line: Line = { name, isUp: () => isOnline, now };

  function start(): void {
    let isDue = false;
    /** Windows follow the database by what Dexie tells them, some time after it. */
    const followSoon = () => {
      if (!journal || isDue) return;
      isDue = true;
      clock.after(deps.random.int(0, 2_000), () => {
        isDue = false;
        journal.follow().catch(deps.onBug);
      });
    };
    const onCommit = () => {
      deps.onCommit();
      followSoon();
    };
    const store = createProcessStore(disk, onCommit, () => {
      trace.note(`${name} crashed`);
      processes.splice(processes.indexOf(own), 1);
      deps.onCrash();
    });
    const journal =
      deps.journal &&
      createOutboxJournal({
        ...{ store, port: deps.journal, onTrouble: () => undefined },
        ...{ isOver: async () => false, onCleared: async () => {}, onBroughtBack: async () => {} },
      });
    const clockOffset = createClockOffset();
    const own: Process = {
      store: journal?.store ?? store,
      mortal: store,
      loop: null,
      clockOffset,
      reachedHead: 0,
    };
    const startLoop = () => {
      own.loop = createSyncLoop({
        store,
        clockOffset,
        now,
        transport: deps.network.transportOf(line),
        random: () => deps.random.next(),
        startTimer: (ms) => startTimer(clock, ms),
        idleWait: () => deps.random.pick(idleWaits),
        onStatus: ({ phase, problem }) => trace.note(`${name} ${phase} ${problem ?? ''}`),
        onRowsChanged: () => undefined,
        onHeadReached: (head) => void (own.reachedHead = head),
      });
      own.loop.finished.catch(deps.onBug);
    };
    if (journal) journal.open().then(startLoop, deps.onBug);
    else startLoop();
    processes.push(own);
  }

  async function check(): Promise<Step<CheckResult> | null> {
    const own = anyProcess();
    if (!own) return null;
    const transport = deps.network.transportOf(line);
    const checked = await checkRows({ store: own.store, transport, onRowsChanged: () => undefined });
    trace.note(`${name} checked ${checked.ok ? checked.value.mended : checked.failure.code}`);
    if (checked.ok && checked.value.mended > 0) deps.onMended(checked.value.mended);
    return checked;
  }

  /** What was added and not said to be saved yet. */
  const untold = new Set<string>();
  const noting = (store: DeviceStore, added: string[]): DeviceStore => ({
    transact: (mode, touches, work) =>
      store.transact(mode, touches, (transaction) =>
        work({
          ...transaction,
          addToOutbox(change) {
            untold.add(change.opId);
            added.push(change.opId);
            return transaction.addToOutbox(change);
          },
        }),
      ),
  });

  const anyProcess = () => (processes.length === 0 ? null : deps.random.pick(processes));

  /** What a person does: on the process of the moment, which may die under it. */
  async function act<Value>(
    work: (store: DeviceStore, runner: CommandRunner) => Promise<Result<Written<Value>, DeviceErrorCode>>,
    actor: string | null,
  ): Promise<Result<Value, DeviceErrorCode> | null> {
    const own = anyProcess();
    if (!own) return null;
    const { deviceId } = disk.snapshot().device ?? record;
    const corrected = now() + own.clockOffset.current();
    const runner = { now: corrected, businessDay: '2026-11-24', actor: actor ?? deviceId, newId: deps.newId };
    const added: string[] = [];
    const result = await work(deps.journal ? noting(own.store, added) : own.store, runner);
    for (const opId of added) untold.delete(opId);
    own.loop?.poke();
    return result.ok ? { ok: true, value: result.value.output } : result;
  }

  async function note(work: (store: DeviceStore) => Promise<void>): Promise<void> {
    const own = anyProcess();
    if (!own) return;
    await work(own.store);
    own.loop?.poke();
  }

  return {
    ...{ name, record, disk, line, start, check },
    claim: (row, actor) => note((store) => takeClaim(store, row, actor)),
    release: (row) => note((store) => releaseClaim(store, row)),
    lose() {
      for (const { mortal } of [...processes]) mortal.die();
      disk.restore(createMemoryDeviceStore().snapshot());
    },
    setOnline(next) {
      if (next && !isOnline) for (const { loop } of processes) loop?.wake();
      isOnline = next;
    },
    isUntold: (opId) => untold.has(opId),
    isRunning: () => processes.length > 0,
    crashAt: (call) => anyProcess()?.mortal.dieAt(call),
    spare: () => processes.forEach(({ mortal }) => mortal.dieAt(Infinity)),
    run: (command, input, actor) => act((store, runner) => runCommand(store, runner, command, input), actor),
    retry: async (opId) => void (await act((store, runner) => retryRejected(store, runner, opId), null)),
    discard: async (opId) => void (await act((store, runner) => discardRejected(store, runner, opId), null)),
    hear(head) {
      for (const { loop, reachedHead } of processes) if (head > reachedHead) loop?.hint();
    },
  };
}

function startTimer(clock: VirtualClock, ms: number): Timer {
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    const takeBack = clock.after(ms, resolve);
    end = () => {
      takeBack();
      resolve();
    };
  });
  return { over, end: () => end() };
}
