/** A list by the shipped import, block by block, beside raw transactions of the very same rows. */
import { noChoices } from '../../../shared/rules/import/plan-import.ts';
import { receivedScopes } from '../../../shared/entities/stations.ts';
import { createDeskDatabase, type DeskDatabase } from '../../../renderer/data/database.ts';
import { createIdbDeviceStore } from '../../../renderer/data/idb-device-store.ts';
import { runCommand } from '../../../renderer/data/run-command.ts';
import { createListSession } from '../../../renderer/features/import/list-session.ts';
import { readList } from '../../../renderer/features/import/read-list.ts';
import { runJob } from '../../../renderer/features/import/run-job.ts';
import { v7 as uuidv7 } from 'uuid';
import { countIn, openRaw, strictly } from './raw.ts';

export interface ImportOrder {
  /** Each a customer with a card and a car. */
  readonly rows: number;
  readonly name: string;
}

export interface ImportTimes {
  /** From the file's bytes until it can be begun. */
  readonly planMs: number;
  /** From the beginning until the last row is on the disk. */
  readonly takeMs: number;
  readonly rawMs: number;
  /** Vehicles in both databases. */
  readonly held: readonly [imported: number, raw: number];
}

const written = ['customer', 'guestCard', 'vehicle', 'base', 'outbox'] as const;

export async function measureImport({ rows, name }: ImportOrder): Promise<ImportTimes> {
  const db = createDeskDatabase(name);
  await enrol(db);
  const began = performance.now();
  const reading = await readList(listOf(rows));
  if (!reading.ok) throw new Error(reading.reason);
  const session = createListSession(db, { fileName: 'list.csv', ...reading, province: '赣' });
  await session.preview({ sheet: 0, columns: null, duplicates: noChoices });
  const planned = performance.now();
  const jobId = await session.writeJob(Date.now(), uuidv7);
  const store = createIdbDeviceStore(db);
  const runner = { businessDay: '2026-11-27', actor: uuidv7(), newId: uuidv7 };
  const problem = await runJob(
    {
      ...{ db, tell: () => undefined, isPaused: () => false, clock: () => performance.now() },
      async run(command, input) {
        const result = await runCommand(store, { ...runner, now: Date.now() }, command, input);
        return result.ok ? { ok: true, value: result.value.output } : result;
      },
    },
    jobId ?? '',
  );
  const taken = performance.now();
  if (problem !== null) throw new Error(problem);
  const { rawMs, twin } = await writeAgain(db, `${name}-raw`);
  const held = [await db.vehicle.count(), await countIn(twin, 'vehicle')] as const;
  db.close();
  twin.close();
  return { planMs: planned - began, takeMs: taken - planned, rawMs, held };
}

function listOf(rows: number): ArrayBuffer {
  const lines = Array.from({ length: rows }, (_, n) => {
    const digits = String(n).padStart(5, '0');
    return `客户${n},138007${digits},湘${'ABCDEFGHJK'[Math.floor(n / 10_000) % 10]}${digits},凯美瑞,江西省吉安市${n}号`;
  });
  return new TextEncoder().encode(`姓名,手机,车牌号,车型,地址\n${lines.join('\n')}\n`).buffer;
}

async function enrol(db: DeskDatabase): Promise<void> {
  const id = uuidv7();
  await db.meta.put({
    key: 'device',
    value: {
      ...{ deviceId: id, name: 'Office', token: 'token', installId: id, epoch: id, siteId: id },
      ...{ siteName: 'Site', station: 'office', scopes: receivedScopes('office'), cursor: null },
      ...{ ready: true, doneOpSeq: 0, sentOpSeq: 0, lastSyncedAt: null },
    },
  });
}

/** The rows, bases and changes of the import, read back outside of the time, in transactions of as many. */
async function writeAgain(db: DeskDatabase, name: string) {
  const twin = await openRaw(name);
  const tables = await Promise.all(written.map((table) => db.table(table).toArray() as Promise<unknown[]>));
  const blocks = await db.importBlock.count();
  const share = tables.map((rows) => Math.ceil(rows.length / blocks));
  const began = performance.now();
  for (let block = 0; block < blocks; block += 1)
    await strictly(twin, written, (transaction) => {
      for (const [at, table] of written.entries()) {
        const size = share[at] ?? 0;
        for (const row of tables[at]?.slice(block * size, (block + 1) * size) ?? [])
          transaction.objectStore(table).put(row);
      }
    });
  return { rawMs: performance.now() - began, twin };
}
