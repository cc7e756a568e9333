/** Of a browser test that failed: what stood on each desk's pages then, for `npm test` to tell under its failures. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { openDesks, takeLastSeen } from './chromium.ts';
import { describePages } from './describe-pages.ts';

const reports = fileURLToPath(new URL('../../out/test-reports', import.meta.url));

afterEach(async ({ task }) => {
  // A test's own hooks, which close its desks, have run before this one.
  const told = [`PAGES when “${task.name}” failed`, ...takeLastSeen()];
  if (task.result?.state !== 'fail') return;
  for (const { context, errors } of openDesks) told.push(...(await describePages(context, errors)));
  mkdirSync(reports, { recursive: true });
  appendFileSync(`${reports}/${task.file.projectName ?? 'e2e'}-pages.txt`, `${told.join('\n')}\n`);
});
