/** An import that is to be interrupted. */
import type { Page } from 'playwright';

/**
 * Some rows are taken, and most are not. Looked for with each frame: a fast machine takes all of them before somebody
 * who looks from time to time has seen the first.
 */
export async function whenUnderWay(page: Page): Promise<void> {
  await page.waitForFunction(() => /已导入 [1-9]\d* \/ \d+ 行/.test(document.body.textContent));
}
