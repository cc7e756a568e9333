/**
 * How a flow's desk comes to stand in Electron's window, with Playwright and Electron's module replaced: what it is
 * started with, and that no dialog of the system nor a question at its end keeps a flow waiting.
 */
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LaunchOptions } from '../../build/electron-suite.ts';

/** The main process, as far as the flows lay hands on it. */
function createMain() {
  const contents = {
    print: (_options: object, _done?: (isDone: boolean, reason: string) => void) => undefined,
  };
  const window = { webContents: contents, sizes: [] as number[][] };
  const electron = {
    app: Object.assign(new EventEmitter(), {
      exits: [] as number[],
      exit: (code: number) => electron.leave(code),
    }),
    BrowserWindow: {
      getAllWindows: () => [{ ...window, setContentSize: (...size: number[]) => window.sizes.push(size) }],
    },
    dialog: { showSaveDialog: async (..._args: unknown[]) => ({ canceled: true, filePath: '' }) },
    leave: (code: number) => void electron.app.exits.push(code),
  };
  return { electron, contents, window };
}

type Evaluated = (electron: object, arg: unknown) => unknown;
const launches: LaunchOptions[] = [];
let main: ReturnType<typeof createMain>;
let app: EventEmitter;

beforeEach(() => {
  launches.length = 0;
  main = createMain();
  vi.resetModules();
  vi.doMock('playwright', () => ({
    chromium: {},
    _electron: {
      async launch(options: LaunchOptions) {
        launches.push(options);
        const context = { setDefaultTimeout: () => undefined, pages: () => [] };
        app = Object.assign(new EventEmitter(), {
          context: () => context,
          firstWindow: async () => new EventEmitter(),
          // As Playwright does: its text alone goes over, without what stands around it.
          evaluate: async (run: Evaluated, arg: unknown) =>
            (runInThisContext(`(${String(run)})`) as Evaluated)(main.electron, arg),
        });
        main.electron.leave = (code) => {
          main.electron.app.exits.push(code);
          app.emit('close');
        };
        return app;
      },
    },
  }));
  vi.stubEnv('CRDESK_ELECTRON', '/opt/electron');
});
afterEach(() => vi.unstubAllEnvs());

const at = 'http://127.0.0.1:7480';
async function open() {
  const { openDesk } = await import('../support/chromium.ts');
  return openDesk({ at });
}

test('it is started with the desk’s server and a profile of its own, as large as a browser’s page', async () => {
  const desk = await open();
  expect(launches).toMatchObject([
    { executablePath: '/opt/electron', env: { CRDESK_SERVER: at, CRDESK_PROFILE: desk.profile } },
  ]);
  expect(main.window.sizes).toEqual([[1366, 768]]);
  expect(desk.pid).toBe(process.pid);
  await desk.close();
});

test('what is saved is the file that the window’s dialog was offered, once it is whole', async () => {
  const desk = await open();
  const file = await desk.saved(async () => {
    const { filePath } = await main.electron.dialog.showSaveDialog({}, { defaultPath: '来访登记表.csv' });
    writeFileSync(filePath.replace('来访登记表.csv', '.cr-desk-1.tmp'), 'half');
    writeFileSync(filePath, 'whole');
  });
  expect([file.name, file.bytes.toString('utf8')]).toEqual(['来访登记表.csv', 'whole']);
  await desk.close();
});

test('paper is counted, also of a page that comes later', async () => {
  const desk = await open();
  const answers: unknown[] = [];
  await desk.printed(async () => main.contents.print({}, (...answer) => answers.push(answer)));
  const later = createMain().contents;
  main.electron.app.emit('web-contents-created', {}, later);
  await desk.printed(async () => later.print({}));
  expect(answers).toEqual([[true, '']]);
  await desk.close();
});

test('it ends at once, without the question a desk with unsent changes would ask; one that is gone is left alone', async () => {
  const desk = await open();
  await desk.close();
  expect(main.electron.app.exits).toEqual([0]);
  const killed = await open();
  app.emit('close');
  await killed.close();
  expect(main.electron.app.exits).toEqual([0]);
});
