/**
 * One screen in all its forms: both sizes of a desk's screen and an upright tablet, light and dark; the settings and
 * the pages before the desk on a telephone too, where a supervisor looks something up. With CRDESK_SCREENS=1 a picture of each goes to out/screens, to be looked at.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import type { Language } from '../../renderer/i18n/index.ts';
import { answered } from './answered.ts';
import { foreignWords } from './visible-words.ts';
import { layoutFindings, seriousFindings, smallTargets } from './screen-checks.ts';

const folder = fileURLToPath(new URL('../../out/screens/', import.meta.url));
const takesPictures = process.env['CRDESK_SCREENS'] === '1';
if (takesPictures) mkdirSync(folder, { recursive: true });

const sizes = {
  desk: { width: 1366, height: 768 },
  wide: { width: 1920, height: 1080 },
  tablet: { width: 834, height: 1112 },
  phone: { width: 390, height: 844 },
} as const;
const onPhones = /^(set-up|sign-in|settings|alone|window)/;
const schemes = ['light', 'dark'] as const;

/**
 * @param alsoData words on the screen that are data besides the rows of the desk
 * @returns what is wrong with the screen as it stands, in any of its forms
 */
export async function findingsOf(
  page: Page,
  name: string,
  language: Language,
  alsoData: readonly string[] = [],
): Promise<string[]> {
  const foreign = await foreignWords(page, language, alsoData);
  const findings = foreign.map((text) => `another language: ${text}`);
  for (const [size, viewport] of Object.entries(sizes)) {
    if (size === 'phone' && !onPhones.test(name)) continue;
    await answered('take another size', page.setViewportSize(viewport));
    await whenDrawn(page);
    const found = await layoutFindings(page);
    if (size === 'tablet') found.push(...(await smallTargets(page)));
    // Colours, names and roles depend on neither size nor language.
    const isNews = size === 'desk' && language === 'zh-CN';
    for (const colorScheme of isNews || takesPictures ? schemes : []) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (isNews) found.push(...(await seriousFindings(page)).map((one) => `${colorScheme}: ${one}`));
      if (takesPictures) await takePicture(page, [name, language, size, colorScheme].join('.'));
    }
    findings.push(...found.map((one) => `${size}: ${one}`));
  }
  await page.setViewportSize(sizes.desk);
  return findings;
}

/** What hangs on another element is moved after it, in the next frame. */
async function whenDrawn(page: Page): Promise<void> {
  const drawing = page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await answered('draw two frames', drawing);
}

async function takePicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${folder}${name}.png`, caret: 'hide', animations: 'disabled' });
}

/** As a person's earlier choice: the page starts anew in it. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem('crdesk-language', chosen), language);
  await page.reload();
}
