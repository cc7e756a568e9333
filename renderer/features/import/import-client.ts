import type { FromImportWorker, ToImportWorker } from './import-messages.ts';

export interface ImportClient {
  send(message: ToImportWorker): void;
  close(): void;
}

/** Never throws: a worker that does not start, or ends, is the answer `failed`. */
export function createImportClient(onAnswer: (answer: FromImportWorker) => void): ImportClient {
  const fail = () => onAnswer({ type: 'refused', reason: 'failed' });
  let worker: Worker | null = null;
  try {
    worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
      type: 'module',
      name: 'crdesk-import',
    });
  } catch {
    worker = null;
  }
  worker?.addEventListener('message', (event: MessageEvent<FromImportWorker>) => onAnswer(event.data));
  worker?.addEventListener('error', fail);
  worker?.addEventListener('messageerror', fail);
  return {
    send: (message) => (worker ? worker.postMessage(message) : fail()),
    close: () => worker?.terminate(),
  };
}
