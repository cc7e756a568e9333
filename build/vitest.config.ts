/** The suites: each with the surroundings it needs. `build/test.ts` runs them all. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const domTests = '**/*.dom.test.{ts,tsx}';

export default defineConfig({
  root,
  cacheDir: `${root}out/vitest-cache`,
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: ['{shared,server,renderer,electron,build}/**/*.test.{ts,tsx}', 'test/walls/*.test.ts'],
          exclude: [domTests, 'node_modules/**', 'out/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'dom',
          root,
          include: [domTests],
          exclude: ['node_modules/**', 'out/**'],
          environment: 'jsdom',
          setupFiles: ['test/support/dom-setup.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          root,
          include: ['test/contract/**/*.test.ts'],
          setupFiles: ['test/support/tidy-up.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: { name: 'simulation', root, include: ['test/simulation/**/*.test.ts'], testTimeout: 300_000 },
      },
      {
        test: {
          name: 'e2e',
          // As patient as the pages are, for the same reason: test/support/chromium.ts.
          expect: { poll: { timeout: 90_000 } },
          root,
          include: ['test/e2e/**/*.test.ts'],
          setupFiles: ['test/support/tell-pages.ts', 'test/support/tidy-up.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
          fileParallelism: false,
        },
      },
    ],
  },
});
