/** The desktop shell's process: one instance and one window for each profile, and nothing but its lifecycle. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session, shell } from 'electron';
import { appSchemes, serveAssets } from './assets.ts';
import { guardContents, guardSession } from './guard.ts';
import { handleIpc } from './ipc.ts';
import { appUrl } from './policy.ts';
import { readSettings, type ShellSettings } from './settings.ts';
import { windowOptions } from './window.ts';

const settings = readSettings(process.argv, process.env);
if (typeof settings === 'string') fail(settings);
else if (settings.profile !== null && !makeFolder(settings.profile)) {
  fail(`The folder ${settings.profile} cannot be written: choose another for this desk's data.`);
} else {
  start(settings);
}

function fail(sentence: string): void {
  process.stderr.write(`CR Desk: ${sentence}\n`);
  app.exit(2);
}

/** Electron takes only a folder that is there. What it holds is nobody else's business. */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

function start({ serverUrl, profile }: ShellSettings): void {
  // Before the lock, which is the profile's.
  if (profile !== null) app.setPath('userData', profile);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  protocol.registerSchemesAsPrivileged(appSchemes);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, shell, serverUrl));
  app.on('second-instance', () => showWindow());
  app.on('window-all-closed', () => app.quit());
  app.on('ready', () => {
    serveAssets(session.defaultSession, join(import.meta.dirname, '../renderer'), serverUrl);
    guardSession(session.defaultSession, serverUrl);
    handleIpc(ipcMain, { serverUrl });
    showWindow();
  });
}

/** The one there is, brought to the front; else a new one. */
function showWindow(): void {
  const [existing] = BrowserWindow.getAllWindows();
  if (existing) {
    if (existing.isMinimized()) existing.restore();
    existing.focus();
    return;
  }
  const preload = join(import.meta.dirname, 'preload.cjs');
  const window = new BrowserWindow(windowOptions(preload, session.defaultSession, app.isPackaged));
  void window.loadURL(appUrl);
}
