/** The installers, as electron-builder is told to make them: what is in them, what they are called, how they behave. */
import { rmSync } from 'node:fs';
import type { AfterPackContext, Configuration } from 'electron-builder';
import { setFuses } from './fuses.ts';

export interface PackageOptions {
  /** Absolute paths: what is packed (stage.ts), and where the results go. */
  readonly appDir: string;
  readonly outDir: string;
  readonly electronVersion: string;
  /** A folder with Electron's program, in place of the one that electron-builder fetches. */
  readonly electronDist?: string;
  readonly isForLinux: boolean;
  /** Who Windows installers are signed by, as the certificate says it; null: they are not signed. */
  readonly publisher: string | null;
}

/** Who the application is to operating systems: another id would be another application, with other data. */
export const appId = 'cn.crdesk.desktop';
export const productName = 'CR Desk';
export const executableName = 'cr-desk';
/** Links that open a desk's window, e.g. `crdesk://enrol?…`. */
export const linkScheme = 'crdesk';

/**
 * There is none, and electron-builder makes no `.deb` without: a name that is nobody's (RFC 2606). Windows, which would
 * show it as a link, is told none.
 */
export const homepage = 'https://crdesk.invalid/';

/** Names that electron-builder knows: its own check of a configuration lets any other pass, and packing fails at the very end. */
interface KnownTargets {
  readonly win: readonly ('nsis' | 'portable' | 'zip')[];
  readonly linux: readonly ('AppImage' | 'deb' | 'rpm' | 'tar.gz')[];
  readonly mac: readonly ('dmg' | 'zip' | 'pkg')[];
}

/** Each system's installers. */
export const targets: KnownTargets = {
  win: ['nsis'],
  linux: ['AppImage', 'deb'],
  mac: ['dmg'],
};

export function packageConfig(options: PackageOptions): Configuration {
  return {
    appId,
    // On Linux also the folder it is installed in: with a space in it Chromium's sandbox starts nothing where it has to
    // be a set-uid program (electron/electron#44414). What a person reads is the name of the desktop entry.
    productName: options.isForLinux ? executableName : productName,
    copyright: 'CR Desk 客户关系工作台',
    artifactName: 'CR-Desk-${version}-${os}-${arch}.${ext}',
    directories: { app: options.appDir, output: options.outDir, buildResources: 'build/package' },
    electronVersion: options.electronVersion,
    ...(options.electronDist === undefined ? {} : { electronDist: options.electronDist }),
    // The folder holds what was built for it, and nothing else; compressed copies and service worker are the web's.
    files: ['**/*', '!**/*.{br,map}', '!renderer/{sw,workbox-*}.js', '!renderer/screenshots{,/**}'],
    asar: true,
    ...(options.isForLinux ? { extraMetadata: { homepage } } : {}),
    // Everything main needs is built into it: there are no packages to look for, here or further up.
    beforeBuild: () => Promise.resolve(false),
    electronLanguages: ['zh-CN', 'en'],
    protocols: [{ name: productName, schemes: [linkScheme] }],
    // No address is packed: a desk asks its own server (electron/updates), and this one does not exist.
    publish: { provider: 'generic', url: 'https://updates.invalid/' },
    forceCodeSigning: false,
    afterPack: finishProgram,
    win: windowsConfig(options.publisher),
    nsis,
    linux: {
      target: [...targets.linux],
      icon: 'build/package/icons',
      executableName,
      category: 'Office',
      maintainer: 'CR Desk',
      vendor: 'CR Desk',
      synopsis: 'Customer relations of a dealership',
      syncDesktopName: true,
      desktop: { entry: { Name: productName, 'Name[zh_CN]': '客户关系工作台', Keywords: 'CRM;客户;接待;' } },
    },
    // The tray's library under the name that Debian and Ubuntu have it by today.
    deb: { packageCategory: 'misc', priority: 'optional', recommends: ['libayatana-appindicator3-1'] },
    mac: {
      target: [...targets.mac],
      icon: 'build/package/icons/icon.icns',
      category: 'public.app-category.business',
      hardenedRuntime: true,
    },
    dmg: { title: '${productName} ${version}' },
  };
}

function windowsConfig(publisher: string | null): NonNullable<Configuration['win']> {
  return {
    target: [...targets.win],
    icon: 'build/package/icons/icon.ico',
    requestedExecutionLevel: 'asInvoker',
    // An update by somebody else is refused by Windows' own check; without a certificate there is none to make.
    verifyUpdateCodeSignature: publisher !== null,
    ...(publisher === null
      ? {}
      : { forceCodeSigning: true, signtoolOptions: { publisherName: [publisher] } }),
  };
}

/** For the person who is signed in, without an administrator's rights; what a desk holds outlives it. */
const nsis: NonNullable<Configuration['nsis']> = {
  oneClick: true,
  perMachine: false,
  allowElevation: false,
  packElevateHelper: false,
  deleteAppDataOnUninstall: false,
  installerLanguages: ['zh_CN', 'en_US'],
  multiLanguageInstaller: true,
  createDesktopShortcut: true,
  createStartMenuShortcut: true,
  shortcutName: productName,
  uninstallDisplayName: '${productName} ${version}',
  include: 'build/package/installer.nsh',
};

async function finishProgram({ appOutDir, electronPlatformName }: AfterPackContext): Promise<void> {
  // Electron's own page, which an unpacked runtime has beside ours.
  rmSync(`${appOutDir}/resources/default_app.asar`, { force: true });
  await setFuses(`${appOutDir}/${programOf(electronPlatformName)}`, electronPlatformName);
}

/** @param platform as Node calls it @returns the packed program's name within its folder */
export function programOf(platform: string): string {
  if (platform === 'win32') return `${productName}.exe`;
  return platform === 'darwin' ? `${productName}.app` : executableName;
}
