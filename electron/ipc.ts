/**
 * What the page may ask of the main process, and what it is told. Sender and arguments of every channel are checked
 * here, before its handler; answers and events before they leave. Nothing a page sends makes it throw.
 */
import type { IpcMain, WebContents, WebFrameMain } from 'electron';
import type { z } from 'zod';
import { callSchemas, eventSchemas } from '../shared/ipc-schemas.ts';
import {
  callNames,
  channels,
  type CallAnswer,
  type CallArguments,
  type CallName,
  type EventArguments,
  type EventName,
  type ShellConfiguration,
  type ShellResult,
} from '../shared/ipc.ts';
import { isAppUrl } from './policy.ts';

/** A handler for each call of the table: the types say which is missing. What it throws is `shell_failed`. */
export type ShellHandlers = {
  readonly [Name in CallName]: (...args: CallArguments<Name>) => CallAnswer<Name> | Promise<CallAnswer<Name>>;
};

/** @param configure asked at each load of the page */
export function handleIpc(
  ipcMain: Pick<IpcMain, 'on' | 'handle'>,
  configure: () => ShellConfiguration,
  handlers: ShellHandlers,
): void {
  ipcMain.on(channels.configuration, (event, ...args: unknown[]) => {
    // Always set, for the page stands still until it is.
    event.returnValue = isOwnPage(event) && args.length === 0 ? configure() : null;
  });
  for (const name of callNames) {
    ipcMain.handle(channels.calls[name], (event, ...args: unknown[]) =>
      // The sender is looked at at once: later its frame may hold another page, or be gone.
      isOwnPage(event) ? answer(name, handlers[name], args) : refused,
    );
  }
}

/** @returns whether the page was told: not where it is gone, or another page stands there */
export function tellPage<Name extends EventName>(
  contents: Pick<WebContents, 'isDestroyed' | 'mainFrame' | 'send'>,
  name: Name,
  ...args: EventArguments<Name>
): boolean {
  if (contents.isDestroyed() || !isOwnFrame(() => contents.mainFrame)) return false;
  const read = eventSchemas[name].safeParse(args);
  if (!read.success) return false;
  contents.send(channels.events[name], ...read.data);
  return true;
}

const refused: ShellResult<never> = { ok: false, error: { code: 'shell_refused' } };
const failed: ShellResult<never> = { ok: false, error: { code: 'shell_failed' } };

async function answer(
  name: CallName,
  handler: ShellHandlers[CallName],
  args: unknown[],
): Promise<ShellResult<unknown>> {
  const read = tried(() => callSchemas[name].args.safeParse(args) as z.ZodSafeParseResult<unknown[]>);
  if (!read?.success) return refused;
  try {
    const given = callSchemas[name].answer.safeParse(await (handler as Handler)(...read.data));
    return given.success ? { ok: true, value: given.data } : failed;
  } catch {
    return failed;
  }
}

/** As the table's loop sees one: which arguments it takes was checked by its schema. */
type Handler = (...args: unknown[]) => unknown;

function isOwnPage(event: { readonly senderFrame: WebFrameMain | null }): boolean {
  return isOwnFrame(() => event.senderFrame);
}

/** The application in the window itself; never a frame within it. A frame that is gone throws at each look. */
function isOwnFrame(read: () => WebFrameMain | null): boolean {
  return (
    tried(() => {
      const frame = read();
      return frame !== null && frame.parent === null && isAppUrl(frame.url);
    }) === true
  );
}

function tried<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
