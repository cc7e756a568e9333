import type { IpcMain } from 'electron';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { callNames, channels } from '../shared/ipc.ts';
import { handleIpc, tellPage, type ShellHandlers } from './ipc.ts';

const configuration = {
  caFingerprint: null,
  ...{ serverUrl: 'https://cr.example', isServerGiven: true, wasUnreadable: false },
  recovery: null,
};
const page = { url: 'app://crdesk/#/reception', parent: null };
const refused = { ok: false, error: { code: 'shell_refused' } };
const failed = { ok: false, error: { code: 'shell_failed' } };

/** What an honest page would send: a line for each call, or the types complain. */
const honestArguments: { readonly [Name in keyof ShellHandlers]: Parameters<ShellHandlers[Name]> } = {
  about: [],
  noteServer: [false],
  idleSeconds: [],
  chooseServer: [{ serverUrl: 'https://cr.example', caFingerprint: null }],
  takeEnrolLink: [],
  windowChoices: [{ closeToTray: true }],
  showInShell: [{ language: 'en', waiting: 3 }],
  notify: [{ about: 'v1', title: 'A3', body: '该续杯' }],
  noteFailure: [{ name: 'TypeError', frames: ['index.js:1:2'] }],
  readLog: [],
  showLogs: [],
  answerClose: ['stay'],
  updates: [],
  checkUpdates: [],
  chooseUpdate: ['atQuit'],
  noteWork: [{ shiftOpen: false, openVisits: 2, unsent: 0 }],
  saveFile: [{ name: '来访登记.csv', bytes: new Uint8Array([0xef, 0xbb, 0xbf]) }],
  print: [],
  printReceipt: [],
  printers: [],
  chooseReceiptPrinter: ['XP-80C'],
  journalRead: [],
  journalAppend: [[{ opId: '01920000-0000-7000-8000-000000000001', localSeq: 1, change: '{}' }]],
  journalEnd: [['01920000-0000-7000-8000-000000000001']],
  journalKeepDesk: ['{}'],
  journalClear: [],
};

type Listener = Parameters<IpcMain['on']>[1];
type Handler = (event: object, ...args: unknown[]) => unknown;

/** The main process’ side, with handlers that only say they were reached. */
function open(respond: () => unknown = () => null) {
  const listeners = new Map<string, Listener>();
  const handlers = new Map<string, Handler>();
  const reached = vi.fn(respond);
  const all = Object.fromEntries(callNames.map((name) => [name, reached])) as unknown as ShellHandlers;
  const ipcMain = {
    on: (channel: string, listener: Listener) => listeners.set(channel, listener),
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
  };
  handleIpc(ipcMain as never, () => configuration, all);
  return {
    reached,
    handlers,
    /** @param event what Electron gives, but for the answer */
    configure(event: object, ...args: unknown[]): unknown {
      const asked = Object.defineProperties(
        { returnValue: undefined },
        Object.getOwnPropertyDescriptors(event),
      );
      listeners.get(channels.configuration)?.(asked as never, ...args);
      return asked.returnValue;
    },
    call: async (name: keyof ShellHandlers, event: object, ...args: unknown[]): Promise<unknown> =>
      handlers.get(channels.calls[name])?.(event, ...args),
  };
}

const gone = () => {
  throw new Error('Render frame was disposed before WebFrameMain could be accessed');
};
const forgedSenders: readonly (readonly [string, object])[] = [
  ['another page', { senderFrame: { url: 'https://evil.example/', parent: null } }],
  ['a page of another host of the scheme', { senderFrame: { url: 'app://other/', parent: null } }],
  ['a page whose name begins like ours', { senderFrame: { url: 'app://crdesk.evil/', parent: null } }],
  ['our page with credentials', { senderFrame: { url: 'app://me@crdesk/', parent: null } }],
  ['the server’s own page', { senderFrame: { url: 'https://cr.example/', parent: null } }],
  ['a frame within the page', { senderFrame: { url: 'app://crdesk/', parent: page } }],
  ['a page not loaded yet', { senderFrame: { url: '', parent: null } }],
  ['a frame that is gone', { senderFrame: null }],
  ['a destroyed frame', { senderFrame: Object.defineProperty({ parent: null }, 'url', { get: gone }) }],
  ['a frame gone at the first look', Object.defineProperty({}, 'senderFrame', { get: gone })],
  ['nobody at all', {}],
];

describe('the configuration', () => {
  test('is told to the application’s page', () => {
    expect(open().configure({ senderFrame: page })).toEqual(configuration);
  });
  test.each(forgedSenders)('is refused to %s, at once', (_name, event) => {
    expect(open().configure(event)).toBeNull();
  });
  test('asks for no arguments', () => {
    fc.assert(
      fc.property(fc.array(fc.anything(), { minLength: 1 }), (args) => {
        expect(open().configure({ senderFrame: page }, ...args)).toBeNull();
      }),
    );
  });
});

test('every call of the table has its handler, and no other channel is open', () => {
  expect([...open().handlers.keys()].sort()).toEqual(Object.values(channels.calls).sort());
  const names = [channels.configuration, ...Object.values(channels.calls), ...Object.values(channels.events)];
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => name.startsWith('crdesk:'))).toBe(true);
});

describe.each(callNames)('the call %s', (name) => {
  test('reaches its handler from our page with what was agreed on', async () => {
    const { call, reached } = open();
    await call(name, { senderFrame: page }, ...honestArguments[name]);
    expect(reached).toHaveBeenCalledOnce();
  });

  test.each(forgedSenders)('is refused to %s', async (_name, event) => {
    const { call, reached } = open();
    expect(await call(name, event, ...honestArguments[name])).toEqual(refused);
    expect(reached).not.toHaveBeenCalled();
  });

  test('never throws and never lets through what nobody agreed on, whatever a page sends', async () => {
    const hostile = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('../../etc/passwd', '__proto__', 'C:\\Windows', '\0', { __proto__: { polluted: 1 } }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostile, { minLength: honestArguments[name].length + 1, maxLength: 12 }),
        async (args) => {
          const { call, reached } = open();
          expect(await call(name, { senderFrame: page }, ...args)).toEqual(refused);
          expect(reached).not.toHaveBeenCalled();
        },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { maxLength: 6 }), fc.nat(), async (args, from) => {
        const { call } = open();
        const [, event] = forgedSenders[from % forgedSenders.length] as (typeof forgedSenders)[number];
        expect(await call(name, event, ...args)).toEqual(refused);
        expect(await call(name, { senderFrame: page }, ...args)).toMatchObject({ ok: expect.any(Boolean) });
      }),
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('an argument that throws at a look is refused', async () => {
    const trap = new Proxy({}, { get: gone, ownKeys: gone, getPrototypeOf: gone });
    const args = [...honestArguments[name], trap];
    expect(await open().call(name, { senderFrame: page }, ...args)).toEqual(refused);
  });

  test('a handler that throws, or answers what nobody agreed on, has failed, and tells nothing', async () => {
    const send = (respond: () => unknown) =>
      open(respond).call(name, { senderFrame: page }, ...honestArguments[name]);
    expect(await send(gone)).toEqual(failed);
    expect(await send(() => Promise.reject(new Error('/home/somebody')))).toEqual(failed);
    expect(await send(() => ({ secret: '/home/somebody' }))).toEqual(failed);
    expect(await send(() => Symbol('nothing a page can be told'))).toEqual(failed);
  });
});

describe('an event', () => {
  const contentsAt = (mainFrame: unknown, isGone = false) => {
    const sent: unknown[][] = [];
    const contents = Object.defineProperty({}, 'mainFrame', {
      get: () => (isGone ? gone() : mainFrame),
    }) as object;
    return {
      sent,
      contents: Object.assign(contents, {
        isDestroyed: () => isGone,
        send: (...args: unknown[]) => sent.push(args),
      }) as never,
    };
  };

  test('reaches our page', () => {
    const { contents, sent } = contentsAt(page);
    expect(tellPage(contents, 'resumed')).toBe(true);
    expect(sent).toEqual([['crdesk:resumed']]);
  });
  test.each([
    ['another page', { url: 'https://evil.example/', parent: null }, false],
    ['no page', null, false],
    ['a window that is gone', page, true],
  ])('does not reach %s', (_name, frame, isGone) => {
    const { contents, sent } = contentsAt(frame, isGone);
    expect(tellPage(contents, 'resumed')).toBe(false);
    expect(sent).toEqual([]);
  });
  test('carries only what was agreed on', () => {
    const { contents, sent } = contentsAt(page);
    expect(tellPage(contents, 'resumed', ...([{ secret: 1 }] as unknown as []))).toBe(false);
    expect(sent).toEqual([]);
  });
});
