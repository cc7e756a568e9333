/** Builds of the application one after the other, served at one address, as a server that is updated does. */
import {
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { integrityOf } from '../../build/integrity.ts';

const built = fileURLToPath(new URL('../../out/renderer', import.meta.url));

export interface Deployment {
  /** What the server hands out. */
  readonly folder: string;
  /** Each part under a new name, as when all of it was changed. @param spoil does something to it first */
  deployNext(spoil?: (folder: string) => void): void;
  remove(): void;
}

export function deployBuilt(): Deployment {
  const home = mkdtempSync(join(tmpdir(), 'cr-desk-builds-'));
  const folder = join(home, 'served');
  let count = 0;
  function serve(build: string): void {
    // Exchanged at once, as nobody sees half of a folder.
    symlinkSync(build, join(home, 'next'));
    renameSync(join(home, 'next'), folder);
  }
  serve(built);
  return {
    folder,
    deployNext(spoil) {
      count += 1;
      const next = join(home, `build-${count}`);
      cpSync(built, next, { recursive: true, filter: (path) => !path.endsWith('.br') });
      renameParts(next, `n${count}`);
      writeManifest(next);
      spoil?.(next);
      serve(next);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** `register-page-D0eF.js` is `register-page-n1-D0eF.js` from now on, wherever it is named. */
function renameParts(folder: string, mark: string): void {
  const names = globSync('assets/*', { cwd: folder }).map((path) => basename(path));
  const renamed = (name: string) =>
    name.replace(/-([^-]{8}\.\w+)$|-(.{8}\.\w+)$/, (_all, a, b) => `-${mark}-${a ?? b}`);
  for (const file of globSync('**/*.{html,js,css}', { cwd: folder })) {
    let text = readFileSync(join(folder, file), 'utf8');
    for (const name of names) text = text.replaceAll(name, renamed(name));
    writeFileSync(join(folder, file), text);
  }
  for (const name of names) renameSync(join(folder, 'assets', name), join(folder, 'assets', renamed(name)));
}

/** The service worker's list of files, as build/vite.config.ts puts it in. */
function writeManifest(folder: string): void {
  const path = join(folder, 'sw.js');
  const text = readFileSync(path, 'utf8');
  const [list] = /\[\{"integrity".*?\}\]/.exec(text) ?? [];
  if (!list) throw new Error('The service worker names no files.');
  const files = (JSON.parse(list) as { url: string }[]).map(({ url }) => ({
    ...{ url, revision: null },
    integrity: integrityOf(readFileSync(join(folder, url))),
  }));
  writeFileSync(
    path,
    text.replace(list, () => JSON.stringify(files)),
  );
}
