/** The desktop shell's process: one instance and one window for each profile, and nothing but its lifecycle. */
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, session, shell } from 'electron';
import { appSchemes, serveAssets } from './assets.ts';
import { guardContents, guardSession } from './guard.ts';
import { handleIpc } from './ipc.ts';
import { appUrl } from './policy.ts';
import { readSettings, type ShellSettings } from './settings.ts';
import { windowOptions } from './window.ts';

const settings = readSettings(process.argv, process.env);
if (typeof settings === 'string') {
  process.stderr.write(`CR Desk: ${settings}\n`);
  app.exit(2);
} else {
  start(settings);
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
