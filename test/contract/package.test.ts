/**
 * The installers' content, by the real pipeline of electron-builder. Electron's program is stood in for where it is
 * not on the machine; installers themselves need tools that are fetched from elsewhere: docs/windows-acceptance.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractFile, listPackage } from '@electron/asar';
import { flipFuses, FuseVersion } from '@electron/fuses';
import { DebugLogger } from 'builder-util';
import { Arch, build, Platform, type AfterPackContext, type Configuration } from 'electron-builder';
import { getAppUpdatePublishConfiguration } from 'app-builder-lib/out/publish/PublishManager';
import { LinuxTargetHelper } from 'app-builder-lib/out/targets/LinuxTargetHelper';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config';
import type { LinuxPackager } from 'app-builder-lib/out/linuxPackager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  homepage,
  packageConfig,
  programOf,
  targets,
  type PackageOptions,
} from '../../build/package/config.ts';
import { fuses, wrongFuses } from '../../build/package/fuses.ts';
import { stageApp } from '../../build/package/stage.ts';
import { electronProgram } from '../../build/opening.ts';
import { isUpdateFile } from '../../shared/rules/update-feed.ts';
import { readWindowsProgram, writeStandIn } from '../support/stand-in-electron.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const updateKey = 'cHVibGljIGhhbGY=';
const realElectron = electronProgram('linux').replace(/\/electron$/, '');
const canMakeDeb = existsSync('/usr/bin/dpkg-deb');
const hasRealElectron = process.platform === 'linux' && existsSync(join(root, realElectron, 'electron'));
let folder = '';
let linux: Packed;
let windows: Packed;

interface Packed {
  readonly dir: string;
  readonly asar: string;
  readonly program: string;
  /** What electron-builder knows while it packs. */
  readonly desktopEntry: string | null;
  readonly updateSettings: object | null;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cr-desk-package-'));
  await stageApp(join(folder, 'app'), updateKey);
  if (!hasRealElectron)
    console.log(
      'NOT VERIFIED: the pack with Electron’s own program, which is not on this machine; a stand-in was packed.',
    );
  console.log(
    'NOT VERIFIED: NSIS, AppImage and dmg are not made here: NSIS and AppImage need tools that electron-builder fetches, a dmg needs a Mac; docs/windows-acceptance.md has what to look at.',
  );
  if (canMakeDeb) process.env['CUSTOM_FPM_PATH'] = standInFpm(folder);
  else console.log('NOT VERIFIED: the .deb, which wants Debian’s dpkg-deb.');
  linux = await pack('linux');
  windows = await pack('win32');
});
afterAll(() => {
  delete process.env['CUSTOM_FPM_PATH'];
  rmSync(folder, { recursive: true, force: true });
});

/** electron-builder asks it for the `.deb`, in fpm's place. @returns a program */
function standInFpm(place: string): string {
  const path = join(place, 'fpm');
  const script = fileURLToPath(new URL('../support/stand-in-fpm.ts', import.meta.url));
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 });
  return path;
}

function options(platform: 'linux' | 'win32'): PackageOptions {
  const isReal = platform === 'linux' && hasRealElectron;
  const electronDist = isReal ? join(root, realElectron) : join(folder, `runtime-${platform}`);
  const { version } = JSON.parse(readFileSync(`${root}node_modules/electron/package.json`, 'utf8')) as {
    version: string;
  };
  if (!isReal && !existsSync(electronDist)) writeStandIn(electronDist, platform, version);
  return {
    appDir: join(folder, 'app'),
    outDir: join(folder, 'out'),
    electronVersion: version,
    electronDist,
    isForLinux: platform === 'linux',
    publisher: null,
  };
}

async function pack(platform: 'linux' | 'win32'): Promise<Packed> {
  const config = packageConfig(options(platform));
  let seen: Pick<Packed, 'desktopEntry' | 'updateSettings'> = { desktopEntry: null, updateSettings: null };
  const afterPack = async (context: AfterPackContext) => {
    await (config.afterPack as (context: AfterPackContext) => Promise<void>)(context);
    seen = await lookAt(context);
  };
  const made = platform === 'linux' && canMakeDeb ? ['dir', 'deb'] : ['dir'];
  const target = (platform === 'linux' ? Platform.LINUX : Platform.WINDOWS).createTarget(made, Arch.x64);
  await build({ targets: target, config: { ...config, afterPack }, publish: 'never', projectDir: root });
  const dir = join(folder, 'out', platform === 'linux' ? 'linux-unpacked' : 'win-unpacked');
  return { dir, asar: join(dir, 'resources/app.asar'), program: join(dir, programOf(platform)), ...seen };
}

async function lookAt({ packager, arch, electronPlatformName }: AfterPackContext) {
  const helper = electronPlatformName === 'linux' ? new LinuxTargetHelper(packager as LinuxPackager) : null;
  return {
    desktopEntry: (await helper?.computeDesktopEntry(packager.platformSpecificBuildOptions as never)) ?? null,
    updateSettings: await getAppUpdatePublishConfiguration(packager, null, arch, false),
  };
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }).version;
}

const both = () => [linux, windows] as const;

test('the configuration is one that electron-builder knows, with a publisher and without; a misspelt key is refused', async () => {
  const valid = (config: Configuration) => validateConfiguration(config, new DebugLogger(false));
  await valid(packageConfig(options('linux')));
  await valid(packageConfig({ ...options('win32'), publisher: '富源' }));
  await expect(valid({ ...packageConfig(options('linux')), asarr: true } as never)).rejects.toThrow('asarr');
  expect(targets).toEqual({ win: ['nsis'], linux: ['AppImage', 'deb'], mac: ['dmg'] });
});

describe('the archive', () => {
  test('holds what was built and nothing else: no sources, tests, maps, packages, copies for the web', () => {
    for (const { asar } of both()) {
      const files = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1));
      expect(files.filter((path) => !path.startsWith('renderer')).sort()).toEqual(
        ['electron', 'electron/main.js', 'electron/preload.cjs', 'package.json'].sort(),
      );
      const strange = files.filter(
        (path) =>
          !/^renderer(\/assets)?(\/[\w.-]+\.(js|css|html|svg|png|webmanifest|woff2|wasm))?$/.test(path),
      );
      expect(strange.filter((path) => path.startsWith('renderer'))).toEqual([]);
      expect(files.filter((path) => /test|\.map$|node_modules|\.tsx?$|\.br$|\/sw\.js$/.test(path))).toEqual(
        [],
      );
      const built = readdirSync(`${root}out/renderer/assets`).filter((name) => !name.endsWith('.br'));
      expect(files).toEqual(expect.arrayContaining(built.map((name) => `renderer/assets/${name}`)));
    }
  });

  test('is of this version, says who it is and asks for no package', () => {
    const version = ownVersion();
    const packed = JSON.parse(extractFile(linux.asar, 'package.json').toString('utf8')) as object;
    expect(packed).toEqual({
      ...{ name: 'cr-desk', productName: 'CR Desk', version, author: 'CR Desk', type: 'module' },
      ...{ main: 'electron/main.js', desktopName: 'cr-desk.desktop' },
      ...{ description: expect.any(String), license: 'UNLICENSED', homepage },
    });
    // Windows would show it as a link among its applications.
    expect(extractFile(windows.asar, 'package.json').toString('utf8')).not.toContain('homepage');
  });

  test('names nothing of the machine it was made on', () => {
    for (const file of ['electron/main.js', 'electron/preload.cjs']) {
      expect(extractFile(linux.asar, file).toString('utf8')).not.toContain(root);
      expect(extractFile(linux.asar, file).toString('utf8')).not.toContain('sourceMappingURL');
    }
  });
});

describe('the program', () => {
  test('has every fuse as the table says', async () => {
    for (const { program } of both()) expect(await wrongFuses(program)).toEqual([]);
  });

  test('whose fuse was turned back, or that knows more of them than the table, is noticed', async () => {
    await flipFuses(windows.program, { version: FuseVersion.V1, ...fuses, 0: true });
    expect(await wrongFuses(windows.program)).toEqual(['RunAsNode']);
    await flipFuses(windows.program, { version: FuseVersion.V1, ...fuses });
    const { 8: _last, ...fewer } = fuses;
    await expect(
      flipFuses(windows.program, {
        version: FuseVersion.V1,
        strictlyRequireAllFuses: true,
        ...fewer,
      } as never),
    ).rejects.toThrow();
  });

  test('comes with Chinese and English alone, and no page of Electron’s own', () => {
    for (const { dir } of both()) {
      expect(readdirSync(join(dir, 'locales')).sort()).toEqual(['en-GB.pak', 'en-US.pak', 'zh-CN.pak']);
      expect(readdirSync(join(dir, 'resources')).filter((name) => name.endsWith('.asar'))).toEqual([
        'app.asar',
      ]);
    }
  });

  test('tells Windows its name, owner and icon, and which archive it runs', () => {
    const { words, icons, integrity } = readWindowsProgram(readFileSync(windows.program));
    expect(words).toMatchObject({
      ProductName: 'CR Desk',
      FileDescription: 'CR Desk',
      CompanyName: 'CR Desk',
      LegalCopyright: 'CR Desk 客户关系工作台',
    });
    expect(icons).toEqual([16, 24, 32, 48, 64, 128, 256]);
    expect(integrity).toMatchObject([
      { file: String.raw`resources\app.asar`, alg: 'SHA256', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test('stands in a Linux menu in both languages, and opens links to enrol', () => {
    const lines = linux.desktopEntry?.split('\n') ?? [];
    for (const line of [
      ...[
        'Name=CR Desk',
        'Name[zh_CN]=客户关系工作台',
        'Terminal=false',
        'Icon=cr-desk',
        'StartupWMClass=cr-desk',
      ],
      ...['MimeType=x-scheme-handler/crdesk;', 'Categories=Office;'],
    ])
      expect(lines).toContain(line);
    expect(lines.find((line) => line.startsWith('Exec='))).toMatch(/cr-desk.* %U$/);
  });
});

describe.runIf(canMakeDeb)('the .deb, by the real pipeline and dpkg-deb,', () => {
  const deb = () => join(folder, `out/CR-Desk-${ownVersion()}-linux-amd64.deb`);
  const ask = (...args: string[]) => execFileSync('dpkg-deb', args, { encoding: 'utf8' });

  test('says what it is, and what it needs of a desktop', () => {
    const field = (name: string) => ask('-f', deb(), name).trim();
    const said = ['Package', 'Version', 'Architecture', 'Section', 'Maintainer', 'Recommends'].map(field);
    expect(said).toEqual([
      ...['cr-desk', ownVersion(), 'amd64', 'misc', 'CR Desk', 'libayatana-appindicator3-1'],
    ]);
    expect(field('Description')).toContain('客户关系工作台');
    for (const needed of ['libgtk-3-0', 'libnss3', 'libsecret-1-0', 'xdg-utils'])
      expect(field('Depends').split(', ')).toContain(needed);
  });

  test('puts the packed program with its fuses, a menu entry and icons where they belong, for root alone to change', async () => {
    const tree = join(folder, 'installed');
    ask('-x', deb(), tree);
    expect(await wrongFuses(join(tree, 'opt/cr-desk/cr-desk'))).toEqual([]);
    expect(readFileSync(join(tree, 'opt/cr-desk/resources/app.asar')).equals(readFileSync(linux.asar))).toBe(
      true,
    );
    const entry = readFileSync(join(tree, 'usr/share/applications/cr-desk.desktop'), 'utf8');
    expect(entry).toContain('Name[zh_CN]=客户关系工作台\n');
    expect(entry).toContain('Exec=/opt/cr-desk/cr-desk %U\n');
    expect(readdirSync(join(tree, 'usr/share/icons/hicolor'))).toHaveLength(8);
    const listed = ask('-c', deb()).trimEnd().split('\n');
    // electron/electron#44414
    expect(listed.filter((line) => / \.\/.* /.test(line.trimEnd()))).toEqual([]);
    expect(listed.filter((line) => !/^[-d]r[w-][x-]r-[x-]r-[x-] root\/root /.test(line))).toEqual([]);
  });

  test('has scripts that a shell can read, which link the program and let its sandbox work', () => {
    const scripts = join(folder, 'control');
    ask('-e', deb(), scripts);
    for (const name of ['postinst', 'postrm']) execFileSync('bash', ['-n', join(scripts, name)]);
    const after = readFileSync(join(scripts, 'postinst'), 'utf8');
    expect(after).toContain("'/usr/bin/cr-desk' 'cr-desk' '/opt/cr-desk/cr-desk'");
    expect(after).toContain('apparmor');
  });

  test('is in the list of the update, by a name the server hands out', () => {
    const list = readFileSync(join(folder, 'out/latest-linux.yml'), 'utf8');
    const [, url = ''] = /url: (.*)/.exec(list) ?? [];
    expect(join(folder, 'out', url)).toBe(deb());
    expect(isUpdateFile(url)).toBe(true);
  });
});

test('no address to update from is packed: only a desk’s own server is asked', () => {
  const packed = readFileSync(join(linux.dir, 'resources/app-update.yml'), 'utf8');
  expect(packed).toBe(
    'provider: generic\nurl: https://updates.invalid/\nupdaterCacheDirName: cr-desk-updater\n',
  );
  expect(windows.updateSettings).toMatchObject({ provider: 'generic', url: 'https://updates.invalid/' });
});

test('an update on Windows has to be signed by the publisher that was named, and so has what is packed', async () => {
  const { win, nsis } = packageConfig({ ...options('win32'), publisher: '富源' });
  expect(win).toMatchObject({
    verifyUpdateCodeSignature: true,
    forceCodeSigning: true,
    signtoolOptions: { publisherName: ['富源'] },
  });
  expect(nsis).toMatchObject({
    perMachine: false,
    allowElevation: false,
    deleteAppDataOnUninstall: false,
    installerLanguages: ['zh_CN', 'en_US'],
  });
});
