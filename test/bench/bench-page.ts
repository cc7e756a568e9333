/** The page of `page/`, built like the application and served on this machine. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('page', import.meta.url));
const outDir = fileURLToPath(new URL('../../out/bench-page', import.meta.url));

export interface BenchPageHost {
  open(page: Page): Promise<void>;
  close(): Promise<void>;
}

export async function serveBenchPage(): Promise<BenchPageHost> {
  const shared = { root, configFile: false, logLevel: 'error' } as const;
  await build({
    ...shared,
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1_500 },
    worker: { format: 'es' },
  });
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false },
  });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The page of the benchmarks has no address.');
  return {
    async open(page) {
      await page.goto(url);
      await page.waitForFunction(() => 'bench' in window);
    },
    close: () => server.close(),
  };
}
