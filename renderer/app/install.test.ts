import { expect, test } from 'vitest';
import { installWay } from './install.ts';

const chromium =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36';
const macSafari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Safari/604.1';
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0';
const nothing = { ask: null, isInstalled: false };
const at = (userAgent: string, more = {}) => ({ userAgent, maxTouchPoints: 0, isSecure: true, ...more });
const offered = { ask: () => undefined, isInstalled: false };

test.each([
  ['a browser that asks by itself', offered, at(chromium), 'ask'],
  ['the window that was installed', { ask: null, isInstalled: true }, at(chromium), 'installed'],
  ['Chromium that has not offered it', nothing, at(chromium), 'menu'],
  ['Firefox', nothing, at(firefox), 'menu'],
  ['Safari on a Mac', nothing, at(macSafari), 'safari'],
  ['an iPhone', nothing, at(iphone, { maxTouchPoints: 5 }), 'ios'],
  ['an iPad, which says it is a Mac', nothing, at(macSafari, { maxTouchPoints: 5 }), 'ios'],
  ['an address without https', nothing, at(chromium, { isSecure: false }), 'insecure'],
] as const)('how the application is installed in %s', (_where, state, where, way) => {
  expect(installWay(state, where)).toBe(way);
});
