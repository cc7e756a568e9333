/** Of a browser test that failed: what stood on each desk's pages then, for `npm test` to tell under its failures. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { openDesks, type OpenDesk } from './chromium.ts';

const reports = fileURLToPath(new URL('../../out/test-reports', import.meta.url));
/** Of a long page its beginning and its end, where panel, notices and status line stand. */
const [firstChars, lastChars] = [250, 900] as const;
const patienceMs = 3_000;

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const told: string[] = [`PAGES when “${task.name}” failed`];
  for (const desk of openDesks) told.push(...(await pagesOf(desk)));
  mkdirSync(reports, { recursive: true });
  appendFileSync(`${reports}/e2e-pages.txt`, `${told.join('\n')}\n`);
});

async function pagesOf({ context, errors }: OpenDesk): Promise<string[]> {
  const lines = await Promise.all(
    context.pages().map(async (page) => {
      const reading = page
        .locator('body')
        .innerText({ timeout: patienceMs })
        .catch((error: unknown) => String(error));
      const focused = page
        .evaluate(() => {
          const { activeElement: element } = document;
          const value = element instanceof HTMLInputElement ? ` value=“${element.value}”` : '';
          return `${element?.tagName} ${element?.ariaLabel ?? ''}${value}`;
        })
        .catch(() => 'unknown');
      const text = shortened((await reading).replaceAll(/\s+/g, ' '));
      return `  ${page.url()} · focus: ${await focused} · ${text}`;
    }),
  );
  return [...lines, ...errors.map((error) => `  error: ${error}`)];
}

function shortened(text: string): string {
  if (text.length <= firstChars + lastChars) return text;
  return `${text.slice(0, firstChars)} […] ${text.slice(-lastChars)}`;
}
