/** The steps of an import: read, preview, take block by block, done or stopped. */
import { useEffect, useRef, useState } from 'react';
import { importCustomers } from '../../../shared/commands/import-customers.ts';
import { importBlocks, type ImportPlan } from '../../../shared/rules/import/plan-import.ts';
import { databaseName } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useSettings } from '../../data/hooks.ts';
import type { ImportReading, ImportRequest } from './import-worker.ts';

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
  | { readonly step: 'running'; readonly done: number; readonly total: number; readonly rate: number }
  | {
      readonly step: 'ended';
      readonly list: ImportList;
      readonly done: number;
      readonly total: number;
      /** A code of shared/errors.ts; null where it was stopped or is complete. */
      readonly problem: string | null;
    };

const rowsOf = (plan: ImportPlan) => plan.customers.reduce((sum, { lines }) => sum + lines.length, 0);

export function useImport() {
  const desk = useDesk();
  const settings = useSettings();
  const [state, setState] = useState<ImportState>({ step: 'choose', failure: null });
  const isStopped = useRef(false);
  // Who leaves the page stops it after this block: unseen, a second import beside it would take rows twice.
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
    const total = rowsOf(plan);
    const begunAt = performance.now();
    let done = 0;
    for (const block of importBlocks(plan.customers)) {
      if (isStopped.current) break;
      const seconds = Math.max(0.001, (performance.now() - begunAt) / 1000);
      setState({ step: 'running', done, total, rate: Math.round(done / seconds) });
      const customers = block.map(({ lines: _, phones, vehicles, ...rest }) => ({
        ...rest,
        phones: [...phones],
        vehicles: [...vehicles],
      }));
      const result = await desk.run(importCustomers, { customers });
      if (!result.ok) {
        setState({ step: 'ended', list, done, total, problem: result.error.code });
        return;
      }
      done += block.reduce((sum, { lines }) => sum + lines.length, 0);
    }
    setState({ step: 'ended', list, done, total, problem: null });
  }

  return {
    state,
    read,
    run,
    stop: () => (isStopped.current = true),
    restart: () => setState({ step: 'choose', failure: null }),
  };
}

function readInWorker(request: ImportRequest): Promise<ImportReading> {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
    type: 'module',
    name: 'crdesk-import',
  });
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<ImportReading>) => {
      worker.terminate();
      resolve(event.data);
    });
    worker.addEventListener('error', (event) => {
      worker.terminate();
      reject(new Error(event.message));
    });
    worker.postMessage(request);
  });
}
