import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linuxSizes, macSizes, toIcns, toIco, windowsSizes } from './icon-files.ts';

const folder = new URL('icons/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder));
const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Width and height, of the picture's own head. */
function pngSize(png: Buffer): readonly [number, number] {
  expect(png.subarray(0, 8)).toEqual(pngMark);
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

test('an .ico lists its pictures with their places', () => {
  const images = [16, 256].map((size) => ({ size, png: Buffer.from(`picture of ${size}`) }));
  const ico = toIco(images);
  expect([...ico.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 0]);
  images.forEach(({ size, png }, index) => {
    const entry = ico.subarray(6 + 16 * index);
    expect([entry[0], entry[1]]).toEqual([size % 256, size % 256]);
    const [length, offset] = [entry.readUInt32LE(8), entry.readUInt32LE(12)];
    expect(ico.subarray(offset, offset + length)).toEqual(png);
  });
});

test('an .icns is a chain of blocks that ends where the file does', () => {
  const icns = toIcns(macSizes.map((size) => ({ size, png: Buffer.from(`picture of ${size}`) })));
  expect(icns.subarray(0, 4).toString()).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const types = [];
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
    types.push(icns.subarray(at, at + 4).toString());
  expect(types.sort()).toEqual(
    ['ic07', 'ic08', 'ic09', 'ic10', 'ic11', 'ic12', 'ic13', 'ic14', 'icp4', 'icp5'].sort(),
  );
});

test('the icons were drawn from the source as it is: npm run icons', () => {
  const source = readFileSync(new URL('../../renderer/public/icon.svg', import.meta.url), 'utf8');
  const hash = createHash('sha256').update(source).digest('hex');
  expect(read('drawn-from.sha256').toString().trim()).toBe(hash);
});

test('each picture has the size its name says, and Windows has them all in one file', () => {
  for (const size of linuxSizes) expect(pngSize(read(`${size}x${size}.png`))).toEqual([size, size]);
  const ico = read('icon.ico');
  const pictures = windowsSizes.map((size, index) => {
    const entry = ico.subarray(6 + 16 * index);
    const [length, offset] = [entry.readUInt32LE(8), entry.readUInt32LE(12)];
    expect(pngSize(ico.subarray(offset, offset + length))).toEqual([size, size]);
    return ico.subarray(offset, offset + length);
  });
  expect(toIco(pictures.map((png, index) => ({ size: windowsSizes[index] ?? 0, png })))).toEqual(ico);
});
