/** Builds the renderer where its sources are newer than what was built. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildWhenStale } from './build-when-stale.ts';
import { compressBuilt } from './compress-built.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @param tell one line before a build, which takes some seconds */
export async function buildRenderer(tell: (line: string) => void): Promise<void> {
  await buildWhenStale({
    root,
    sources: ['renderer/**/*', 'shared/**/*', 'build/{vite.config,compress-built}.ts', 'package-lock.json'],
    results: ['out/renderer/index.html', 'out/renderer/index.html.br'],
    stamp: 'out/renderer.stamp',
    run: async () => {
      tell('Building the application …');
      await build({ configFile: `${root}build/vite.config.ts`, logLevel: 'error' });
      compressBuilt(`${root}out/renderer/`);
    },
  });
}
