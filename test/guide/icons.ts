/**
 * `npm run icons`: draws the application's icons anew from their one source, renderer/public/icon.svg, in a real
 * Chromium: pictures for Linux and the web, and the containers of Windows and macOS.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { linuxSizes, macSizes, toIcns, toIco, windowsSizes } from '../../build/package/icon-files.ts';
import { openDesk } from '../support/chromium.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}build/package/icons/`;
const source = readFileSync(`${root}renderer/public/icon.svg`, 'utf8');

/** Below this many pixels there is no room for steam: the cup takes it, with a bolder tick. */
const smallMost = 32;
const smallStyle = `#steam { display: none } #cup { transform: translate(-66px, -84px) scale(1.22) } #tick { stroke-width: 36px }`;
/** macOS leaves a margin round every icon: 824 of 1024 pixels are its own. */
const macShare = 824 / 1024;

const desk = await openDesk();
try {
  await drawAll(desk.page);
} finally {
  await desk.close();
}

async function drawAll(page: Page): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const linux = await drawSizes(page, linuxSizes, 1);
  for (const { size, png } of linux) writeFileSync(`${folder}${size}x${size}.png`, png);
  writeFileSync(`${folder}icon.ico`, toIco(await drawSizes(page, windowsSizes, 1)));
  writeFileSync(`${folder}icon.icns`, toIcns(await drawSizes(page, macSizes, macShare)));
  for (const size of [192, 512])
    writeFileSync(`${root}renderer/public/icon-${size}.png`, await draw(page, size, 1));
  writeFileSync(`${folder}drawn-from.sha256`, `${createHash('sha256').update(source).digest('hex')}\n`);
}

async function drawSizes(page: Page, sizes: readonly number[], share: number) {
  const images = [];
  for (const size of sizes) images.push({ size, png: await draw(page, size, share) });
  return images;
}

async function draw(page: Page, size: number, share: number): Promise<Buffer> {
  const drawn = size * share;
  const style = size <= smallMost ? `<style>${smallStyle}</style>` : '';
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;background:transparent">${style}` +
      source.replace('<svg ', `<svg width="${drawn}" height="${drawn}" `),
  );
  return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}
