import type { IpcMain } from 'electron';
import { expect, test } from 'vitest';
import { channels } from '../shared/ipc.ts';
import { handleIpc } from './ipc.ts';

const bridge = { serverUrl: 'https://cr.example' };
const page = { url: 'app://crdesk/#/reception', parent: null };

/** @returns what the page would receive */
function ask(senderFrame: object | null, ...args: unknown[]): unknown {
  type Listener = Parameters<IpcMain['on']>[1];
  const listeners = new Map<string, Listener>();
  handleIpc(
    { on: (channel: string, listener: Listener) => listeners.set(channel, listener) } as never,
    bridge,
  );
  const event = { senderFrame, returnValue: undefined };
  listeners.get(channels.configuration)?.(event as never, ...args);
  return event.returnValue;
}

test('the application’s page learns its server', () => {
  expect(ask(page)).toEqual(bridge);
});

test.each([
  ['another page', { url: 'https://evil.example/', parent: null }],
  ['a page of another host of the scheme', { url: 'app://other/', parent: null }],
  ['a frame within the page', { url: 'app://crdesk/', parent: page }],
  ['a frame that is gone', null],
  ['a page not loaded yet', { url: '', parent: null }],
])('%s is refused, at once', (_name, frame) => expect(ask(frame)).toBeNull());

test.each([[[1]], [[{}]], [[undefined]], [['a', 'b']]])(
  'arguments that nobody agreed on are refused: %j',
  (args) => expect(ask(page, ...args)).toBeNull(),
);
