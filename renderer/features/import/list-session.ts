/** A list that was read, and what people decide about it until it is imported. */
import {
  choiceOf,
  chosenTwice,
  headingsKey,
  type ColumnChoice,
} from '../../../shared/rules/import/import-columns.ts';
import { planBlocks, type ImportJob } from '../../../shared/rules/import/import-job.ts';
import { noChoices, type ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import type { DeskDatabase } from '../../data/database.ts';
import type { ListPreview, ListWishes } from './import-messages.ts';
import { countRows, planList, summarise } from './plan-list.ts';
import { readKnown, type Known } from './read-known.ts';
import type { ImportKind } from './read-list.ts';
import type { ImportSheet } from './read-table.ts';

export interface ListSource {
  readonly fileName: string;
  readonly kind: ImportKind;
  readonly sheets: readonly ImportSheet[];
  readonly province: string | null;
}

export interface ListSession {
  preview(wishes?: ListWishes): Promise<ListPreview>;
  /** Writes what was planned last, block by block, to be taken by `run-job.ts`. @returns its id; null without a plan */
  writeJob(now: number, newId: () => string): Promise<string | null>;
}

/** Lists that a desk remembers the columns of. */
const remembered = 30;
/** Of a transaction: one for each block would wait for the disk as often. */
const blocksAtOnce = 20;
/** How long an import can be taken back. */
const keptMs = 30 * 86_400_000;

/** The first sheet whose headings know a name, else the first. */
function firstWishes({ sheets }: ListSource): ListWishes {
  const named = sheets.findIndex(({ rows: [headings = []] }) => choiceOf(headings).includes('name'));
  return { sheet: Math.max(0, named), columns: null, duplicates: noChoices };
}

export function createListSession(db: DeskDatabase, source: ListSource): ListSession {
  let known: Known | null = null;
  let planned: { readonly plan: ImportPlan; readonly wishes: ListWishes } | null = null;

  return {
    async preview(wishes = firstWishes(source)) {
      known ??= await readKnown(db);
      const sheet = source.sheets[wishes.sheet] ?? source.sheets[0];
      if (!sheet) throw new Error('A list without a sheet.');
      const [headings = []] = sheet.rows;
      const before = wishes.columns ? null : await rememberedChoice(db, headings);
      const columns = wishes.columns ?? before ?? choiceOf(headings);
      const { guests, customerOf } = known;
      const asked = { columns, duplicates: wishes.duplicates };
      const plan = chosenTwice(columns).length > 0 ? null : planList(sheet, guests, source.province, asked);
      planned = plan && { plan, wishes };
      return {
        ...{ fileName: source.fileName, kind: source.kind, wishes, headings, columns },
        sheets: source.sheets.map(({ name }) => name),
        samples: headings.map((_, at) => firstCell(sheet, at)),
        isRemembered: before !== null,
        plan: plan && summarise(plan, customerOf),
      };
    },
    async writeJob(now, newId) {
      if (!planned || !known) return null;
      const { plan, wishes } = planned;
      const { customerOf } = known;
      const targets = new Set(plan.merges.map(({ customerId }) => customerId));
      const held = new Map([...targets].flatMap((id) => asEntry(id, customerOf(id))));
      const blocks = planBlocks(plan, held, newId);
      const { headings, columns, badRows, problems } = plan;
      const { good, known: left } = countRows(plan);
      const errors = problems.filter(({ weight }) => weight === 'error');
      const job: ImportJob = {
        ...{ id: newId(), fileName: source.fileName, beganAt: now, state: 'running' },
        ...{ total: good, done: 0, skipped: 0, blocks: blocks.length, undone: 0, stayed: [] },
        leftOut: { headings, columns, badRows, problems: errors, known: left },
      };
      if (wishes.columns) await rememberChoice(db, headings, wishes.columns);
      await forgetOldJobs(db, now);
      const kept = blocks.map((block, seq) => ({ ...block, jobId: job.id, seq, state: 'waiting' as const }));
      for (let from = 0; from < kept.length; from += blocksAtOnce)
        await db.importBlock.bulkPut(kept.slice(from, from + blocksAtOnce));
      // Last: a job whose blocks are not all there is none.
      await db.importJob.put(job);
      return job.id;
    },
  };
}

const asEntry = <Value>(key: string, value: Value | null): (readonly [string, Value])[] =>
  value === null ? [] : [[key, value]];

const firstCell = ({ rows }: ImportSheet, at: number) =>
  rows
    .slice(1, 200)
    .map((row) => (row[at] ?? '').trim())
    .find((cell) => cell !== '') ?? '';

async function rememberedChoice(db: DeskDatabase, headings: readonly string[]): Promise<ColumnChoice | null> {
  const row = await db.meta.get('importColumns');
  if (row?.key !== 'importColumns') return null;
  const found = row.value.find((one) => one.headings === headingsKey(headings));
  return found?.choice.length === headings.length ? found.choice : null;
}

async function rememberChoice(
  db: DeskDatabase,
  headings: readonly string[],
  choice: ColumnChoice,
): Promise<void> {
  const key = headingsKey(headings);
  await db.transaction('rw', db.meta, async () => {
    const row = await db.meta.get('importColumns');
    const others = row?.key === 'importColumns' ? row.value.filter((one) => one.headings !== key) : [];
    const value = [...others, { headings: key, choice }].slice(-remembered);
    await db.meta.put({ key: 'importColumns', value });
  });
}

/** Blocks hold what customers are called: they are not kept for longer than they are of use. */
export async function forgetOldJobs(db: DeskDatabase, now: number): Promise<void> {
  const jobs = await db.importJob.toArray();
  const kept = new Set(jobs.filter(({ beganAt }) => now - beganAt < keptMs).map(({ id }) => id));
  await db.importJob.bulkDelete(jobs.map(({ id }) => id).filter((id) => !kept.has(id)));
  await db.importBlock.filter(({ jobId }) => !kept.has(jobId)).delete();
}
