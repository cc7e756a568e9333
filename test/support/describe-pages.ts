/** What stands on a desk's pages, in a few lines a person can read. */
import type { BrowserContext } from 'playwright';

/** Of a long page its beginning and its end, where panel, notices and status line stand. */
const [firstChars, lastChars] = [250, 900] as const;
const patienceMs = 3_000;

export async function describePages(context: BrowserContext, errors: readonly string[]): Promise<string[]> {
  const lines = await Promise.all(
    context.pages().map(async (page) => {
      const reading = page
        .locator('body')
        .innerText({ timeout: patienceMs })
        .catch((error: unknown) => String(error));
      const focused = answered(
        page.evaluate(() => {
          const { activeElement: element } = document;
          const value = element instanceof HTMLInputElement ? ` value=“${element.value}”` : '';
          return `${element?.tagName} ${element?.ariaLabel ?? ''}${value}`;
        }),
      );
      const draws = answered(
        page.evaluate(() => {
          if (document.hidden) return 'hidden';
          return new Promise((resolve) => requestAnimationFrame(() => resolve('yes')));
        }),
      );
      const text = shortened((await reading).replaceAll(/\s+/g, ' '));
      return `  ${page.url()} · focus: ${await focused} · draws: ${await draws} · ${text}`;
    }),
  );
  return [...lines, ...errors.map((error) => `  error: ${error}`)];
}

/** A page that hangs answers nothing, and a browser may stop drawing: either is worth knowing of a test that waited. */
function answered(question: Promise<unknown>): Promise<string> {
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), patienceMs));
  return Promise.race([question.then(String, () => 'unknown'), late]);
}

function shortened(text: string): string {
  if (text.length <= firstChars + lastChars) return text;
  return `${text.slice(0, firstChars)} […] ${text.slice(-lastChars)}`;
}
