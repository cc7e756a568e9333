/** Electron's module for tests: it records what it is asked for. Its own program is on few build machines. */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron';

type Handler = (...args: unknown[]) => unknown;

/** A window that notes what is done to it. */
export class FakeWindow extends EventEmitter {
  readonly log: string[] = [];
  readonly told: string[] = [];
  loaded = '';
  isInTaskbar = false;
  bounds = { x: 5, y: 5, width: 1200, height: 700 };
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    mainFrame: { url: 'app://crdesk/', parent: null },
    send: (channel: string, ...args: unknown[]) => void this.told.push([channel, ...args].join(' ')),
    reload: () => void this.log.push('reload'),
    printers: [{ name: 'XP-80C', displayName: '小票打印机' }],
    getPrintersAsync: async () => this.webContents.printers,
    print: (options: object, callback: (isDone: boolean, reason: string) => void) => {
      this.log.push(`print ${JSON.stringify(options)}`);
      callback(true, '');
    },
    forcefullyCrashRenderer: () => void this.log.push('forcefullyCrashRenderer'),
  });
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.isWhole = options.kiosk === true;
  }
  isInFront = false;
  isWhole = false;
  isFocused = () => this.isInFront;
  isKiosk = () => this.isWhole;
  setKiosk = (isWhole: boolean) => void (this.isWhole = isWhole);
  hide = () => void this.log.push('hide');
  isDestroyed = () => false;
  isMinimized = () => this.isInTaskbar;
  isMaximized = () => false;
  getNormalBounds = () => this.bounds;
  maximize = () => void this.log.push('maximize');
  show = () => void this.log.push('show');
  restore = () => void this.log.push('restore');
  focus = () => void this.log.push('focus');
  close = () => void this.log.push('close');
  loadURL = async (url: string) => void (this.loaded = url);
}

export type FakeElectron = ReturnType<typeof createElectron>;

/** As much of the module as the shell uses; an installed copy, where the developer's tools are closed. */
export function createElectron(profile: string) {
  const calls: string[] = [];
  const note = (call: string) => void calls.push(call);
  const handlers: Record<string, Handler> = {};
  const keep = (name: string) => (handler: Handler) => void (handlers[name] = handler);
  const windows: FakeWindow[] = [];
  const keepIpc = (channel: string, handler: Handler) => keep(`ipc ${channel}`)(handler);
  class BrowserWindow extends FakeWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
    }
  }
  const fake = {
    ...{ calls, handlers, windows },
    hasLock: true,
    /** The button that a person presses. */
    choice: 0,
    BrowserWindow: BrowserWindow as new (options: BrowserWindowConstructorOptions) => FakeWindow,
    app: Object.assign(new EventEmitter(), {
      isPackaged: true,
      getVersion: () => '1.2.3',
      setPath: (name: string, path: string) => {
        // As its documentation has it.
        if (!existsSync(path)) throw new Error(`Failed to set path: ${path}`);
        note(`setPath ${name} ${path}`);
      },
      getPath: () => profile,
      requestSingleInstanceLock: () => (calls.push('requestSingleInstanceLock'), fake.hasLock),
      isReady: () => windows.length > 0,
      setAsDefaultProtocolClient: (scheme: string) => note(`setAsDefaultProtocolClient ${scheme}`),
      quit: () => note('quit'),
      exit: (code: number) => note(`exit ${code}`),
    }),
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] },
    ipcMain: { on: keepIpc, handle: keepIpc },
    /** Where a person saves; null where nowhere. */
    savedAt: null as string | null,
    dialog: {
      async showSaveDialog(_window: unknown, { defaultPath }: { defaultPath: string }) {
        note(`showSaveDialog ${defaultPath}`);
        return { canceled: fake.savedAt === null, filePath: fake.savedAt ?? '' };
      },
      showErrorBox: (title: string) => note(`showErrorBox ${title}`),
      async showMessageBox(_window: unknown, { message }: { message: string }) {
        note(`showMessageBox ${message}`);
        return { response: fake.choice };
      },
    },
    powerMonitor: Object.assign(new EventEmitter(), { getSystemIdleTime: () => 7 }),
    ...createOutside(note),
    safeStorage: { isAsyncEncryptionAvailable: async () => false },
    protocol: {
      registerSchemesAsPrivileged: (schemes: readonly { scheme: string }[]) =>
        note(`registerSchemesAsPrivileged ${schemes.map(({ scheme }) => scheme).join()}`),
    },
    session: { defaultSession: createSession(keep) },
    shell: {
      openExternal: async (url: string) => note(`openExternal ${url}`),
      openPath: async (path: string) => (calls.push(`openPath ${path}`), ''),
    },
  };
  return fake;
}

/** Menus, tray and notices, the last of each at hand. */
function createOutside(note: (call: string) => void) {
  type Item = MenuItemConstructorOptions;
  const outside = {
    menu: [] as Item[],
    trayMenu: [] as Item[],
    tips: [] as string[],
    notices: [] as EventEmitter[],
  };
  class Tray extends EventEmitter {
    setToolTip = (tip: string) => void outside.tips.push(tip);
    setContextMenu = (items: Item[]) => void (outside.trayMenu = items);
    destroy = () => note('tray destroyed');
  }
  class Notification extends EventEmitter {
    static readonly isSupported = () => true;
    constructor({ title }: { title: string }) {
      super();
      outside.notices.push(this);
      note(`notice ${title}`);
    }
    show = () => undefined;
    close = () => undefined;
  }
  return {
    outside,
    Menu: {
      buildFromTemplate: (items: Item[]) => items,
      setApplicationMenu: (items: Item[]) => void (outside.menu = items),
    },
    nativeImage: { createFromPath: (path: string) => ({ resize: () => path }) },
    Tray: Tray as new () => EventEmitter,
    Notification: Notification as unknown as {
      new (text: { title: string }): EventEmitter;
      isSupported(): boolean;
    },
  };
}

function createSession(keep: (name: string) => (handler: Handler) => void) {
  return {
    protocol: { handle: (scheme: string, handler: Handler) => keep(scheme)(handler) },
    setCertificateVerifyProc: keep('trust'),
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    on: (name: string, handler: Handler) => keep(name)(handler),
    webRequest: { onBeforeRequest: keep('webRequest') },
  };
}

const ownPage = { senderFrame: { url: 'app://crdesk/', parent: null } };

/** As our page calls it. */
export async function invokeOn(
  electron: FakeElectron,
  channel: string,
  ...args: unknown[]
): Promise<unknown> {
  return electron.handlers[`ipc ${channel}`]?.(ownPage, ...args);
}

/** What our page learns when it is loaded. */
export async function configurationOf(electron: FakeElectron): Promise<unknown> {
  const event = { ...ownPage, returnValue: null };
  electron.handlers['ipc crdesk:configuration']?.(event);
  return event.returnValue;
}
