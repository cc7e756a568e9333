/** What no screen may have, in any size, language or scheme: checked on the page as it stands. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/** What axe finds serious or critical, each with the element. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

/** Scrolling sideways, and text cut off where no ellipsis says so. */
export function layoutFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const findings: string[] = [];
    const describe = (element: Element) =>
      `<${element.tagName.toLowerCase()} ${element.className}> ${element.textContent.trim().slice(0, 60)}`;
    const isSeen = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      // What is for screen readers alone is a pixel wide.
      return width > 1 && height > 1 && element.checkVisibility({ opacityProperty: true });
    };
    const ownText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) findings.push('the page scrolls sideways');
    for (const element of document.body.querySelectorAll('*')) {
      if (!isSeen(element)) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      const isWider = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
      // A table wider than its place may be moved in it; nothing else.
      if (isWider && /auto|scroll/.test(overflowX) && !element.querySelector('table'))
        findings.push(`scrolls sideways: ${describe(element)}`);
      if (isWider && ownText(element) && textOverflow !== 'ellipsis' && !/auto|scroll/.test(overflowX))
        findings.push(`cut off: ${describe(element)}`);
      if (!ownText(element)) continue;
      const box = element.getBoundingClientRect();
      if (box.right > innerWidth + 1 || box.left < -1) findings.push(`off the screen: ${describe(element)}`);
    }
    return findings;
  });
}

/** Controls that a finger could miss: under 44 px one way. Of those that lie in sight. */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wanted =
      'a[href], button, select, textarea, [role=option], [role=menuitem], [role=combobox], input';
    const findings: string[] = [];
    for (const element of document.querySelectorAll(wanted)) {
      const { width, height } = targetOf(element);
      if (!element.checkVisibility() || width === 0) continue;
      // What appears for the keyboard alone.
      if (element.matches('a[href="#content"]')) continue;
      if (width < 44 || height < 44) {
        const name = element.ariaLabel ?? element.textContent.trim().slice(0, 30);
        findings.push(`${element.tagName} “${name}” ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return findings;

    /** The label around a radio button, the wrapper of a field; and what a link spreads beyond its box. */
    function targetOf(element: Element): { width: number; height: number } {
      const input = element instanceof HTMLInputElement ? element : null;
      const around = input?.labels?.[0] ?? element;
      const place = input && /radio|checkbox/.test(input.type) ? around : element;
      const { width, height } = place.getBoundingClientRect();
      const { content, insetBlockStart } = getComputedStyle(element, '::before');
      const above = content !== 'none' && parseFloat(insetBlockStart) < 0 ? -parseFloat(insetBlockStart) : 0;
      return { width, height: height + above };
    }
  });
}

/** Collects what the page says to the console that no page should. @returns the list, which grows */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|Refused to/.test(text)) complaints.push(text);
    else if (message.type() === 'warning' && /React|i18next|missingKey/i.test(text)) complaints.push(text);
  });
  return complaints;
}
