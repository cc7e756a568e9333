/** What runs in the browser: the shipped data layer beside raw IndexedDB. */
import '../../../renderer/data/zod-without-eval.ts';
import { measureImport } from './import.ts';
import type { RawOrder, RawTime } from './raw-worker.ts';
import { measureSaved } from './saved.ts';

const bench = { measureImport, measureSaved, writeRaw };
export type BenchWindow = Window & { readonly bench: typeof bench };

Object.assign(window, { bench });

/** In a worker, as the application does. */
function writeRaw(order: RawOrder): Promise<RawTime> {
  const worker = new Worker(new URL('./raw-worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', (event: MessageEvent<RawTime>) => {
      worker.terminate();
      resolve(event.data);
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage(order);
  });
}
