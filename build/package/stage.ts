/** Lays out what is packed: the built shell, the built renderer and a package.json of its own; no packages beside it. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeElectron } from '../build-electron.ts';
import { executableName, productName } from './config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** @param appDir emptied first @param updateKey whose updates this build takes; null: it takes none */
export async function stageApp(appDir: string, updateKey: string | null): Promise<void> {
  rmSync(appDir, { recursive: true, force: true });
  mkdirSync(appDir, { recursive: true });
  await writeElectron(`${appDir}/electron`, { updateKey });
  cpSync(`${root}out/renderer`, `${appDir}/renderer`, { recursive: true });
  writeFileSync(`${appDir}/package.json`, `${JSON.stringify(packedPackage(), null, 2)}\n`);
}

/** Of the repository's own only what the packed application is to know. */
function packedPackage(): object {
  const { version, description, license } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Record<
    string,
    string
  >;
  return {
    name: executableName,
    productName,
    version,
    description,
    license,
    author: 'CR Desk',
    type: 'module',
    main: 'electron/main.js',
    desktopName: `${executableName}.desktop`,
  };
}
