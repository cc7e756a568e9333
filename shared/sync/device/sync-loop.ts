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
import { requestErrors, type RequestErrorCode } from '../../errors.ts';
import { heldClaims, isDue, keepClaims } from './claims.ts';
import { StorageFailure, type DeviceRecord, type HeldClaim } from './device-store.ts';
import {
  pullToHead,
  pushBatch,
  takeBatch,
  type Batch,
  type ExchangeDeps,
  type StepFailure,
} from './exchange.ts';
import { freshPlan, mend } from './mend.ts';
import { createPacer, type Timer } from './pacer.ts';
import { limits } from '../wire/protocol.ts';

export type SyncPhase = 'starting' | 'firstLoad' | 'online' | 'syncing' | 'offline' | 'stopped';

export interface LoopStatus {
  readonly phase: SyncPhase;
  /** Code of shared/errors.ts of what failed last; null while all is well. */
  readonly problem: string | null;
  /** Rows of the bootstrap under way; null where none is. */
  readonly loadedRows: number | null;
  /** Device ms of the next attempt by itself, after a failure; null where none is waited for. */
  readonly nextTryAt: number | null;
  /** Device ms of the last step that ended, well or not. */
  readonly progressAt: number;
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
  /** The server has news: it can be reached, so no back-off any more, but what it asked for is kept. */
  hint(): void;
  /** Someone asks, or the network came back: no wait any more. */
  wake(): void;
  stop(): void;
  /** Resolves once the loop has ended after `stop`. */
  readonly finished: Promise<void>;
}

export const backOff = { leastMs: 100, firstMs: 1_000, lastMs: 30_000, stoppedMs: 60_000 } as const;
const mendsInARow = 5;

export function createSyncLoop(deps: SyncLoopDeps): SyncLoop {
  const pacer = createPacer(deps.startTimer);
  const show = statusBoard(deps);
  const runCycle = cycleOf(deps, pacer, show);

  async function run() {
    for (let failures = 0; !pacer.isStopped();) {
      const failure = await runCycle();
      if (pacer.isStopped()) return;
      if (failure === null) {
        failures = 0;
        show({ phase: 'online', problem: null, loadedRows: null });
        await pacer.rest(deps.idleWait(), 'idle');
      } else {
        failures += 1;
        const wait = waitAfter(failure, failures, deps.random());
        show({ ...troubleOf(failure), nextTryAt: deps.now() + wait });
        await pacer.rest(wait, askedWait(failure) === undefined ? 'backOff' : 'asked');
      }
    }
  }

  const { poke, hint, wake, stop } = pacer;
  return { poke, hint, wake, stop, finished: run() };
}

type Show = (change: Partial<LoopStatus>) => LoopStatus;

function statusBoard(deps: SyncLoopDeps): Show {
  let status: LoopStatus = {
    phase: 'starting',
    problem: null,
    loadedRows: null,
    nextTryAt: null,
    progressAt: deps.now(),
  };
  return (change) => {
    status = { ...status, ...change, progressAt: deps.now() };
    deps.onStatus(status);
    return status;
  };
}

/** Cycles, with mends between them, until device and server agree (null) or something stands in the way. */
function cycleOf(
  deps: SyncLoopDeps,
  pacer: ReturnType<typeof createPacer>,
  show: Show,
): () => Promise<StepFailure | null> {
  const plan = freshPlan();
  let loaded = 0;
  const exchange: ExchangeDeps = {
    ...deps,
    onPageLoaded: (rows) => void show({ loadedRows: (loaded += rows) }),
  };
  const readDevice = () => deps.store.transact('read', [], (transaction) => transaction.getDevice());

  async function cycle(): Promise<StepFailure | null> {
    for (;;) {
      pacer.begin();
      const batch = await takeWithClaims(deps, plan.maxChanges);
      if (!batch) return { code: 'token_invalid' };
      const { device } = batch;
      show({ phase: device.ready ? 'syncing' : 'firstLoad', nextTryAt: null });
      const pushed = await pushBatch(exchange, batch);
      if (pushed.ok) await keepAfterPush(deps, batch);
      show({});
      if (!pushed.ok && (pushed.failure.code !== 'server_busy' || isReturning(device))) return pushed.failure;
      // Before a bootstrap all that waits, so that no page shows less than people saw (R8).
      if (device.cursor === null && pushed.ok && !pushed.value.drained) {
        if (pacer.isStopped()) return null;
        continue;
      }
      const pulled = await pullFrom(batch.changes.length > 0 ? ((await readDevice()) ?? device) : device);
      show({});
      if (!pulled.ok) return pulled.failure;
      // The server takes nothing for the moment, but what others wrote was read.
      if (!pushed.ok) return pushed.failure;
      const drained = pushed.value.drained && pulled.value.complete;
      if (pacer.isStopped() || (drained && !pacer.isWanted())) return null;
    }
  }

  function pullFrom(device: DeviceRecord) {
    return pullToHead(exchange, device, () => pacer.isWanted() || pacer.isStopped());
  }

  return async () => {
    for (let mends = 0; ; mends += 1) {
      const failure = await cycle().catch(storageTrouble);
      const left =
        failure && mends < mendsInARow && !pacer.isStopped()
          ? await mend({ ...deps, onProgress: () => void show({}) }, plan, failure)
          : failure;
      if (failure === null) {
        plan.maxChanges = limits.changesPerPush;
        loaded = 0;
      }
      if (failure === null || left !== null) return left;
    }
  };
}

/** What is to be sent, with the tokens of the rows it claimed meanwhile (R10). */
async function takeWithClaims(deps: SyncLoopDeps, maxChanges: number): Promise<Batch | null> {
  const batch = await takeBatch(deps.store, maxChanges);
  const isAsked = batch && (await keepDue(deps, batch, batch.claims));
  return isAsked ? takeBatch(deps.store, maxChanges) : batch;
}

/** What has just arrived may be all that a claim waited for: a row that was made here, the last change under it. */
async function keepAfterPush(deps: SyncLoopDeps, batch: Batch): Promise<void> {
  if (batch.changes.length === 0 || batch.claims.length === 0) return;
  await keepDue(deps, batch, await deps.store.transact('read', [], heldClaims));
}

/** @returns whether any was due */
async function keepDue(
  deps: SyncLoopDeps,
  { device }: Batch,
  claims: readonly HeldClaim[],
): Promise<boolean> {
  const due = claims.filter((claim) => isDue(claim, deps.now()));
  await keepClaims(deps, device, due);
  return due.length > 0;
}

/** Whether a new epoch was taken on and no page of it was loaded: all that waits goes first, be the server busy (R8). */
function isReturning({ cursor, lives }: DeviceRecord): boolean {
  return cursor === null && lives !== undefined;
}

/** @param failures in a row @param random in [0, 1) @returns ms */
function waitAfter(failure: StepFailure, failures: number, random: number): number {
  // Jitter in every case, and never at once: the desks of a site must not come back in step.
  const asked = askedWait(failure);
  if (asked !== undefined) return asked + backOff.leastMs + random * backOff.firstMs;
  if (isFinal(failure)) return backOff.stoppedMs;
  const ceiling = Math.min(backOff.lastMs, backOff.firstMs * 2 ** (failures - 1));
  return backOff.leastMs + random * ceiling;
}

/** ms the server asked to wait. */
function askedWait(failure: StepFailure): number | undefined {
  return 'retryAfter' in failure ? failure.retryAfter : undefined;
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
