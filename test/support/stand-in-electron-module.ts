/**
 * What the built main process finds as `electron` where a test runs it in plain Node: enough of it for updates, with
 * Node's own network; whatever else it asks for does nothing. It does what the test tells it by lines on its standard
 * input, and answers each by a line.
 * @param mainCode of the built main process: each name it imports has to be there
 */
export function standInElectronModule(mainCode: string): string {
  const [, names = ''] = /^import \{([^}]*)\} from "electron"/m.exec(mainCode) ?? [];
  const others = names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !ownNames.includes(name));
  return `${ownPart}\n${others.map((name) => `export const ${name} = nothing;`).join('\n')}\n`;
}

const ownNames = ['app', 'autoUpdater', 'ipcMain', 'net', 'session'];

const ownPart = `
import { EventEmitter } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';

// Called, made and asked for anything it is itself again; no promise, and empty as a list.
const nothing = new Proxy(function () {}, {
  get: (_target, key) =>
    key === 'then' ? undefined : key === Symbol.iterator ? [][Symbol.iterator].bind([]) : nothing,
  apply: () => nothing,
  construct: () => nothing,
});
const filled = (known) => new Proxy(known, { get: (target, key) => (key in target ? target[key] : nothing) });
const handlers = new Map();
process.resourcesPath = process.env.STAND_IN_RESOURCES;
export const app = filled(
  Object.assign(new EventEmitter(), {
    isPackaged: true,
    getVersion: () => process.env.STAND_IN_VERSION,
    getName: () => 'cr-desk',
    getPath: () => process.env.CRDESK_PROFILE,
    getAppPath: () => process.env.CRDESK_PROFILE,
    whenReady: () => Promise.resolve(),
    requestSingleInstanceLock: () => true,
    quit: () => app.emit('quit', {}, 0),
  }),
);
const ownSession = () => filled({ fetch });
export const ipcMain = { on: nothing, handle: (channel, handler) => handlers.set(channel, handler) };
export const net = {
  request({ session: _session, redirect: _redirect, ...options }) {
    const asked = request(options);
    asked.abort = () => asked.destroy();
    return asked;
  },
};
export const session = { defaultSession: ownSession(), fromPartition: ownSession };
export const autoUpdater = new EventEmitter();

const page = { senderFrame: { url: 'app://crdesk/', parent: null } };
// Once the main process has put its handlers on.
setImmediate(async () => {
  app.emit('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const [channel, ...args] = JSON.parse(line);
    const said = channel === 'quit' ? app.emit('quit', {}, args[0]) : await handlers.get(channel)(page, ...args);
    console.log(JSON.stringify(said));
  }
  process.exit(0);
});
`;
