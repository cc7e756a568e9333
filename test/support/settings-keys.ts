/** What fingers do in the settings: keys only, through long panels and the forms in them. */
import type { Locator } from 'playwright';
import { whenFocused } from './reception-keys.ts';

/** Tab, or Shift+Tab where it lies behind. */
export async function reach(target: Locator): Promise<void> {
  await target.waitFor();
  const page = target.page();
  const isBefore = await target.evaluate((element) => {
    const here = document.activeElement ?? document.body;
    return (here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
  });
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let steps = 0; steps < 90 && !(await isThere()); steps += 1)
    await page.keyboard.press(isBefore ? 'Shift+Tab' : 'Tab');
  await whenFocused(target);
}

export async function press(target: Locator): Promise<void> {
  await reach(target);
  await target.page().keyboard.press('Enter');
}

/** Into the form's first field and those after it; saved with a key that is pressed twice. */
export async function fill(form: Locator, values: readonly string[]): Promise<void> {
  const { keyboard } = form.page();
  const fields = form.getByRole('textbox');
  for (const [index, value] of values.entries()) {
    if (index > 0) await keyboard.press('Enter');
    await whenFocused(fields.nth(index));
    await keyboard.press('Control+a');
    await keyboard.type(value);
  }
  await keyboard.press('Control+Enter');
  await keyboard.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
}
