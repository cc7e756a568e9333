/** The only bridge: tells the page which server is its own. Runs sandboxed, as one file without packages. */
import { contextBridge, ipcRenderer } from 'electron';
import { bridgeName, channels, type DesktopBridge } from '../shared/ipc.ts';

const bridge = ipcRenderer.sendSync(channels.configuration) as DesktopBridge | null;
// Without it the page would take its own files for the server.
if (bridge === null) throw new Error('The shell does not answer this page.');
contextBridge.exposeInMainWorld(bridgeName, { serverUrl: bridge.serverUrl });
