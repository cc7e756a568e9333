/** What the page may ask of the main process: each call's sender and arguments are checked before its handler. */
import type { IpcMain, WebFrameMain } from 'electron';
import { z } from 'zod';
import { channels, type DesktopBridge } from '../shared/ipc.ts';
import { isAppUrl } from './policy.ts';

export function handleIpc(ipcMain: Pick<IpcMain, 'on'>, bridge: DesktopBridge): void {
  answer(ipcMain, channels.configuration, z.tuple([]), () => bridge);
}

function answer<Arguments>(
  ipcMain: Pick<IpcMain, 'on'>,
  channel: string,
  expected: z.ZodType<Arguments>,
  respond: (args: Arguments) => unknown,
): void {
  ipcMain.on(channel, (event, ...args: unknown[]) => {
    // Read at once: later the frame may hold another page, or be gone.
    const isKnown = isOwnPage(event.senderFrame);
    const parsed = expected.safeParse(args);
    // Always set, for the page stands still until it is.
    event.returnValue = isKnown && parsed.success ? respond(parsed.data) : null;
  });
}

/** The application in the window itself; never a frame within it. */
function isOwnPage(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isAppUrl(frame.url);
}
