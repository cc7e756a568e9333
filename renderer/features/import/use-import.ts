/** The steps of an import: read, look through, take or take back block by block, ended. */
import { useEffect, useRef, useState } from 'react';
import type { ImportJob } from '../../../shared/rules/import/import-job.ts';
import { databaseName } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice, usePerson, useSettings } from '../../data/hooks.ts';
import { createImportClient, type ImportClient } from './import-client.ts';
import type {
  FromImportWorker,
  ImportProgress,
  ImportRefusal,
  ImportRunner,
  ListPreview,
  ListWishes,
} from './import-messages.ts';

export type ImportState =
  | { readonly step: 'choose'; readonly failure: ImportRefusal | null }
  | { readonly step: 'reading' }
  | { readonly step: 'preview'; readonly preview: ListPreview; readonly isPlanning: boolean }
  | { readonly step: 'running'; readonly progress: ImportProgress; readonly isPausing: boolean }
  | {
      readonly step: 'ended';
      readonly job: ImportJob;
      /** A code of shared/errors.ts; null where it was paused or is complete. */
      readonly problem: string | null;
    };

const nothingYet = { done: 0, skipped: 0, total: 0, rate: 0 };

export function useImport() {
  const desk = useDesk();
  const person = usePerson();
  const device = useDevice();
  const settings = useSettings();
  const [state, setState] = useState<ImportState>({ step: 'choose', failure: null });
  const client = useRef<ImportClient | null>(null);
  // Who leaves the page ends it between two blocks, or within one, which then is whole or not there.
  useEffect(() => () => closeClient(client), []);

  function send(message: Parameters<ImportClient['send']>[0]): void {
    client.current ??= createImportClient((answer) => {
      if (answer.type === 'refused') closeClient(client);
      setState((before) => afterAnswer(before, answer));
    });
    client.current.send(message);
  }

  const runner = (): ImportRunner => ({
    ...{ databaseName, businessDay: desk.businessDay(), clockOffset: desk.now() - Date.now() },
    ...{ actor: person?.id ?? device?.deviceId ?? '', roles: person?.roles ?? [] },
  });

  function begin(what: ImportProgress['what'], message: 'begin' | 'resume' | 'undo', jobId = ''): void {
    setState({ step: 'running', progress: { what, ...nothingYet }, isPausing: false });
    send(
      message === 'begin' ? { type: message, runner: runner() } : { type: message, jobId, runner: runner() },
    );
  }

  return {
    state,
    read(file: File) {
      setState({ step: 'reading' });
      send({ type: 'read', file, province: settings?.plateProvince ?? null, databaseName });
    },
    plan(wishes: ListWishes) {
      setState((before) => (before.step === 'preview' ? { ...before, isPlanning: true } : before));
      send({ type: 'plan', wishes });
    },
    begin: () => begin('import', 'begin'),
    resume: (jobId: string) => begin('import', 'resume', jobId),
    undo: (jobId: string) => begin('undo', 'undo', jobId),
    pause() {
      setState((before) => (before.step === 'running' ? { ...before, isPausing: true } : before));
      send({ type: 'pause' });
    },
    /** What was taken stays; the rest is not taken. */
    giveUp: (job: ImportJob) => desk.db.importJob.update(job.id, { state: 'stopped' }),
    restart() {
      closeClient(client);
      setState({ step: 'choose', failure: null });
    },
  };
}

export type ImportFlow = ReturnType<typeof useImport>;

function closeClient(client: { current: ImportClient | null }): void {
  client.current?.close();
  client.current = null;
}

function afterAnswer(before: ImportState, answer: FromImportWorker): ImportState {
  switch (answer.type) {
    case 'preview':
      return { step: 'preview', preview: answer.preview, isPlanning: false };
    case 'refused':
      return { step: 'choose', failure: answer.reason };
    case 'progress':
      return before.step === 'running' ? { ...before, progress: answer.progress } : before;
    case 'ended':
      return { step: 'ended', job: answer.job, problem: answer.problem };
  }
}
