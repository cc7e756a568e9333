/** Takes the blocks of an import one by one: each at most once, whatever ends this program between them. */
import { importCustomers } from '../../../shared/commands/import-customers.ts';
import type { Command } from '../../../shared/commands/define.ts';
import type { DeviceErrorCode, Result } from '../../../shared/errors.ts';
import { toImported, type ImportBlock, type ImportJob } from '../../../shared/rules/import/import-job.ts';
import { guestKeyOf, leaveOutKnown } from '../../../shared/rules/import/leave-out-known.ts';
import type { DeskDatabase } from '../../data/database.ts';
import { toStorageFailure } from '../../data/storage-failure.ts';
import type { ImportProgress } from './import-messages.ts';
import { createNumberlessCards, readKnownAmong, type NumberlessCards } from './read-known.ts';

export interface JobDeps {
  readonly db: DeskDatabase;
  run<Input, Output>(
    command: Command<Input, Output>,
    input: NoInfer<Input>,
  ): Promise<Result<Output, DeviceErrorCode>>;
  tell(progress: ImportProgress): void;
  isPaused(): boolean;
  /** ms that only grow. */
  clock(): number;
}

/** @returns a code of shared/errors.ts; null where it was paused or is complete */
export async function runJob(deps: JobDeps, jobId: string): Promise<DeviceErrorCode | null> {
  const { db } = deps;
  return orStorageCode(async () => {
    await db.importJob.update(jobId, { state: 'running' });
    const own: Own = { keys: new Set(), numberless: createNumberlessCards(db) };
    const pace = createPace(deps.clock);
    for (let seq = 0; ; seq += 1) {
      const [job, block] = [await db.importJob.get(jobId), await db.importBlock.get([jobId, seq])];
      // Given up in another window.
      if (!job || job.state === 'stopped') return null;
      if (!block) {
        await db.importJob.update(jobId, { state: 'done' });
        return null;
      }
      deps.tell({ what: 'import', ...rowsOf(job), rate: pace(job.done) });
      let { customers } = block;
      if (block.state === 'waiting') {
        if (deps.isPaused()) {
          await db.importJob.update(jobId, { state: 'paused' });
          return null;
        }
        const taken = await takeAlone(deps, block, own);
        if (!taken.ok) return stopped(db, jobId, taken.error.code);
        customers = taken.value;
      }
      for (const customer of customers) own.keys.add(guestKeyOf(customer) ?? '');
    }
  });
}

async function stopped(db: DeskDatabase, jobId: string, code: DeviceErrorCode): Promise<DeviceErrorCode> {
  await db.importJob.update(jobId, { state: 'paused' }).catch(() => undefined);
  return code;
}

const rowsOf = ({ done, skipped, total }: ImportJob) => ({ done, skipped, total });

/** Per second, since it began or went on. */
export function createPace(clock: () => number): (done: number) => number {
  let first: { readonly at: number; readonly done: number } | null = null;
  return (done) => {
    first ??= { at: clock(), done };
    const seconds = (clock() - first.at) / 1000;
    return seconds > 0.05 ? Math.round((done - first.done) / seconds) : 0;
  };
}

/** What this import itself wrote: the plan told it apart. */
interface Own {
  /** By `guestKeyOf`. */
  readonly keys: Set<string>;
  readonly numberless: NumberlessCards;
}

/** Who came of the block. */
type Taken = Result<ImportBlock['customers'], DeviceErrorCode>;

/** Another window that imports waits, and then sees what this one wrote. */
const takeAlone = (deps: JobDeps, block: ImportBlock, own: Own): Promise<Taken> =>
  navigator.locks.request('crdesk-import', () => take(deps, block, own));

async function take({ db, run }: JobDeps, block: ImportBlock, own: Own): Promise<Taken> {
  // Written already, and the program ended before it was noted.
  const cards = await db.guestCard.bulkGet(block.customers.map(({ guestCardId }) => guestCardId));
  const missing = block.customers.filter((_, at) => !cards[at]);
  const { customers, skipped } = leaveOutKnown(
    missing,
    await readKnownAmong(db, missing, own.numberless),
    own.keys,
  );
  const merges = block.merges.map(({ name: _, lines: __, ...merge }) => merge);
  if (customers.length + merges.length > 0) {
    const result = await run(importCustomers, { customers: customers.map(toImported), merges });
    if (!result.ok) return result;
    own.numberless.noteOwn(customers.length);
  }
  const taken = [...block.customers.filter((_, at) => cards[at]), ...customers];
  const all = [...block.customers, ...block.merges].reduce((sum, { lines }) => sum + lines.length, 0);
  await db.transaction('rw', db.importJob, db.importBlock, async () => {
    const job = await db.importJob.get(block.jobId);
    if (!job) return;
    const progress = { done: job.done + all - skipped, skipped: job.skipped + skipped };
    await db.importJob.put({ ...job, ...progress });
    await db.importBlock.put({ ...block, customers: taken, state: 'taken' });
  });
  return { ok: true, value: taken };
}

export async function orStorageCode<Value>(work: () => Promise<Value>): Promise<Value | DeviceErrorCode> {
  try {
    return await work();
  } catch (error) {
    const failure = toStorageFailure(error);
    if (!failure) throw error;
    return failure.code;
  }
}
