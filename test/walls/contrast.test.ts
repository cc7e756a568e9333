import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../renderer/ui/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split("[data-mantine-color-scheme='dark']");

function luminance(scheme: string, name: string): number {
  const [, hex] = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(scheme) ?? [];
  if (hex === undefined) throw new Error(`no --${name}`);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, 1.4.3. */
function contrast(scheme: string, ink: string, ground: string): number {
  const [lower = 0, higher = 0] = [luminance(scheme, ink), luminance(scheme, ground)].sort((a, b) => a - b);
  return (higher + 0.05) / (lower + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s every word can be read (contrast 4.5 at least)', (_name, scheme) => {
  test.each([
    ['accent-ink', 'accent'],
    ['ink', 'panel'],
    ['ink2', 'panel'],
    ['ink3', 'panel'],
    ['ink2', 'bg'],
    ['accent', 'panel'],
    ['accent', 'accent-weak'],
    ['ok', 'ok-weak'],
    ['warn', 'warn-weak'],
    ['bad', 'bad-weak'],
  ])('%s on %s', (ink, ground) => {
    expect(contrast(scheme, ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
});
