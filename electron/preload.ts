/**
 * The only bridge: which server is the page's own, and a function for each call of the table (shared/ipc.ts).
 * Runs sandboxed, as one file without packages, so it checks nothing: the main process does.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { bridgeName, channels, type DesktopBridge, type ShellConfiguration } from '../shared/ipc.ts';

const configuration = ipcRenderer.sendSync(channels.configuration) as ShellConfiguration | null;
// Without it the page would take its own files for the server.
if (configuration === null) throw new Error('The shell does not answer this page.');

const calls = Object.entries(channels.calls).map(([name, channel]) => [
  name,
  (...args: unknown[]) => ipcRenderer.invoke(channel, ...args),
]);

const on: DesktopBridge['on'] = (name, listener) => {
  if (!Object.hasOwn(channels.events, name)) throw new Error(`The shell tells of no ${name}.`);
  // The event itself stays here: it has a way to the main process on it.
  const heard = (_event: unknown, ...args: unknown[]) => (listener as (...args: unknown[]) => void)(...args);
  ipcRenderer.on(channels.events[name], heard);
  return () => void ipcRenderer.off(channels.events[name], heard);
};

const { serverUrl, caFingerprint, isServerGiven, wasUnreadable, recovery } = configuration;
const told: ShellConfiguration = { serverUrl, caFingerprint, isServerGiven, wasUnreadable, recovery };
const bridge = { ...told, ...Object.fromEntries(calls), on };
contextBridge.exposeInMainWorld(bridgeName, Object.freeze(bridge));
