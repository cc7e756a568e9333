/** Takes an import back, its last block first; where it is cut off, it goes on with the block it stood at. */
import { undoImport } from '../../../shared/commands/undo-import.ts';
import type { DeviceErrorCode } from '../../../shared/errors.ts';
import { toUndo, type ImportBlock, type ImportJob } from '../../../shared/rules/import/import-job.ts';
import type { DeskDatabase } from '../../data/database.ts';
import { readMergeRows } from '../../data/merged-guests.ts';
import { createPace, orStorageCode, type JobDeps } from './run-job.ts';

/** @returns a code of shared/errors.ts; null where it was paused or is complete */
export async function undoJob(deps: JobDeps, jobId: string): Promise<DeviceErrorCode | null> {
  const { db } = deps;
  return orStorageCode(async () => {
    await db.importJob.update(jobId, { state: 'undoing' });
    const pace = createPace(deps.clock);
    for (;;) {
      const job = await db.importJob.get(jobId);
      if (!job) return null;
      if (job.undone >= job.blocks) {
        await finish(db, jobId);
        return null;
      }
      const { undone, blocks } = job;
      deps.tell({ what: 'undo', done: undone, skipped: 0, total: blocks, rate: pace(undone) });
      if (deps.isPaused()) return null;
      const block = await db.importBlock.get([jobId, blocks - 1 - undone]);
      const failure = block && (await takeBack(deps, job, block));
      if (failure) return failure;
    }
  });
}

async function takeBack(
  { db, run }: JobDeps,
  job: ImportJob,
  block: ImportBlock,
): Promise<DeviceErrorCode | null> {
  const result = await run(undoImport, toUndo(block, await readUse(db, block)));
  if (!result.ok) return result.error.code;
  const names = new Map(
    [...block.customers, ...block.merges].map(({ lines, name }) => [lines[0] ?? 0, name]),
  );
  const stayed = result.value.left.map((left) => ({ ...left, name: names.get(left.line) ?? '' }));
  await db.transaction('rw', db.importJob, db.importBlock, async () => {
    await db.importBlock.put({ ...block, state: 'undone' });
    await db.importJob.put({
      ...job,
      undone: job.undone + 1,
      // What was told before the program ended is told once.
      stayed: [...job.stayed, ...stayed],
    });
  });
  return null;
}

/** Whether something that is not of the import names its rows: a visit, a preference, a further car, a merge. */
async function readUse(
  db: DeskDatabase,
  { customers }: ImportBlock,
): Promise<(customerId: string, guestCardId: string) => boolean> {
  const cardIds = customers.map(({ guestCardId }) => guestCardId);
  const own = new Set(customers.flatMap(({ vehicles }) => vehicles.map(({ id }) => id)));
  const customerIds = customers.map(({ id }) => id);
  const [visits, preferences, vehicles, merges] = await Promise.all([
    db.visit.where('guestCardId').anyOf(cardIds).toArray(),
    db.preference.where('guestCardId').anyOf(cardIds).toArray(),
    db.vehicle.where('customerId').anyOf(customerIds).toArray(),
    readMergeRows(db, cardIds),
  ]);
  const used = new Set([
    ...visits.map(({ guestCardId }) => guestCardId),
    ...preferences.map(({ guestCardId }) => guestCardId),
    // Another customer may stand for this one, or this one for another.
    ...merges.flatMap(({ guestCardId, intoCardId }) => [guestCardId, intoCardId]),
    ...vehicles.filter(({ id }) => !own.has(id)).map(({ customerId }) => customerId),
  ]);
  return (customerId, guestCardId) => used.has(customerId) || used.has(guestCardId);
}

/** What customers are called is of no more use here. */
async function finish(db: DeskDatabase, jobId: string): Promise<void> {
  await db.transaction('rw', db.importJob, db.importBlock, async () => {
    await db.importJob.update(jobId, { state: 'undone' });
    await db.importBlock.where('[jobId+seq]').between([jobId, 0], [jobId, Infinity]).delete();
  });
}
