import type { ImportReading, ImportRequest } from './import-worker.ts';

/** Never rejects: a worker that does not start, or throws, is the answer `failed`. */
export async function readInWorker(request: ImportRequest): Promise<ImportReading> {
  let worker: Worker | null = null;
  try {
    worker = new Worker(new URL('./import-worker.ts', import.meta.url), {
      type: 'module',
      name: 'crdesk-import',
    });
    return await answerOf(worker, request);
  } catch {
    return { ok: false, reason: 'failed' };
  } finally {
    worker?.terminate();
  }
}

function answerOf(worker: Worker, request: ImportRequest): Promise<ImportReading> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<ImportReading>) => resolve(event.data));
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.addEventListener('messageerror', () => reject(new Error('The answer could not be read.')));
    worker.postMessage(request);
  });
}
