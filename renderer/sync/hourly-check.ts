/** When the divergence check runs (R11): every hour, also across restarts, and when someone asks for it. */
import { checkRows, type CheckDeps } from '../../shared/sync/device/check-rows.ts';
import type { CheckRecord, DeskDatabase } from '../data/database.ts';
import { restAsLong } from '../data/each-row.ts';
import { noteOfDesk } from '../data/note-of-desk.ts';

export interface HourlyCheckDeps extends CheckDeps {
  readonly db: DeskDatabase;
  /** A check without a server is no check. */
  isOnline(): boolean;
}

export interface HourlyCheck {
  /** Runs one, unless one runs already. */
  runNow(): Promise<void>;
  stop(): void;
}

const lookEveryMs = 60_000;
export const checkTimes = { everyMs: 3_600_000, afterFailureMs: 600_000 } as const;

export function startHourlyCheck(deps: HourlyCheckDeps): HourlyCheck {
  let running: Promise<void> | null = null;
  let triedAt = -Infinity;

  async function run(): Promise<void> {
    triedAt = Date.now();
    const checked = await checkRows({ ...deps, rest: restBetween() });
    if (!checked.ok || checked.value.left > 0) return;
    const last = await readLast(deps.db);
    const { mended } = checked.value;
    const mending = mended > 0 ? { mended, mendedAt: triedAt } : pickMending(last);
    await noteOfDesk(deps.db, { key: 'check', value: { checkedAt: triedAt, ...mending } });
  }

  function runNow(): Promise<void> {
    // A disk that is full, a database that was closed: the loop tells of it, and the next look comes.
    running ??= run()
      .catch(() => undefined)
      .finally(() => (running = null));
    return running;
  }

  const interval = setInterval(() => {
    void readLast(deps.db).then(
      (last) => (deps.isOnline() && isDue(last, triedAt, Date.now()) ? runNow() : undefined),
      () => undefined,
    );
  }, lookEveryMs);
  return { runNow, stop: () => clearInterval(interval) };
}

/** A clock that was set back must not put off the next check for good. @param triedAt device's ms */
export function isDue(last: CheckRecord | null, triedAt: number, now: number): boolean {
  const isPast = (instant: number, ms: number) => now - instant >= ms || instant > now;
  return (
    isPast(last?.checkedAt ?? -Infinity, checkTimes.everyMs) && isPast(triedAt, checkTimes.afterFailureMs)
  );
}

/** Of a million rows the check reads for a minute, while somebody types. */
function restBetween(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    await restAsLong(performance.now() - since);
    since = performance.now();
  };
}

function pickMending(last: CheckRecord | null): Pick<CheckRecord, 'mended' | 'mendedAt'> {
  return { mended: last?.mended ?? 0, mendedAt: last?.mendedAt ?? null };
}

async function readLast(db: DeskDatabase): Promise<CheckRecord | null> {
  const row = await db.meta.get('check');
  return row?.key === 'check' ? row.value : null;
}
