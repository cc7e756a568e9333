/** Builds the desktop shell where its sources are newer than what was built: two files, with only Electron left to find. */
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';
import { buildWhenStale } from './build-when-stale.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function buildElectron(): Promise<void> {
  await buildWhenStale({
    root,
    sources: ['electron/**/*.ts', 'shared/**/*.ts', 'build/build-electron.ts', 'package-lock.json'],
    results: ['out/electron/main.js', 'out/electron/preload.cjs'],
    stamp: 'out/electron.stamp',
    run: () => writeElectron(`${root}out/electron`),
  });
}

interface ShellBuild {
  /** The public key whose updates the shell takes (electron/updates), base64; null: it takes none. */
  readonly updateKey: string | null;
}

/** @param outDir gets `main.js`, a module, and `preload.cjs`: a sandboxed preload can be nothing but CommonJS */
export async function writeElectron(outDir: string, pinned: ShellBuild = { updateKey: null }): Promise<void> {
  await build(configFor(outDir, 'main', 'es', 'main.js', pinned));
  await build(configFor(outDir, 'preload', 'cjs', 'preload.cjs', pinned));
}

function configFor(
  outDir: string,
  entry: string,
  format: 'es' | 'cjs',
  fileName: string,
  { updateKey }: ShellBuild,
): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    cacheDir: `${root}out/vite-cache`,
    ssr: { noExternal: true, target: 'node' },
    define: { 'import.meta.env.UPDATE_KEY': JSON.stringify(updateKey) },
    build: {
      ssr: `${root}electron/${entry}.ts`,
      outDir,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        external: ['electron', /^node:/],
        output: { format, entryFileNames: fileName, codeSplitting: false },
      },
    },
  };
}
