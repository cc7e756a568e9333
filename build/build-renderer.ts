/** Builds the renderer where its sources are newer than what was built. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = `${root}out/renderer.stamp`;

/** @param tell one line before a build, which takes some seconds */
export async function buildRenderer(tell: (line: string) => void): Promise<void> {
  const stamp = sourcesHash();
  const isFresh = existsSync(`${root}out/renderer/index.html`) && readStamp() === stamp;
  if (isFresh) return;
  tell('Building the application …');
  await build({ configFile: `${root}build/vite.config.ts`, logLevel: 'error' });
  mkdirSync(`${root}out`, { recursive: true });
  writeFileSync(stampFile, stamp);
}

function readStamp(): string | null {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null;
}

/** Of contents, not of times: a checkout gives every file the same age. */
function sourcesHash(): string {
  const files = globSync(['renderer/**/*', 'shared/**/*', 'build/vite.config.ts', 'package-lock.json'], {
    cwd: root,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}
