/** Reads, checks and takes a customer list, and takes it back, away from the screen. */
import '../../data/zod-without-eval.ts';
import { v7 as uuidv7 } from 'uuid';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { createDeskDatabase, type DeskDatabase } from '../../data/database.ts';
import { createIdbDeviceStore } from '../../data/idb-device-store.ts';
import { runCommand } from '../../data/run-command.ts';
import {
  rowsChannelName,
  syncChannelName,
  type RowsMessage,
  type SyncMessage,
} from '../../data/sync-channel.ts';
import type { FromImportWorker, ImportRunner, ToImportWorker } from './import-messages.ts';
import { createListSession, type ListSession } from './list-session.ts';
import { readList } from './read-list.ts';
import { runJob, type JobDeps } from './run-job.ts';
import { undoJob } from './undo-job.ts';

const largestFile = 60_000_000;

const post = (message: FromImportWorker) => self.postMessage(message);
const refuse = (reason: Extract<FromImportWorker, { type: 'refused' }>['reason']) =>
  post({ type: 'refused', reason });

serve();

function serve(): void {
  let session: ListSession | null = null;
  let isPaused = false;

  async function answer(message: ToImportWorker): Promise<void> {
    switch (message.type) {
      case 'read':
        session = await openList(message);
        if (session) post({ type: 'preview', preview: await session.preview() });
        return;
      case 'plan':
        if (session) post({ type: 'preview', preview: await session.preview(message.wishes) });
        return;
      case 'pause':
        isPaused = true;
        return;
      case 'begin': {
        const now = Date.now() + message.runner.clockOffset;
        const jobId = (await session?.writeJob(now, uuidv7)) ?? null;
        if (jobId === null) return refuse('failed');
        return work(jobId, message.runner, runJob);
      }
      case 'resume':
        return work(message.jobId, message.runner, runJob);
      case 'undo':
        return work(message.jobId, message.runner, undoJob);
    }
  }

  async function work(jobId: string, runner: ImportRunner, step: typeof runJob): Promise<void> {
    isPaused = false;
    const db = createDeskDatabase(runner.databaseName);
    // Held while it runs: another window that would take the same import up finds it busy.
    await navigator.locks.request(`crdesk-import-${jobId}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return refuse('busy');
      const problem = await step(
        createDeps(db, runner, () => isPaused),
        jobId,
      );
      const job = await db.importJob.get(jobId);
      if (job) post({ type: 'ended', job, problem });
      else refuse('job_gone');
    });
    db.close();
  }

  self.addEventListener('message', (event: MessageEvent<ToImportWorker>) => {
    // A rejected promise is no `error` event of a worker: unsaid, the page would wait for ever.
    void answer(event.data).catch(() => refuse('failed'));
  });
}

async function openList({
  file,
  province,
  databaseName,
}: Extract<ToImportWorker, { type: 'read' }>): Promise<ListSession | null> {
  if (file.size > largestFile) return refused('too_large');
  const bytes = await readBytes(file);
  if (!bytes) return refused('unreadable');
  const reading = await readList(bytes);
  if (!reading.ok) return refused(reading.reason);
  const { kind, sheets } = reading;
  return createListSession(createDeskDatabase(databaseName), { fileName: file.name, kind, sheets, province });
}

function refused(reason: Extract<FromImportWorker, { type: 'refused' }>['reason']): null {
  refuse(reason);
  return null;
}

/** Null where the file was moved, changed or locked since it was chosen. */
async function readBytes(file: File): Promise<ArrayBuffer | null> {
  try {
    return await file.arrayBuffer();
  } catch {
    return null;
  }
}

function createDeps(db: DeskDatabase, runner: ImportRunner, isPaused: () => boolean): JobDeps {
  const store = createIdbDeviceStore(db);
  const rowsChannel = new BroadcastChannel(rowsChannelName);
  const syncChannel = new BroadcastChannel(syncChannelName);
  return {
    ...{ db, isPaused },
    clock: () => performance.now(),
    tell: (progress) => post({ type: 'progress', progress }),
    async run(command, input) {
      const { permission } = command;
      if (typeof permission === 'string' && !rolesAllow(runner.roles, permission))
        return { ok: false, error: { code: 'not_permitted' } };
      const now = Math.round(Date.now() + runner.clockOffset);
      const { businessDay, actor } = runner;
      const result = await runCommand(store, { now, businessDay, actor, newId: uuidv7 }, command, input);
      if (!result.ok) return result;
      for (const [entity, ids] of result.value.changed)
        rowsChannel.postMessage({ entity, ids } satisfies RowsMessage);
      syncChannel.postMessage({ type: 'poke' } satisfies SyncMessage);
      return { ok: true, value: result.value.output };
    },
  };
}
