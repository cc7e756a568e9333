import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressBuilt } from './compress-built.ts';

test('every text that was built has a smaller copy of itself beside it; pictures have none', () => {
  const folder = `${mkdtempSync(join(tmpdir(), 'cr-desk-built-'))}/`;
  try {
    mkdirSync(`${folder}assets`);
    const code = 'console.log("客户关系");\n'.repeat(200);
    writeFileSync(`${folder}index.html`, '<!doctype html>'.repeat(20));
    writeFileSync(`${folder}assets/main.js`, code);
    writeFileSync(`${folder}icon.png`, 'picture');
    compressBuilt(folder);
    expect(readdirSync(folder).sort()).toEqual(['assets', 'icon.png', 'index.html', 'index.html.br']);
    const copy = readFileSync(`${folder}assets/main.js.br`);
    expect(brotliDecompressSync(copy).toString('utf8')).toBe(code);
    expect(copy.length).toBeLessThan(code.length / 10);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
