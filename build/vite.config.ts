/** The renderer for browsers and for the desktop shell: one build. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { integrityOf } from './integrity.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const root = fileURLToPath(new URL('..', import.meta.url));

/** What the service worker keeps is compared with what was built. */
function withIntegrity(entries: { url: string }[]) {
  const manifest = entries.map(({ url }) => ({
    ...{ url, revision: null, size: 0 },
    integrity: integrityOf(readFileSync(`${root}out/renderer/${url}`)),
  }));
  return { manifest, warnings: [] };
}

export default defineConfig({
  root: `${root}renderer`,
  publicDir: `${root}renderer/public`,
  cacheDir: `${root}out/vite-cache`,
  build: { outDir: `${root}out/renderer`, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 1_500 },
  define: { 'import.meta.env.APP_VERSION': JSON.stringify(version) },
  // It packs large files in workers made of text, which the content security policy forbids.
  resolve: { alias: [{ find: /^fflate$/, replacement: `${root}renderer/features/register/zip-here.ts` }] },
  worker: { format: 'es' },
  plugins: [
    react(),
    VitePWA({
      // Registered by the application itself, and never in the desktop shell.
      injectRegister: false,
      // It stands in renderer/public.
      manifest: false,
      strategies: 'injectManifest',
      srcDir: 'offline',
      filename: 'sw.ts',
      // Its own small build says nothing where this one does not.
      integration: { configureCustomSWViteBuild: (inner) => void (inner.logLevel = 'error') },
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{js,css,html,svg,png,woff2,wasm}'],
        // Shown by the browser before an installation, when it is online.
        globIgnores: ['screenshots/**'],
        maximumFileSizeToCacheInBytes: 5_000_000,
        manifestTransforms: [withIntegrity],
      },
    }),
  ],
});
