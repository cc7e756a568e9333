/** `npm run package`: the installers, and the signatures of what an update server hands out. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, Platform, type Configuration } from 'electron-builder';
import { buildRenderer } from './build-renderer.ts';
import { chooseTask, type PackageTask, type SystemName } from './package/choose.ts';
import { packageConfig } from './package/config.ts';
import { stageApp } from './package/stage.ts';
import { makeKey, publicHalf, readKey, signFeeds } from './package/update-key.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = resolve(process.env['PACKAGE_DIR'] || `${root}out/package`);
const outDir = join(place, 'installers');
const appDir = join(place, 'app');
const say = (line: string) => process.stdout.write(`${line}\n`);
const keyFile = process.env['UPDATE_KEY'] || null;
const electronDist = process.env['ELECTRON_DIST'] || null;
const builderPlatforms: Readonly<Record<SystemName, Platform>> = {
  win: Platform.WINDOWS,
  linux: Platform.LINUX,
  mac: Platform.MAC,
};

const task = chooseTask(process.argv.slice(2), process.platform);
if (typeof task === 'string') fail(task);
else {
  try {
    await carryOut(task);
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function fail(sentence: string): void {
  process.stderr.write(`CR Desk: ${sentence}\n`);
  process.exitCode = 1;
}

async function carryOut(task: PackageTask): Promise<void> {
  if (task.what === 'keys') {
    const half = makeKey(task.file);
    say(
      `Signing key written to ${task.file}: keep it secret and safe, a lost one cannot be replaced from afar.`,
    );
    say(`Set UPDATE_KEY=${task.file} when making and signing installers. Its public half: ${half}`);
  } else if (task.what === 'sign') signAll(task.folder ?? outDir);
  else await pack(task.systems, task.unpacked);
}

async function pack(systems: readonly SystemName[], unpacked: boolean): Promise<void> {
  const updateKey = keyFile === null ? null : publicHalf(readKey(keyFile));
  if (updateKey === null) say('UPDATE_KEY is not set: what is made takes no updates (README, “Installers”).');
  await buildRenderer(say);
  await stageApp(appDir, updateKey);
  for (const system of systems) {
    const config = packageConfig({
      ...{ appDir, outDir },
      electronVersion: installedElectron(),
      isForLinux: system === 'linux',
      publisher: process.env['WIN_PUBLISHER'] || null,
      ...(electronDist === null ? {} : { electronDist }),
    });
    await packSystem(builderPlatforms[system], config, unpacked);
  }
  if (keyFile !== null && !unpacked) signAll(outDir);
  say(`Installers are in ${outDir}.`);
}

async function packSystem(platform: Platform, config: Configuration, unpacked: boolean): Promise<void> {
  const targets = unpacked ? platform.createTarget('dir') : platform.createTarget();
  await build({ targets, config, publish: 'never', projectDir: root });
}

function installedElectron(): string {
  const text = readFileSync(`${root}node_modules/electron/package.json`, 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function signAll(folder: string): void {
  if (keyFile === null) throw new Error('UPDATE_KEY is not set: give it the file with the signing key.');
  const names = existsSync(folder) ? signFeeds(folder, readKey(keyFile)) : [];
  if (names.length === 0)
    throw new Error(`${folder} has no list of an update (latest*.yml): make installers first.`);
  say(`Signed in ${folder}: ${names.join(', ')}. Copy the folder's files to the server's UPDATES_DIR.`);
}
