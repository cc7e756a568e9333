/** What each call of the page does: one line a call, the work itself in a file of its capability. */
import { release } from 'node:os';
import type { CallName } from '../shared/ipc.ts';
import type { Journal } from '../shared/journal/journal.ts';
import type { DeskWindow } from './desk-window.ts';
import type { EnrolInbox } from './enrol-inbox.ts';
import type { ShellHandlers } from './ipc.ts';
import type { Log } from './log.ts';
import type { Printing } from './printing.ts';
import type { Exports } from './save-export.ts';
import type { ServerChoice } from './server-choice.ts';
import type { ServerWatch } from './server-watch.ts';
import type { Updates } from './updates.ts';
import type { Surroundings } from './surroundings.ts';
import type { WindowChoices } from './window-choices.ts';

export interface HandlerDeps {
  readonly server: ServerChoice;
  readonly watch: ServerWatch;
  readonly inbox: EnrolInbox;
  readonly desk: DeskWindow;
  readonly updates: Updates;
  readonly choices: WindowChoices;
  readonly surroundings: Surroundings;
  readonly journal: Journal;
  readonly exports: Exports;
  readonly printing: Printing;
  readonly log: Log;
  /** Electron's `powerMonitor.getSystemIdleTime`. */
  readonly idleSeconds: () => number;
  /** Electron's `shell.openPath`. */
  readonly openPath: (path: string) => Promise<string>;
}

export function createHandlers(deps: HandlerDeps): ShellHandlers {
  const { server, watch, inbox, desk, updates, choices, surroundings, journal, exports, printing, log } =
    deps;
  return {
    about: () => ({
      electron: process.versions['electron'] ?? '',
      chromium: process.versions['chrome'] ?? '',
      system: `${process.platform} ${release()}`,
    }),
    chooseServer(address) {
      const answer = server.choose(address);
      const hasOwnAuthority = address.caFingerprint !== null;
      if (answer === 'chosen') log.note({ event: 'serverChosen', hasOwnAuthority });
      return answer;
    },
    noteServer(isReached) {
      if (isReached !== null) watch.note(isReached);
      return watch.state();
    },
    takeEnrolLink: () => inbox.take(),
    windowChoices: (change) => choices.choose(change),
    idleSeconds: () => deps.idleSeconds(),
    showInShell(now) {
      surroundings.show(now);
      return null;
    },
    noteFailure({ name, frames }) {
      log.note({ event: 'pageFailed', name, frames });
      return null;
    },
    readLog: () => log.read(),
    // An empty word is success. Another program's window would lead out of the whole screen.
    showLogs: async () => !choices.current().kiosk && (await deps.openPath(log.folder)) === '',
    notify: (notice) => surroundings.notices.show(notice),
    answerClose(word) {
      desk.answerClose(word);
      return null;
    },
    updates: () => updates.state(),
    checkUpdates: async () => {
      await updates.check();
      return updates.state();
    },
    chooseUpdate: (moment) => updates.choose(moment),
    noteWork: (work) => {
      updates.noteWork(work);
      return null;
    },
    saveFile: ({ name, bytes }) => exports.save(name, bytes),
    print: () => printing.print(),
    printReceipt: () => printing.printReceipt(),
    printers: () => printing.printers(),
    chooseReceiptPrinter: (name) => printing.choose(name),
    ...journalHandlers(journal),
  };
}

type JournalHandlers = Pick<ShellHandlers, Extract<CallName, `journal${string}`>>;

export function journalHandlers(journal: Journal): JournalHandlers {
  return {
    journalRead: () => journal.read(),
    journalAppend: (entries) => done(journal.append(entries)),
    journalEnd: (opIds) => done(journal.end(opIds)),
    journalKeepDesk: (desk) => done(journal.keepDesk(desk)),
    journalClear: () => done(journal.clear()),
  };
}

async function done(work: Promise<void>): Promise<null> {
  await work;
  return null;
}
