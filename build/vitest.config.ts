/** The suites: each with the surroundings it needs. `build/test.ts` runs them all. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { windowFlows } from './electron-suite.ts';
import { LongestFirst } from './longest-first.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const inWindow = windowFlows(readdirSync(`${root}test/e2e`));
/** A condition that comes true late on a busy machine is true all the same: a second, as it is unsaid, is soon over. */
const patient = { poll: { timeout: 30_000 } };
/** As patient as the pages are, for the same reason: test/support/chromium.ts. */
const flows = {
  root,
  expect: { poll: { timeout: 90_000 } },
  globalSetup: ['test/support/demo-copies.ts'],
  setupFiles: ['test/support/begin-flow.ts', 'test/support/tell-pages.ts', 'test/support/tidy-up.ts'],
  testTimeout: 300_000,
  hookTimeout: 180_000,
};
const domTests = '**/*.dom.test.{ts,tsx}';

export default defineConfig({
  root,
  cacheDir: `${root}out/vitest-cache`,
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          root,
          include: [
            '{shared,server,renderer,electron,build}/**/*.test.{ts,tsx}',
            'test/{walls,support}/*.test.ts',
          ],
          exclude: [domTests, 'node_modules/**', 'out/**'],
          expect: patient,
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
          expect: patient,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          root,
          include: ['test/contract/**/*.test.ts'],
          setupFiles: ['test/support/tidy-up.ts'],
          expect: patient,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: { name: 'simulation', root, include: ['test/simulation/**/*.test.ts'], testTimeout: 300_000 },
      },
      {
        // Two at a time: a browser waits more than it works.
        test: { ...flows, name: 'e2e', include: ['test/e2e/**/*.test.ts'], maxWorkers: 2 },
      },
      {
        // The same in Electron's own window: CRDESK_ELECTRON names its program.
        test: { ...flows, name: 'electron', include: inWindow, maxWorkers: 1 },
      },
      {
        // The same at the window's page, with all of the shell but Electron (test/support/shell-page.ts).
        test: {
          ...flows,
          name: 'stand-in',
          include: inWindow,
          env: { CRDESK_STAND_IN: '1' },
          maxWorkers: 2,
        },
      },
    ],
  },
});
