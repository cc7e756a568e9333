/** Brotli copies beside the built files, made once instead of at each request; the server hands them out. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

/** Pictures are compressed already. */
const worthwhile = '**/*.{html,js,css,svg,webmanifest}';

/** @param folder of a build just made, with a slash at the end */
export function compressBuilt(folder: string): void {
  for (const file of globSync(worthwhile, { cwd: folder })) {
    const plain = readFileSync(`${folder}${file}`);
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    };
    writeFileSync(`${folder}${file}.br`, brotliCompressSync(plain, { params }));
  }
}
