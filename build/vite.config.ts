/** The renderer for browsers and for the desktop shell: one build. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const root = fileURLToPath(new URL('..', import.meta.url));

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
      registerType: 'prompt',
      manifest: {
        name: 'CR Desk 客户关系工作台',
        short_name: 'CR Desk',
        lang: 'zh-CN',
        start_url: '/',
        display: 'standalone',
        background_color: '#f5f6f8',
        theme_color: '#1f5fbf',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,woff2,wasm}'],
        maximumFileSizeToCacheInBytes: 5_000_000,
        navigateFallback: '/index.html',
        // What the server answers is never taken from a cache.
        navigateFallbackDenylist: [/^\/api\//],
      },
    }),
  ],
});
