/**
 * The contract between the desktop shell and its page. Without Zod, for the preload script bundles this file: what
 * a call takes and answers stands in ipc-schemas.ts, and is checked where it arrives, in electron/ipc.ts.
 */
import type { z } from 'zod';
import type { DeviceErrorCode, Result } from './errors.ts';
import type { callSchemas, eventSchemas } from './ipc-schemas.ts';

type CallSchemas = typeof callSchemas;
type EventSchemas = typeof eventSchemas;
export type CallName = keyof CallSchemas;
export type EventName = keyof EventSchemas;
export type CallArguments<Name extends CallName> = z.output<CallSchemas[Name]['args']>;
export type CallAnswer<Name extends CallName> = z.output<CallSchemas[Name]['answer']>;
export type EventArguments<Name extends EventName> = z.output<EventSchemas[Name]>;

/** What the page learns at once, before anything else of it runs. */
export interface ShellConfiguration {
  /** Origin of the central server, without a slash at the end; null until someone has told it. */
  readonly serverUrl: string | null;
  /** SHA-256 of the authority that is trusted for it; null where the system's trust is enough. */
  readonly caFingerprint: string | null;
  /** By whoever started the program: a person cannot change it in the window. */
  readonly isServerGiven: boolean;
  /** The shell's own settings could not be read at this start: which server it is has to be told again. */
  readonly wasUnreadable: boolean;
  /** Why this page had to be loaded again; null where it had not. */
  readonly recovery: Recovery | null;
}

export interface Recovery {
  readonly cause: 'crashed' | 'outOfMemory' | 'hung';
  /** It goes again and again: the page is to show itself without the application first. */
  readonly isRepeated: boolean;
}

/** `shell_refused`: not to this page, or not with these arguments. `shell_failed`: the shell could not do it. */
export type ShellResult<Value> = Result<Value, Extract<DeviceErrorCode, 'shell_refused' | 'shell_failed'>>;

export type ShellCalls = {
  readonly [Name in CallName]: (
    ...args: z.input<CallSchemas[Name]['args']>
  ) => Promise<ShellResult<CallAnswer<Name>>>;
};

/** What the page finds at `window.crDesk`; in a browser there is none. Only renderer/data/bridge.ts uses it. */
export type DesktopBridge = ShellConfiguration &
  ShellCalls & {
    /** @returns the way to stop listening */
    on<Name extends EventName>(name: Name, listener: (...args: EventArguments<Name>) => void): () => void;
  };

export const bridgeName = 'crDesk';

export const channels = {
  /** Synchronous, without arguments; answers `ShellConfiguration`, or null to whom it refuses. */
  configuration: 'crdesk:configuration',
  calls: {
    about: 'crdesk:about',
    chooseServer: 'crdesk:choose-server',
    noteServer: 'crdesk:note-server',
    takeEnrolLink: 'crdesk:take-enrol-link',
    windowChoices: 'crdesk:window-choices',
    idleSeconds: 'crdesk:idle-seconds',
    showInShell: 'crdesk:show-in-shell',
    notify: 'crdesk:notify',
    noteFailure: 'crdesk:note-failure',
    readLog: 'crdesk:read-log',
    showLogs: 'crdesk:show-logs',
    answerClose: 'crdesk:answer-close',
    updates: 'crdesk:updates',
    checkUpdates: 'crdesk:check-updates',
    chooseUpdate: 'crdesk:choose-update',
    noteWork: 'crdesk:note-work',
    saveFile: 'crdesk:save-file',
    print: 'crdesk:print',
    printReceipt: 'crdesk:print-receipt',
    printers: 'crdesk:printers',
    chooseReceiptPrinter: 'crdesk:choose-receipt-printer',
    journalRead: 'crdesk:journal-read',
    journalAppend: 'crdesk:journal-append',
    journalEnd: 'crdesk:journal-end',
    journalKeepDesk: 'crdesk:journal-keep-desk',
    journalClear: 'crdesk:journal-clear',
  } satisfies Record<CallName, string>,
  events: {
    resumed: 'crdesk:resumed',
    serverSearch: 'crdesk:server-search',
    enrolLinkCame: 'crdesk:enrol-link-came',
    closing: 'crdesk:closing',
    updateChanged: 'crdesk:update-changed',
    kioskHeld: 'crdesk:kiosk-held',
    locked: 'crdesk:locked',
    noticeChosen: 'crdesk:notice-chosen',
    goTo: 'crdesk:go-to',
  } satisfies Record<EventName, string>,
} as const;

export const callNames = Object.keys(channels.calls) as CallName[];
