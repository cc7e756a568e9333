import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { SettingsPage } from '../../renderer/app/settings-page.tsx';
import { readBridge } from '../../renderer/data/bridge.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

test('in a browser the server is where the page came from, and what only the shell can do is not there', () => {
  const bridge = readBridge();
  expect(bridge).toMatchObject({ shell: 'browser', serverUrl: window.location.origin, about: null });
  expect(() => bridge.onResumed(vi.fn())()).not.toThrow();
});

test('in the shell its server, its calls and its events are the bridge’s', async () => {
  const facts = { electron: '45.4.1', chromium: '156', system: 'win32 10.0.26100' };
  const shell = createStandInShell({ about: async () => ({ ok: true, value: facts }) });
  expect(shell.bridge).toMatchObject({ shell: 'electron', serverUrl: 'https://cr.example' });
  expect(await shell.bridge.about?.()).toEqual({ ok: true, value: facts });
  const heard = vi.fn();
  const stop = shell.bridge.onResumed(heard);
  shell.tell('resumed');
  stop();
  shell.tell('resumed');
  expect(heard).toHaveBeenCalledOnce();
});

test('the settings tell of the desktop program in the shell, and say nothing of it in a browser', async () => {
  const facts = { electron: '45.4.1', chromium: '156.0', system: 'win32 10.0.26100' };
  const { bridge } = createStandInShell({ about: async () => ({ ok: true, value: facts }) });
  const desk = await createTestDesk();
  const { close } = renderOnDesk(desk, <SettingsPage />, '/', bridge);
  await screen.findByText('Electron 45.4.1，Chromium 156.0，win32 10.0.26100');
  close();
  renderOnDesk(desk, <SettingsPage />);
  await screen.findByText('设备编号');
  expect(screen.queryByText('桌面程序')).toBeNull();
});
