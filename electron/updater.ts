/**
 * electron-updater behind the port of updates.ts. It never asks a server what there is: its provider hands it the list
 * whose signature was checked, and it fetches the files that stand in it from the desk's own server alone.
 */
import type { Session } from 'electron';
import electronUpdater, {
  type AppUpdater,
  type BaseUpdater,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
} from 'electron-updater';
import {
  parseUpdateInfo,
  resolveFiles,
  type ProviderRuntimeOptions,
} from 'electron-updater/out/providers/Provider.js';
import type { UpdateFeed, UpdaterPort } from './updates.ts';

export interface UpdaterDeps {
  /** Of `/updates/` at the desk's server, with a slash at the end; null where no server is known. */
  readonly baseUrl: () => string | null;
  /** Puts the shell's rules on the session that files are fetched through: a server, its authority, nothing else. */
  readonly guard: (session: Session) => void;
}

export function createUpdater({ baseUrl, guard }: UpdaterDeps): UpdaterPort {
  // Made at the first use: it reads the disk.
  let made: AppUpdater | null = null;
  const updater = () => (made ??= makeUpdater(guard));
  return {
    read: ({ name, text }) => parseUpdateInfo(text, name, new URL(`file:///${name}`)),
    async download(feed, onPercent) {
      const base = baseUrl();
      if (base === null) throw new Error('no server');
      const own = updater();
      own.setFeedURL({ provider: 'custom', updateProvider: providerOf(feed, new URL(base)) });
      const found = await own.checkForUpdates();
      if (!found?.isUpdateAvailable) return false;
      const tell = ({ percent }: { readonly percent: number }) => onPercent(percent);
      own.on('download-progress', tell);
      try {
        await own.downloadUpdate(found.cancellationToken);
      } finally {
        own.off('download-progress', tell);
      }
      return true;
    },
    // Silent: the person has said so before. On Windows and Linux every updater is one of these.
    install: ({ startAgain }) => void (updater() as BaseUpdater).install(true, startAgain),
  };
}

function makeUpdater(guard: UpdaterDeps['guard']): AppUpdater {
  const { autoUpdater } = electronUpdater;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.allowDowngrade = false;
  autoUpdater.allowPrerelease = false;
  autoUpdater.disableWebInstaller = true;
  // Its lines name folders, and folders are called after people.
  autoUpdater.logger = null;
  guard(autoUpdater.netSession);
  return autoUpdater;
}

/** @returns the class that electron-updater makes its provider of */
function providerOf(feed: UpdateFeed, base: URL) {
  return class VerifiedProvider extends electronUpdater.Provider<UpdateInfo> {
    constructor(_options: unknown, _updater: unknown, runtime: ProviderRuntimeOptions) {
      // The server answers one range at a time.
      super({ ...runtime, isUseMultipleRangeRequest: false });
    }
    getLatestVersion(): Promise<UpdateInfo> {
      return Promise.resolve(parseUpdateInfo(feed.text, feed.name, base));
    }
    resolveFiles(info: UpdateInfo): ResolvedUpdateFileInfo[] {
      return resolveFiles(info, base);
    }
  };
}
