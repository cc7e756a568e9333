import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { auditAccess, type ExportKind } from '../../../shared/commands/audit.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice } from '../../data/hooks.ts';
import { useSaveFile } from '../../records/use-save-file.ts';
import { errorText } from '../../ui/error-words.ts';
import { showDone, showFailure } from '../../ui/notices.ts';
import type { Sheet } from './export-sheet.ts';
import type { ExportAnswer, ExportRequest } from './export-worker.ts';

export interface Exported {
  /** Without its ending. */
  readonly fileName: string;
  readonly rowCount: number;
  sheets(): Promise<Sheet[]>;
}

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
} as const;
const kinds = { xlsx: 'registerXlsx', csv: 'registerCsv' } as const;

/** That a list with people in it leaves the application is noted first: no file without its entry. */
export function useNoteExport(): (what: ExportKind, rowCount: number) => Promise<boolean> {
  const { t } = useTranslation();
  const desk = useDesk();
  const device = useDevice();
  return async (what, rowCount) => {
    const noted = await desk.run(auditAccess, {
      ...{ what, rowCount, device: device?.deviceId ?? null, row: null },
    });
    if (!noted.ok) showFailure(errorText(t, noted.error.code));
    return noted.ok;
  };
}

export function useExport(): {
  isWriting: boolean;
  run(format: 'xlsx' | 'csv', of: Exported): Promise<void>;
} {
  const { t } = useTranslation();
  const note = useNoteExport();
  const saveFile = useSaveFile();
  const [isWriting, setWriting] = useState(false);
  return {
    isWriting,
    async run(format, { fileName, rowCount, sheets }) {
      if (isWriting) return;
      setWriting(true);
      const blob = await writeInWorker({ format, sheets: await sheets() });
      setWriting(false);
      if (!blob) return showFailure(t('register.export.failed'));
      if (!(await note(kinds[format], rowCount))) return;
      if (!(await saveFile(`${fileName}.${format}`, types[format], blob))) return;
      showDone(t('register.export.done', { count: rowCount }));
    },
  };
}

/** Never rejects: a worker that does not start, or throws, gives null. */
async function writeInWorker(request: ExportRequest): Promise<ExportAnswer> {
  let worker: Worker | null = null;
  try {
    worker = new Worker(new URL('./export-worker.ts', import.meta.url), {
      type: 'module',
      name: 'crdesk-export',
    });
    return await answerOf(worker, request);
  } catch {
    return null;
  } finally {
    worker?.terminate();
  }
}

function answerOf(worker: Worker, request: ExportRequest): Promise<ExportAnswer> {
  return new Promise((resolve) => {
    worker.addEventListener('message', (event: MessageEvent<ExportAnswer>) => resolve(event.data));
    worker.addEventListener('error', () => resolve(null));
    worker.addEventListener('messageerror', () => resolve(null));
    worker.postMessage(request);
  });
}
