/**
 * When to push and pull, and what to do when it fails.
 *
 * Purpose: keeps a device at one truth with its site for as long as it runs, by itself.
 * Invariants: every push is followed by a pull; each wait has a timer, so nothing hangs on a hint that never
 * came; a failure the engine can mend (epoch, cursor, copied profile, too large a batch) is mended at once,
 * at most `mendsInARow` times; everything else is tried again after a full-jitter back-off.
 *
 *            poke, hint, timer
 *   idle ──────────────────────▶ cycle: push ─▶ pull ─▶ again while changes wait
 *    ▲                             │ ok                   │ failure
 *    └─────────────────────────────┘                      ├─ mendable ──▶ mend, cycle
 *                                                         ├─ passing ───▶ offline, back-off, cycle
 *                                                         └─ final ─────▶ stopped, cycle every minute
 */
import { requestErrors, type RequestErrorCode } from '../errors.ts';
import { StorageFailure, type DeviceRecord } from './device-store.ts';
import { pullToHead, pushBatch, type ExchangeDeps, type StepFailure } from './exchange.ts';
import { limits } from './protocol.ts';
import { adoptEpoch, adoptRenewal, forgetCursor } from './reposition.ts';

export type SyncPhase = 'starting' | 'firstLoad' | 'online' | 'syncing' | 'offline' | 'stopped';

export interface LoopStatus {
  readonly phase: SyncPhase;
  /** Code of shared/errors.ts of what failed last; null while all is well. */
  readonly problem: string | null;
  /** Rows of the bootstrap under way; null where none is. */
  readonly loadedRows: number | null;
  /** Device ms of the last step that ended, well or not. */
  readonly progressAt: number;
}

export interface Timer {
  /** Resolves when the time is over, or has been ended. */
  readonly over: Promise<void>;
  end(): void;
}

export interface SyncLoopDeps extends Omit<ExchangeDeps, 'onPageLoaded'> {
  startTimer(ms: number): Timer;
  /** In [0, 1). */
  random(): number;
  /** ms until the next pull where nobody pokes. */
  idleWait(): number;
  onStatus(status: LoopStatus): void;
}

export interface SyncLoop {
  /** A change was written here. */
  poke(): void;
  /** Someone asks, the network came back or the server has news: no back-off any more. */
  wake(): void;
  stop(): void;
  /** Resolves once the loop has ended after `stop`. */
  readonly finished: Promise<void>;
}

export const backOff = { firstMs: 1_000, lastMs: 30_000, stoppedMs: 60_000 } as const;
const mendsInARow = 5;

type Mend = 'mended' | StepFailure;

export function createSyncLoop(deps: SyncLoopDeps): SyncLoop {
  let stopped = false;
  let poked = true;
  let isWaitingOut = false;
  let timer: Timer | null = null;
  let failures = 0;
  let maxChanges: number = limits.changesPerPush;
  let sentUpTo = 0;
  let status: LoopStatus = { phase: 'starting', problem: null, loadedRows: null, progressAt: deps.now() };

  const exchange: ExchangeDeps = {
    ...deps,
    onPageLoaded: (rows) => show({ loadedRows: (status.loadedRows ?? 0) + rows }),
  };

  function show(change: Partial<LoopStatus>) {
    status = { ...status, ...change, progressAt: deps.now() };
    deps.onStatus(status);
  }

  async function run() {
    let mends = 0;
    while (!stopped) {
      const failure = await cycle().catch(storageTrouble);
      if (stopped) return;
      if (failure === null) {
        mends = 0;
        failures = 0;
        maxChanges = limits.changesPerPush;
        show({ phase: 'online', problem: null, loadedRows: null });
        await rest(deps.idleWait(), false);
        continue;
      }
      const left = mends < mendsInARow ? await mend(failure) : failure;
      if (left === 'mended') {
        mends += 1;
        continue;
      }
      mends = 0;
      failures += 1;
      show(troubleOf(left));
      await rest(waitAfter(left), true);
    }
  }

  /** @returns null when device and server agree and nothing waits. */
  async function cycle(): Promise<StepFailure | null> {
    for (;;) {
      poked = false;
      const device = await deps.store.transact('read', [], (transaction) => transaction.getDevice());
      if (!device) return { code: 'token_invalid' };
      show({ phase: device.ready ? 'syncing' : 'firstLoad' });
      const pushed = await pushBatch(exchange, device, maxChanges);
      show({});
      if (!pushed.ok && pushed.failure.code !== 'server_busy') return pushed.failure;
      if (pushed.ok) sentUpTo = pushed.value.sentUpTo;
      const pulled = await pullFrom(device);
      show({});
      if (!pulled.ok) return pulled.failure;
      // The server takes nothing for the moment, but what others wrote was read.
      if (!pushed.ok) return pushed.failure;
      const drained = pushed.value.drained && pulled.value.complete;
      if (stopped || (drained && !poked)) return null;
    }
  }

  async function pullFrom(before: DeviceRecord) {
    const device = await deps.store.transact('read', [], (transaction) => transaction.getDevice());
    const issued = Math.max(device?.doneOpSeq ?? 0, sentUpTo);
    return pullToHead(exchange, device ?? before, issued, () => poked || stopped);
  }

  /** Mends what the engine can; else gives back what stands in the way. */
  async function mend(failure: StepFailure): Promise<Mend> {
    switch (failure.code) {
      case 'superseded':
        return 'mended';
      case 'cursor_expired':
        await forgetCursor(deps.store);
        return 'mended';
      case 'epoch_changed':
        if (!('epoch' in failure) || !failure.epoch) return failure;
        await adoptEpoch(deps.store, failure.epoch);
        sentUpTo = 0;
        return 'mended';
      case 'op_seq_gap':
      case 'device_cloned':
        return renew();
      case 'too_large':
        if (maxChanges === 1) return failure;
        maxChanges = Math.floor(maxChanges / 2);
        return 'mended';
      default:
        return failure;
    }
  }

  async function renew(): Promise<Mend> {
    const device = await deps.store.transact('read', [], (transaction) => transaction.getDevice());
    if (!device) return { code: 'token_invalid' };
    const answer = await deps.transport.renew(device.token, device.installId);
    if (!answer.ok) return answer.failure;
    await adoptRenewal(deps.store, answer.value);
    sentUpTo = 0;
    return 'mended';
  }

  function waitAfter(failure: StepFailure): number {
    if ('retryAfter' in failure && failure.retryAfter !== undefined) return failure.retryAfter;
    if (isFinal(failure)) return backOff.stoppedMs;
    const ceiling = Math.min(backOff.lastMs, backOff.firstMs * 2 ** (failures - 1));
    // Full jitter, but never at once: the desks of a site must not come back in step.
    return 100 + deps.random() * ceiling;
  }

  /** @param out whether a mere poke must not cut it short */
  async function rest(ms: number, out: boolean) {
    if (stopped || (poked && !out)) return;
    isWaitingOut = out;
    timer = deps.startTimer(ms);
    await timer.over;
    timer = null;
    isWaitingOut = false;
  }

  const finished = run();
  return {
    poke() {
      poked = true;
      if (!isWaitingOut) timer?.end();
    },
    wake() {
      poked = true;
      timer?.end();
    },
    stop() {
      stopped = true;
      timer?.end();
    },
    finished,
  };
}

/** A full disk is waited out like a lost network; any other error is a bug and ends the loop. */
function storageTrouble(error: unknown): StepFailure {
  if (error instanceof StorageFailure) return { code: error.code };
  throw error;
}

function isFinal(failure: StepFailure): boolean {
  return failure.code in requestErrors && requestErrors[failure.code as RequestErrorCode].then === 'stop';
}

function troubleOf(failure: StepFailure): Pick<LoopStatus, 'phase' | 'problem'> {
  const problem =
    failure.code === 'server_busy' || failure.code === 'superseded' ? 'unavailable' : failure.code;
  return { phase: isFinal(failure) ? 'stopped' : 'offline', problem };
}
