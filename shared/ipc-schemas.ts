/**
 * The table of everything that goes between the page and the desktop shell: what each call takes and answers, and
 * what each event carries. Both processes have their types from here; the main process checks by it what comes in
 * and what goes out (electron/ipc.ts). The names stand apart (ipc.ts), for the preload script bundles no Zod.
 */
import { z } from 'zod';
import { serverSearch } from './rules/server-search.ts';
import { deskWork, updateMoment, updateState } from './rules/update-state.ts';
import { exportKindOf } from './rules/export-name.ts';
import { journalContents, journalEntry } from './journal/journal.ts';

const version = z.string().max(60);
/** Done; else the call has failed. */
const done = z.null();

/** UTF-16 units of one call. */
const mostJournalChars = 12_000_000;
const journalEntries = z
  .array(journalEntry)
  .min(1)
  .max(500)
  .refine((entries) => entries.reduce((sum, { change }) => sum + change.length, 0) <= mostJournalChars);

/** Bytes of one file: a backup of a large site is a tenth of it. */
const mostFileBytes = 500_000_000;
const exported = z.strictObject({
  name: z
    .string()
    .max(300)
    .refine((name) => exportKindOf(name) !== null),
  bytes: z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= mostFileBytes),
});

/** As the system knows it. */
const printerName = z.string().min(1).max(300);
const printOutcome = z.enum(['printed', 'cancelled', 'failed']);

const choices = {
  /** Who is signed in is signed out when the computer is locked or sleeps. */
  lockWithComputer: z.boolean(),
  /** The system tells what is due while the window is not in front. */
  notifyDue: z.boolean(),
  /** Closing the window leaves it in the tray. */
  closeToTray: z.boolean(),
  /** The whole screen, and nothing else of the computer. */
  kiosk: z.boolean(),
};
/** What this installation is to do, whoever is signed in. */
const windowChoices = z.strictObject(choices);

/** The page asks, the shell answers: `args` in their order, `answer` what the handler gives. */
export const callSchemas = {
  /** What the shell is made of, for who asks for help with it. */
  about: {
    args: z.tuple([]),
    answer: z.strictObject({ electron: version, chromium: version, system: version }),
  },
  /** A person tells which server this desk is at. `given`: fixed at the start; `unsafe`: no address to be trusted. */
  chooseServer: {
    args: z.tuple([
      z.strictObject({ serverUrl: z.string().max(300), caFingerprint: z.string().max(64).nullable() }),
    ]),
    answer: z.enum(['chosen', 'given', 'unsafe', 'notKept']),
  },
  /** The page reaches its server, or does not. @returns how the search for it stands */
  noteServer: { args: z.tuple([z.boolean().nullable()]), answer: serverSearch },
  /** The enrolment link that the system handed over last; null where there is none. It is taken once. */
  takeEnrolLink: { args: z.tuple([]), answer: z.string().max(600).nullable() },
  /** Changes what is given, nothing where it is empty. @returns what holds now */
  windowChoices: { args: z.tuple([windowChoices.partial()]), answer: windowChoices },
  /** For how long nobody has touched the computer, in whatever program. */
  idleSeconds: { args: z.tuple([]), answer: z.number().min(0) },
  /** What menus, questions and the tray are to say. `waiting`: changes without a verdict. */
  showInShell: {
    args: z.tuple([z.strictObject({ language: z.enum(['zh-CN', 'en']), waiting: z.int().min(0) })]),
    answer: z.null(),
  },
  /** By the system, where that is wanted. `about` comes back when it is clicked. @returns whether it was shown */
  notify: {
    args: z.tuple([
      z.strictObject({ about: z.string().max(100), title: z.string().max(100), body: z.string().max(200) }),
    ]),
    answer: z.boolean(),
  },
  /** A bug of the page, without its message. */
  noteFailure: {
    args: z.tuple([
      z.strictObject({ name: z.string().max(40), frames: z.array(z.string().max(100)).max(12) }),
    ]),
    answer: z.null(),
  },
  /** The shell's own log, the oldest line first. */
  readLog: { args: z.tuple([]), answer: z.string().max(1_000_000) },
  /** Its folder, in the system's own window. @returns whether that opened */
  showLogs: { args: z.tuple([]), answer: z.boolean() },
  /** To `closing`: a person is being asked, or the window may go, or stays. */
  answerClose: { args: z.tuple([z.enum(['asking', 'close', 'stay'])]), answer: z.null() },
  /** How the update of the shell stands. */
  updates: { args: z.tuple([]), answer: updateState },
  /** Looks for one now. */
  checkUpdates: { args: z.tuple([]), answer: updateState },
  /** When the one that is ready is installed. False: something stands in the way, or none is ready. */
  chooseUpdate: { args: z.tuple([updateMoment]), answer: z.boolean() },
  /** What an update would disturb, whenever it changes. */
  noteWork: { args: z.tuple([deskWork]), answer: z.null() },
  /**
   * A file, where the person says in the system's dialog. `ownFolder`: that is the desk's own; `asking`: a dialog is
   * open; `refused`: by the system, or another program has it open.
   */
  saveFile: {
    args: z.tuple([exported]),
    answer: z.enum(['saved', 'cancelled', 'asking', 'ownFolder', 'full', 'refused', 'failed']),
  },
  /** The page as it stands, by the system's dialog. */
  print: { args: z.tuple([]), answer: printOutcome },
  /** The same, at once, on the receipt printer. `noPrinter`: none is chosen; `gone`: it is not there now. */
  printReceipt: { args: z.tuple([]), answer: z.enum([...printOutcome.options, 'noPrinter', 'gone']) },
  /** Those of this computer, and the one for receipts. */
  printers: {
    args: z.tuple([]),
    answer: z.strictObject({
      found: z.array(z.strictObject({ name: printerName, label: z.string().max(300) })).max(100),
      chosen: printerName.nullable(),
    }),
  },
  chooseReceiptPrinter: {
    args: z.tuple([printerName.nullable()]),
    answer: z.enum(['chosen', 'unknown', 'notKept']),
  },
  /** The outbox journal (shared/journal/journal.ts): what a desk wrote and has no verdict on, outside the database. */
  journalRead: { args: z.tuple([]), answer: journalContents },
  /** On the disk when it is answered. */
  journalAppend: { args: z.tuple([journalEntries]), answer: done },
  journalEnd: { args: z.tuple([z.array(z.uuid()).max(5_000)]), answer: done },
  journalKeepDesk: { args: z.tuple([z.string().min(1).max(20_000)]), answer: done },
  journalClear: { args: z.tuple([]), answer: done },
} as const satisfies Record<string, { readonly args: z.ZodType<unknown[]>; readonly answer: z.ZodType }>;

/** The shell tells, the page listens: arguments in their order. */
export const eventSchemas = {
  /** The computer is awake again. */
  resumed: z.tuple([]),
  /** Of a server that the page does not reach: whether it is looked for, and what came of it. */
  serverSearch: z.tuple([serverSearch]),
  /** A link that asks to set this desk up is there to be taken. */
  enrolLinkCame: z.tuple([]),
  /** The window is about to close: `answerClose` says whether it may. */
  closing: z.tuple([]),
  updateChanged: z.tuple([updateState]),
  /** Somebody wants to close a window that is the whole screen for good reason. */
  kioskHeld: z.tuple([]),
  /** The computer is locked, or goes to sleep: nobody is there any more. */
  locked: z.tuple([]),
  /** What was told by the system was clicked: what `notify` said it was about. */
  noticeChosen: z.tuple([z.string().max(100)]),
  /** A page of the application, from the menu. */
  goTo: z.tuple([z.enum(['/reception', '/customers', '/register', '/settings', '/status'])]),
} as const satisfies Record<string, z.ZodType<unknown[]>>;
