/** The desktop shell's process: one instance and one window for each profile, and nothing but its lifecycle. */
import { mkdirSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { app, ipcMain, powerMonitor, protocol, safeStorage, session, shell } from 'electron';
import { appSchemes, serveAssets } from './assets.ts';
import { openSealedJournal } from './sealed-journal.ts';
import { createDeskWindow, type DeskWindow } from './desk-window.ts';
import { createEnrolInbox, type EnrolInbox } from './enrol-inbox.ts';
import { canFollow, followServer, networkFinder } from './find-server.ts';
import { guardContents, guardIdentity, guardSession, pinnedOf } from './guard.ts';
import { createHandlers } from './handlers.ts';
import { handleIpc } from './ipc.ts';
import { openLog, type Log } from './log.ts';
import { openSettings } from './kept-settings.ts';
import { createPrinting } from './printing.ts';
import { saveDialog } from './save-dialog.ts';
import { createExports } from './save-export.ts';
import { createServerChoice } from './server-choice.ts';
import { createServerWatch } from './server-watch.ts';
import { createSurroundings } from './surroundings.ts';
import { createWindowChoices } from './window-choices.ts';
import { readSettings, type ShellSettings } from './settings.ts';
import { startUpdates } from './start-updates.ts';
import { guardErrors } from './trust.ts';

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

function start({ serverUrl, profile, isKiosk }: ShellSettings): void {
  // Before the lock, which is the profile's.
  if (profile !== null) app.setPath('userData', profile);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const keeper = openSettings(app.getPath('userData'));
  const server = createServerChoice(serverUrl, keeper);
  const log = openLog(join(app.getPath('userData'), 'logs'), () => Date.now());
  noteStart(log, keeper.wasUnreadable);
  const choices = createWindowChoices(keeper, isKiosk);
  const desk = createDeskWindow(keeper, choices, log);
  const inbox = createEnrolInbox();
  protocol.registerSchemesAsPrivileged(appSchemes);
  app.on('web-contents-created', (_event, contents) =>
    guardContents(contents, shell, server, () => choices.current().kiosk),
  );
  guardErrors(app, () => pinnedOf(server));
  guardIdentity(app);
  app.on('window-all-closed', () => app.quit());
  listenForLinks(inbox, desk);
  app.on('ready', () => {
    const assets = join(import.meta.dirname, '../renderer');
    serveAssets(session.defaultSession, assets, server);
    guardSession(session.defaultSession, server);
    const updates = startUpdates({
      app,
      session: session.defaultSession,
      server,
      publicKey: import.meta.env?.UPDATE_KEY ?? null,
      onChange: (state) => desk.tell('updateChanged', state),
      log,
    });
    desk.onStay(() => updates.stay());
    const watch = createServerWatch({
      canLook: () => canFollow(server),
      look: () => followServer(server, networkFinder),
      onChange: (state) => desk.tell('serverSearch', state),
      clock: () => Date.now(),
      random: Math.random,
    });
    const surroundings = createSurroundings({ desk, keeper, choices, log, assets });
    const journal = openSealedJournal(join(app.getPath('userData'), 'journal'), safeStorage);
    const exports = createExports({
      ask: saveDialog(desk.current, () => keeper.current().language),
      ownFolder: app.getPath('userData'),
    });
    const printing = createPrinting(() => desk.current()?.webContents ?? null, keeper);
    handleIpc(
      ipcMain,
      () => ({
        serverUrl: server.current(),
        caFingerprint: server.fingerprint(),
        isServerGiven: server.isGiven,
        wasUnreadable: keeper.wasUnreadable,
        recovery: desk.takeRecovery(),
      }),
      createHandlers({
        ...{ server, watch, inbox, desk, updates, choices, surroundings, journal, exports, printing, log },
        idleSeconds: () => powerMonitor.getSystemIdleTime(),
        openPath: (path) => shell.openPath(path),
      }),
    );
    powerMonitor.on('resume', () => void watch.look());
    desk.show();
    void watch.look();
  });
}

function noteStart(log: Log, wasUnreadable: boolean): void {
  const electron = process.versions['electron'] ?? '';
  const system = `${process.platform} ${release()}`.slice(0, 60);
  log.note({ event: 'started', app: app.getVersion(), electron, system });
  if (wasUnreadable) log.note({ event: 'settingsUnreadable' });
}

/** Windows and Linux start the program a second time with a link; macOS tells the one that runs. */
function listenForLinks(inbox: EnrolInbox, desk: DeskWindow): void {
  if (app.isPackaged) app.setAsDefaultProtocolClient('crdesk');
  inbox.receive(process.argv);
  const take = (texts: readonly string[]) => {
    if (inbox.receive(texts)) desk.tell('enrolLinkCame');
    if (app.isReady()) desk.show();
  };
  app.on('second-instance', (_event, args) => take(args));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    take([url]);
  });
}
