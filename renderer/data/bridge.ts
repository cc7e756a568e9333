/**
 * The one object that knows which shell the application runs in. What only the desktop shell can do is null in a
 * browser, or does what a browser honestly can; nobody else looks at `window.crDesk`.
 */
import type {
  CallAnswer,
  CallArguments,
  DesktopBridge,
  EventArguments,
  Recovery,
  ShellCalls,
  ShellResult,
} from '../../shared/ipc.ts';
import type { FailureNote } from '../../shared/rules/failure-note.ts';
import type { ServerSearch } from '../../shared/rules/server-search.ts';
import type { UpdateState } from '../../shared/rules/update-state.ts';
import type { JournalPort } from '../../shared/sync/device/outbox-journal.ts';
import { downloadFile } from './download-file.ts';
import { toJournalPort } from './journal-port.ts';

declare global {
  interface Window {
    /** Put there by electron/preload.ts. */
    readonly crDesk?: DesktopBridge;
  }
}

export interface Bridge {
  readonly shell: 'browser' | 'electron';
  /** Origin of the central server, without a slash at the end; empty where nobody has told it yet. */
  readonly serverUrl: string;
  /** Which server it is, told by a person; null in a browser, whose server is where the page came from. */
  readonly serverChoice: ServerChoice | null;
  /** Looks for a server that moved; null in a browser, whose server is where the page came from. */
  readonly serverSearch: ServerSearchPort | null;
  /** Links that ask to set this desk up; null in a browser, where such a link is a page. */
  readonly enrolLinks: EnrolLinks | null;
  /** The window asks before it closes; null in a browser, which keeps what a page has typed no better. */
  readonly closing: Closing | null;
  /** Tray, menus, notices of the system, the whole screen; null in a browser, which has its own or none. */
  readonly surroundings: Surroundings | null;
  /** The shell's own log; null in a browser, which has none. */
  readonly logs: Logs | null;
  /** Why this page had to be loaded again; a browser does not tell. */
  readonly recovery: Recovery | null;
  /** What the shell is made of; null in a browser, which says so itself. */
  readonly about: (() => Promise<ShellResult<CallAnswer<'about'>>>) | null;
  /** A file for the person: in the shell where they say, in a browser a download, which counts as saved. */
  saveFile(name: string, type: string, content: string | Blob): Promise<ShellResult<CallAnswer<'saveFile'>>>;
  /** The page as it stands, by the system's dialog; a browser does not tell what became of it. */
  print(): Promise<ShellResult<CallAnswer<'print'>>>;
  /** Paper without a dialog; null in a browser, which asks each time. */
  readonly receipts: Receipts | null;
  /** Of the desktop program; null in a browser, which has the server's application at each start. */
  readonly updates: ShellUpdates | null;
  /** The outbox once more, outside the browser's database; null in a browser, which has no other place. */
  readonly journal: JournalPort | null;
  /**
   * The computer is awake again. A browser does not tell; there the loop's own timers notice.
   * @returns the way to stop listening
   */
  onResumed(listener: () => void): () => void;
}

export interface ServerChoice {
  /** SHA-256 of the authority that is trusted for the server; null where the system's trust is enough. */
  readonly caFingerprint: string | null;
  /** Fixed at the start of the program. */
  readonly isGiven: boolean;
  /** What was kept of it could not be read. */
  readonly wasUnreadable: boolean;
  /** Holds from the next load of the page on. */
  choose(address: CallArguments<'chooseServer'>[0]): Promise<ShellResult<CallAnswer<'chooseServer'>>>;
}

export interface ServerSearchPort {
  /** Whether this page reaches its server; null: not known yet. @returns how the search stands */
  note(isReached: boolean | null): Promise<ShellResult<ServerSearch>>;
  /** @returns the way to stop listening */
  onChange(listener: (state: ServerSearch) => void): () => void;
}

export interface EnrolLinks {
  /** The last one, once; null where none came. */
  take(): Promise<string | null>;
  /** @returns the way to stop listening */
  onCame(listener: () => void): () => void;
}

export interface Surroundings {
  /** Changes what is given, nothing where it is empty. @returns what holds now */
  choices: DesktopBridge['windowChoices'];
  /** For how long nobody has touched the computer, in whatever program. */
  readonly idleSeconds: DesktopBridge['idleSeconds'];
  /** Menus and tray in the language and with the numbers of the page. */
  show(...now: CallArguments<'showInShell'>): void;
  /** Shown while the window is not in front; `about` comes back by `onNoticeChosen`. */
  notify(...notice: CallArguments<'notify'>): void;
  /** Each of them: @returns the way to stop listening */
  onLocked(listener: () => void): () => void;
  onKioskHeld(listener: () => void): () => void;
  onNoticeChosen(listener: (about: string) => void): () => void;
  onGoTo(listener: (page: EventArguments<'goTo'>[0]) => void): () => void;
}

export interface Logs {
  read: DesktopBridge['readLog'];
  /** Their folder, in the system's own window. */
  show: DesktopBridge['showLogs'];
  note(failure: FailureNote): void;
}

export interface Receipts {
  /** Those of this computer, and the one that was chosen. */
  readonly printers: ShellCalls['printers'];
  /** Null: none. */
  readonly choose: ShellCalls['chooseReceiptPrinter'];
  readonly print: ShellCalls['printReceipt'];
}

export interface Closing {
  /** @returns the way to stop listening */
  onAsked(listener: () => void): () => void;
  answer(...word: CallArguments<'answerClose'>): void;
}

export interface ShellUpdates {
  readonly state: ShellCalls['updates'];
  readonly check: ShellCalls['checkUpdates'];
  readonly choose: ShellCalls['chooseUpdate'];
  readonly noteWork: ShellCalls['noteWork'];
  /** @returns the way to stop listening */
  onChange(listener: (state: UpdateState) => void): () => void;
}

export function readBridge(): Bridge {
  const desktop = window.crDesk;
  return desktop ? desktopBridge(desktop) : browserBridge();
}

function browserBridge(): Bridge {
  return {
    shell: 'browser',
    serverUrl: window.location.origin,
    serverChoice: null,
    serverSearch: null,
    enrolLinks: null,
    closing: null,
    surroundings: null,
    logs: null,
    recovery: null,
    about: null,
    async saveFile(name, type, content) {
      downloadFile(name, type, content);
      return { ok: true, value: 'saved' };
    },
    async print() {
      window.print();
      return { ok: true, value: 'printed' };
    },
    receipts: null,
    updates: null,
    journal: null,
    onResumed: () => () => undefined,
  };
}

function desktopBridge(desktop: DesktopBridge): Bridge {
  return {
    shell: 'electron',
    serverUrl: desktop.serverUrl ?? '',
    serverChoice: {
      caFingerprint: desktop.caFingerprint,
      isGiven: desktop.isServerGiven,
      wasUnreadable: desktop.wasUnreadable,
      choose: desktop.chooseServer,
    },
    serverSearch: {
      note: desktop.noteServer,
      onChange: (listener) => desktop.on('serverSearch', listener),
    },
    enrolLinks: {
      async take() {
        const answer = await desktop.takeEnrolLink();
        return answer.ok ? answer.value : null;
      },
      onCame: (listener) => desktop.on('enrolLinkCame', listener),
    },
    closing: {
      onAsked: (listener) => desktop.on('closing', listener),
      answer: (word) => void desktop.answerClose(word),
    },
    surroundings: {
      choices: desktop.windowChoices,
      idleSeconds: desktop.idleSeconds,
      show: (now) => void desktop.showInShell(now),
      notify: (notice) => void desktop.notify(notice),
      onLocked: (listener) => desktop.on('locked', listener),
      onKioskHeld: (listener) => desktop.on('kioskHeld', listener),
      onNoticeChosen: (listener) => desktop.on('noticeChosen', listener),
      onGoTo: (listener) => desktop.on('goTo', listener),
    },
    logs: {
      read: desktop.readLog,
      show: desktop.showLogs,
      note: ({ name, frames }) => void desktop.noteFailure({ name, frames: [...frames] }),
    },
    recovery: desktop.recovery,
    about: desktop.about,
    async saveFile(name, type, content) {
      const bytes = new Uint8Array(await new Blob([content], { type }).arrayBuffer());
      return desktop.saveFile({ name, bytes });
    },
    print: desktop.print,
    receipts: {
      printers: desktop.printers,
      choose: desktop.chooseReceiptPrinter,
      print: desktop.printReceipt,
    },
    updates: {
      state: desktop.updates,
      check: desktop.checkUpdates,
      choose: desktop.chooseUpdate,
      noteWork: desktop.noteWork,
      onChange: (listener) => desktop.on('updateChanged', listener),
    },
    journal: toJournalPort(desktop),
    onResumed: (listener) => desktop.on('resumed', listener),
  };
}
