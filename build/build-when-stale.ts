/** Runs a build where its sources are not those of the last one. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

interface Build {
  /** Folder that all paths here start from. */
  readonly root: string;
  /** Globs of everything the result depends on; tests among them are left out. */
  readonly sources: readonly string[];
  /** Files whose absence alone asks for a build. */
  readonly results: readonly string[];
  /** Where the sources' hash of the last build is kept. */
  readonly stamp: string;
  readonly run: () => Promise<void>;
}

export async function buildWhenStale({ root, sources, results, stamp, run }: Build): Promise<void> {
  const stampFile = `${root}${stamp}`;
  const hash = sourcesHash(root, sources);
  const isBuilt = results.every((file) => existsSync(`${root}${file}`));
  if (isBuilt && readStamp(stampFile) === hash) return;
  await run();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
}

function readStamp(stampFile: string): string | null {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : null;
}

/** Of contents, not of times: a checkout gives every file the same age. */
function sourcesHash(root: string, sources: readonly string[]): string {
  const files = globSync(sources, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}
