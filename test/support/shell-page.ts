/**
 * The page as the desktop shell shows it, in a plain Chromium: files and policy from the shell's own handler,
 * its one bridge object, and an origin that is not the server's. Only the scheme differs: Chromium knows no
 * `app://`, so the page stands at `http://localhost:…`, and a relay says `app://crdesk` to the real server.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { answerAsset } from '../../electron/assets.ts';
import { openSealedJournal } from '../../electron/sealed-journal.ts';
import { journalHandlers } from '../../electron/handlers.ts';
import { handleIpc, type ShellHandlers } from '../../electron/ipc.ts';
import { createExports } from '../../electron/save-export.ts';
import type { UpdateState } from '../../shared/rules/update-state.ts';
import { callNames, channels, type CallAnswer, type CallName, type EventName } from '../../shared/ipc.ts';

const shellOrigin = 'app://crdesk';

/** A window that nobody has told its server yet. */
export interface FirstStart {
  /** Hears what the page answers to `closing`. */
  readonly answerClose: ShellHandlers['answerClose'];
}

export interface ShellOpening {
  /** Where the journal lies; goes with `close` where it is left out. */
  readonly profile?: string;
  readonly first?: FirstStart;
  /** Where a person saves, each file as called; the profile where left out. */
  readonly saveIn?: string;
  readonly onPrint?: () => void;
  /** How updates stand in the beginning; left out, one is ready. */
  readonly update?: UpdateState;
}

const readyUpdate: UpdateState = { kind: 'ready', version: '99.0.0', chosen: false };

export interface ShellPage {
  /** Where the page stands; a secure context, and another origin than the server's. */
  readonly pageUrl: string;
  /** What the shell's bridge would name as the server. */
  readonly serverUrl: string;
  /** Files the page has asked the shell for, e.g. `/index.html`. */
  readonly files: readonly string[];
  /** Requests that the server has begun to answer, e.g. `GET /api/v1/health 200`. */
  readonly answered: readonly string[];
  open(page: Page, opening?: ShellOpening): Promise<void>;
  /** An event of the shell. */
  tell(page: Page, name: EventName, ...args: unknown[]): Promise<void>;
  close(): Promise<void>;
}

/** @param folder the built renderer @param realServerUrl without a slash at the end */
export async function serveShellPage(folder: string, realServerUrl: string): Promise<ShellPage> {
  const files: string[] = [];
  const answered: string[] = [];
  const profiles: string[] = [];
  const ownProfile = () => {
    const profile = mkdtempSync(join(tmpdir(), 'crdesk-shell-page-'));
    profiles.push(profile);
    return profile;
  };
  const pages = createServer((asked, answer) => void sendAsset(asked, answer));
  const pageUrl = `http://localhost:${await listen(pages)}`;
  const relay = createServer((asked, answer) => relayTo(realServerUrl, pageUrl, asked, answer, answered));
  const serverUrl = `http://127.0.0.1:${await listen(relay)}`;

  /** What the shell knows now. */
  let known: string | null = serverUrl;

  async function sendAsset({ method = '', url = '' }: IncomingMessage, answer: ServerResponse) {
    files.push(url);
    const asset = await answerAsset({ method, url: `${shellOrigin}${url}` }, folder, known);
    answer.writeHead(asset.status, Object.fromEntries(asset.headers));
    answer.end(Buffer.from(await asset.arrayBuffer()));
  }

  return {
    pageUrl,
    serverUrl,
    files,
    answered,
    async open(page, { profile = ownProfile(), first, saveIn = profile, onPrint, update } = {}) {
      const folder = join(profile, 'journal');
      // What a person saves lies there as called.
      const exports = createExports({ ask: async (name) => join(saveIn, name), ownFolder: folder });
      const handlers: Partial<ShellHandlers> = {
        saveFile: ({ name, bytes }) => exports.save(name, bytes),
        print() {
          onPrint?.();
          return 'printed';
        },
      };
      if (!first) await standInForPreload(page, { serverUrl, folder, handlers, update });
      else {
        known = null;
        const chooseServer: ShellHandlers['chooseServer'] = (address) => {
          known = address.serverUrl;
          return 'chosen';
        };
        const untold = { ...handlers, ...first, chooseServer };
        await standInForPreload(page, { serverUrl: null, folder, handlers: untold, update });
      }
      await page.goto(`${pageUrl}/`);
    },
    async tell(page, name, ...args) {
      await page.evaluate(
        ([event, told]) => {
          const { tellStandIn } = window as unknown as {
            tellStandIn: (name: string, args: readonly unknown[]) => void;
          };
          tellStandIn(event, told);
        },
        [name, args] as const,
      );
    },
    async close() {
      for (const profile of profiles) await rm(profile, { recursive: true, force: true });
      for (const server of [pages, relay]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

interface Behind {
  readonly serverUrl: string | null;
  /** Of the journal. */
  readonly folder: string;
  readonly handlers: Partial<ShellHandlers>;
  readonly update: UpdateState | undefined;
}

/**
 * What electron/preload.ts puts there. Behind it is what the main process has: the checks of electron/ipc.ts, the
 * handlers, and the journal in a folder; only the way between the processes is Playwright's.
 */
async function standInForPreload(page: Page, behind: Behind): Promise<void> {
  const { serverUrl, folder, handlers: more, update: begun = readyUpdate } = behind;
  const answers = new Map<string, (event: object, ...args: unknown[]) => unknown>();
  const ipcMain = {
    on: () => undefined,
    handle: (channel: string, handler: (event: object, ...args: unknown[]) => unknown) =>
      answers.set(channel, handler),
  };
  let choices: CallAnswer<'windowChoices'> = {
    notifyDue: true,
    closeToTray: false,
    lockWithComputer: true,
    kiosk: false,
  };
  // No keyring: the file's own rights protect its key.
  const journal = openSealedJournal(folder, {
    isAsyncEncryptionAvailable: async () => false,
    encryptStringAsync: () => Promise.reject(new Error('no keyring')),
    decryptStringAsync: () => Promise.reject(new Error('no keyring')),
  });
  const configuration = {
    ...{
      serverUrl,
      caFingerprint: null,
      isServerGiven: serverUrl !== null,
      wasUnreadable: false,
      recovery: null,
    },
  };
  const others = Object.fromEntries(
    callNames.map((name) => [name, () => Promise.reject(new Error('not of the stand-in'))]),
  ) as unknown as ShellHandlers;
  const handlers: ShellHandlers = {
    ...others,
    takeEnrolLink: () => null,
    about: () => ({ electron: 'stand-in', chromium: 'stand-in', system: 'stand-in' }),
    windowChoices: (changed) => (choices = { ...choices, ...(changed as Partial<typeof choices>) }),
    printers: () => ({ found: [{ name: 'POS-58', label: 'POS-58' }], chosen: null }),
    ...journalHandlers(journal),
    ...more,
  };
  handleIpc(ipcMain as never, () => configuration, handlers);
  const senderFrame = { url: `${shellOrigin}/`, parent: null };
  await page.exposeFunction('crDeskCall', (name: CallName, args: unknown[]) =>
    answers.get(channels.calls[name])?.({ senderFrame }, ...args),
  );
  await page.addInitScript(
    ({ names, told, begun }) => {
      const { crDeskCall } = window as unknown as {
        crDeskCall: (name: string, args: unknown[]) => Promise<unknown>;
      };
      const calls = names.map((name) => [
        name,
        async (...args: unknown[]) => {
          const answer = await crDeskCall(name, args);
          // What was told is learned by the page that is loaded next, at once, as from the preload script.
          const [address] = args as { serverUrl?: string }[];
          if (name === 'chooseServer') sessionStorage.setItem(kept, address?.serverUrl ?? '');
          return answer;
        },
      ]);
      const kept = 'stand-in-server';
      let update = begun;
      const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
      const tell = (name: string, args: readonly unknown[]) => {
        for (const listener of listeners.get(name) ?? []) listener(...args);
      };
      const ok = (value: unknown) => Promise.resolve({ ok: true, value });
      const updates = {
        updates: () => ok(update),
        checkUpdates: () => ok(update),
        chooseUpdate(moment: string) {
          if (update.kind !== 'ready') return ok(false);
          update = { ...update, chosen: moment !== 'later' };
          tell('updateChanged', [update]);
          return ok(true);
        },
        noteWork: (work: object) => ok(Object.assign(window, { notedWork: work }) && null),
      };
      const bridge = {
        ...told,
        serverUrl: told.serverUrl ?? sessionStorage.getItem(kept),
        ...Object.fromEntries(calls),
        ...updates,
        on(name: string, listener: (...args: unknown[]) => void) {
          const heard = listeners.get(name) ?? new Set();
          listeners.set(name, heard.add(listener));
          return () => heard.delete(listener);
        },
      };
      Object.assign(window, { crDesk: Object.freeze(bridge), tellStandIn: tell });
    },
    { told: configuration, names: callNames, begun },
  );
}

/** Changes the name of the page's origin, there and back, and nothing else. */
function relayTo(
  realServerUrl: string,
  pageUrl: string,
  asked: IncomingMessage,
  answer: ServerResponse,
  answered: string[],
): void {
  const { method, url } = asked;
  const headers = { ...asked.headers, host: new URL(realServerUrl).host };
  if (headers.origin === pageUrl) headers.origin = shellOrigin;
  const forward = request(`${realServerUrl}${url}`, { method, headers }, (real) => {
    answered.push(`${method} ${url} ${real.statusCode}`);
    const back = { ...real.headers };
    const allowed = 'access-control-allow-origin';
    if (back[allowed] === shellOrigin) back[allowed] = pageUrl;
    answer.writeHead(real.statusCode ?? 502, back);
    answer.flushHeaders();
    real.pipe(answer);
  });
  forward.on('error', () => answer.destroy());
  answer.on('close', () => forward.destroy());
  asked.pipe(forward);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
