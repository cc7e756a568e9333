/** The steps of an import: read, preview, take block by block, done or stopped. */
import { useEffect, useRef, useState } from 'react';
import { importBlocks, type ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import { databaseName } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useSettings } from '../../data/hooks.ts';
import { readInWorker } from './read-in-worker.ts';
import { createTakeBlock } from './take-block.ts';
import type { ImportReading } from './import-worker.ts';

export type ImportFailure = Extract<ImportReading, { ok: false }>['reason'];

/** A list that was read, and what an import of it would do. */
export interface ImportList {
  readonly fileName: string;
  readonly encoding: Extract<ImportReading, { ok: true }>['encoding'];
  readonly plan: ImportPlan;
}

export type ImportState =
  | { readonly step: 'choose'; readonly failure: ImportFailure | null }
  | { readonly step: 'reading' }
  | ({ readonly step: 'preview' } & ImportList)
  | ({ readonly step: 'running'; readonly rate: number } & ImportProgress)
  | ({
      readonly step: 'ended';
      readonly list: ImportList;
      /** A code of shared/errors.ts; null where it was stopped or is complete. */
      readonly problem: string | null;
    } & ImportProgress);

/** Rows. */
export interface ImportProgress {
  readonly done: number;
  /** Known by now, though not when the list was looked through. */
  readonly skipped: number;
  readonly total: number;
}

const rowsOf = (plan: ImportPlan) => plan.customers.reduce((sum, { lines }) => sum + lines.length, 0);

export function useImport() {
  const desk = useDesk();
  const settings = useSettings();
  const [state, setState] = useState<ImportState>({ step: 'choose', failure: null });
  const isStopped = useRef(false);
  // Who leaves the page stops it after this block: nobody would see how it ends.
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );

  async function read(file: File) {
    setState({ step: 'reading' });
    const reading = await readInWorker({ file, databaseName, province: settings?.plateProvince ?? null });
    setState(
      reading.ok
        ? { step: 'preview', fileName: file.name, encoding: reading.encoding, plan: reading.plan }
        : { step: 'choose', failure: reading.reason },
    );
  }

  async function run({ fileName, encoding, plan }: ImportList) {
    const list = { fileName, encoding, plan };
    isStopped.current = false;
    const begunAt = performance.now();
    const takeBlock = createTakeBlock(desk);
    let progress: ImportProgress = { done: 0, skipped: 0, total: rowsOf(plan) };
    let problem: string | null = null;
    for (const block of importBlocks(plan.customers)) {
      if (isStopped.current) break;
      const seconds = Math.max(0.001, (performance.now() - begunAt) / 1000);
      setState({ step: 'running', ...progress, rate: Math.round(progress.done / seconds) });
      const result = await takeBlock(block);
      if (!result.ok) {
        problem = result.error.code;
        break;
      }
      const { done, skipped } = result.value;
      progress = { ...progress, done: progress.done + done, skipped: progress.skipped + skipped };
    }
    setState({ step: 'ended', list, ...progress, problem });
  }

  return {
    state,
    read,
    run,
    stop: () => (isStopped.current = true),
    restart: () => setState({ step: 'choose', failure: null }),
  };
}
