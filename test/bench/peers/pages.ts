/** The pages of all systems, built and served on this machine, isolated so that a page may measure its memory. */
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import type { System } from './systems.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../../out/bench-peers', import.meta.url));

export interface PeerPages {
  readonly origin: string;
  urlOf(system: System): string;
  close(): Promise<void>;
}

export async function servePeerPages(systems: readonly System[]): Promise<PeerPages> {
  const shared = { root, configFile: false, logLevel: 'error' } as const;
  const headers = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  };
  await build({
    ...shared,
    // Some of them look for Node's `global`.
    define: { global: 'globalThis' },
    build: {
      ...{ outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 2_000 },
      rolldownOptions: { input: systems.map(({ page }) => `${root}${page}.html`) },
    },
    worker: { format: 'es' },
  });
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, strictPort: false, headers },
  });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('The pages of the benchmarks have no address.');
  const { origin } = new URL(url);
  return { origin, urlOf: ({ page }) => `${origin}/${page}.html`, close: () => server.close() };
}
