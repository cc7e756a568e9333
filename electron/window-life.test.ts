/** Links, closing, crashes: what the wiring does over the life of its window, with Electron's module replaced. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { FakeElectron } from './fake-electron.ts';
import { freshShell } from './fresh-shell.ts';

let folder: string;
let electron: FakeElectron;
const { start, invoke, configuration } = freshShell((fresh) => ({ folder, electron } = fresh));

describe('a link that asks to set the desk up', () => {
  const link = 'crdesk://enrol?server=https%3A%2F%2Fcr.example&code=7K3M9QXA';

  test('comes with a second start, and the page is told to take it', async () => {
    await start();
    electron.app.emit('second-instance', {}, ['cr-desk.exe', link]);
    expect(electron.windows[0]?.told).toEqual(['crdesk:enrol-link-came']);
    expect(await invoke('crdesk:take-enrol-link')).toEqual({ ok: true, value: link });
    expect(await invoke('crdesk:take-enrol-link')).toEqual({ ok: true, value: null });
  });

  test('on macOS comes to the program that runs, or before its window is there', async () => {
    await import('./main.ts');
    const preventDefault = vi.fn();
    electron.app.emit('open-url', { preventDefault }, link);
    expect(electron.windows).toEqual([]);
    electron.app.emit('ready');
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(await invoke('crdesk:take-enrol-link')).toEqual({ ok: true, value: link });
  });

  test('is ours to open where the program is installed', async () => {
    await start();
    expect(electron.calls).toContain('setAsDefaultProtocolClient crdesk');
  });
});

describe('the window that is about to close', () => {
  const close = () => {
    const preventDefault = vi.fn();
    electron.windows[0]?.emit('close', { preventDefault });
    return preventDefault.mock.calls.length === 0;
  };

  test('asks its page, and goes when that says so', async () => {
    await start();
    expect(close()).toBe(false);
    expect(electron.windows[0]?.told).toEqual(['crdesk:closing']);
    await invoke('crdesk:answer-close', 'asking');
    expect(close()).toBe(false);
    await invoke('crdesk:answer-close', 'close');
    // Brought to the front, for the question; then closed.
    expect(electron.windows[0]?.log).toEqual(['show', 'close']);
    expect(close()).toBe(true);
  });

  test('goes unasked where its page is another one, and where Windows goes down', async () => {
    await start();
    Object.assign(electron.windows[0]?.webContents.mainFrame ?? {}, { url: 'chrome-error://' });
    expect(close()).toBe(true);
    Object.assign(electron.windows[0]?.webContents.mainFrame ?? {}, { url: 'app://crdesk/' });
    electron.windows[0]?.emit('session-end');
    expect(close()).toBe(true);
  });

  test('a question that goes with its page leads out of no whole screen later, and updates nothing', async () => {
    const stay = vi.fn();
    vi.doMock('./start-updates.ts', () => ({ startUpdates: () => ({ stay }) }));
    await start();
    await invoke('crdesk:window-choices', { kiosk: true });
    electron.app.emit('before-quit');
    expect(close()).toBe(false);
    await invoke('crdesk:answer-close', 'asking');
    expect(stay).not.toHaveBeenCalled();
    electron.windows[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    electron.windows[0]?.webContents.emit('did-finish-load');
    expect(stay).toHaveBeenCalledOnce();
    expect(close()).toBe(false);
    expect(electron.windows[0]?.told.at(-1)).toBe('crdesk:kiosk-held');
    vi.doUnmock('./start-updates.ts');
  });

  test('asks its page still where Windows only wanted to go down', async () => {
    await start();
    electron.windows[0]?.emit('query-session-end');
    expect(close()).toBe(false);
    expect(electron.windows[0]?.told).toEqual(['crdesk:closing']);
  });
});

describe('a page that is lost', () => {
  const lose = (reason: string) =>
    electron.windows[0]?.webContents.emit('render-process-gone', {}, { reason });

  test('is loaded again where it stood, and told why, once', async () => {
    await start();
    lose('crashed');
    expect(electron.windows[0]?.log).toEqual(['reload']);
    expect(await configuration()).toMatchObject({ recovery: { cause: 'crashed', isRepeated: false } });
    expect(await configuration()).toMatchObject({ recovery: null });
  });

  test('again and again is given up, with a sentence', async () => {
    await start();
    for (let times = 0; times < 6; times += 1) lose('crashed');
    expect(electron.windows[0]?.log.filter((one) => one === 'reload')).toHaveLength(5);
    expect(electron.calls.slice(-2)).toEqual(['showErrorBox CR Desk 无法继续', 'exit 1']);
  });

  test('that hangs is ended when the person says so, and comes back', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await start();
      electron.choice = 1;
      electron.windows[0]?.emit('unresponsive');
      await vi.advanceTimersByTimeAsync(10_000);
      expect(electron.calls.at(-1)).toBe('showMessageBox CR Desk 没有响应');
      expect(electron.windows[0]?.log).toEqual(['forcefullyCrashRenderer']);
      lose('crashed');
      expect(await configuration()).toMatchObject({ recovery: { cause: 'hung' } });
    } finally {
      vi.useRealTimers();
    }
  });

  test('that answers in time is left alone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await start();
      electron.windows[0]?.emit('unresponsive');
      await vi.advanceTimersByTimeAsync(9_000);
      electron.windows[0]?.emit('responsive');
      await vi.advanceTimersByTimeAsync(60_000);
      expect(electron.calls.filter((call) => call.startsWith('showMessageBox'))).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the tray', () => {
  const close = () => electron.windows[0]?.emit('close', { preventDefault: () => undefined });

  test('takes the window that is closed, where that is chosen; “quit” asks the page', async () => {
    await start();
    await invoke('crdesk:window-choices', { closeToTray: true });
    close();
    expect(electron.windows[0]?.log).toEqual(['hide']);
    electron.app.emit('before-quit');
    close();
    expect(electron.windows[0]?.told).toEqual(['crdesk:closing']);
    expect(electron.windows[0]?.log).toEqual(['hide', 'show']);
    await invoke('crdesk:answer-close', 'stay');
    close();
    expect(electron.windows[0]?.log.at(-1)).toBe('hide');
  });

  test('says what waits, in the language of the page, and goes when it is not wanted', async () => {
    await start();
    await invoke('crdesk:window-choices', { closeToTray: true });
    await invoke('crdesk:show-in-shell', { language: 'en', waiting: 3 });
    expect(electron.outside.tips.at(-1)).toBe('CR Desk · 3 changes to send');
    expect(electron.outside.trayMenu.map(({ label }) => label)).toContain('Open CR Desk');
    await invoke('crdesk:window-choices', { closeToTray: false });
    expect(electron.calls.at(-1)).toBe('tray destroyed');
  });
});

test('the menus follow the language of the page, and lead to its pages', async () => {
  await start();
  expect(electron.outside.menu.map(({ label }) => label)).toContain('前往');
  await invoke('crdesk:show-in-shell', { language: 'en', waiting: 0 });
  const go = electron.outside.menu.find(({ label }) => label === 'Go');
  const [first] = (go?.submenu ?? []) as { click: () => void }[];
  first?.click();
  expect(electron.windows[0]?.told).toEqual(['crdesk:go-to /reception']);
});

describe('the whole screen', () => {
  const close = () => electron.windows[0]?.emit('close', { preventDefault: () => undefined });

  test('is held until somebody who may ends it', async () => {
    await start();
    await invoke('crdesk:window-choices', { kiosk: true });
    expect(electron.windows[0]?.isWhole).toBe(true);
    close();
    expect(electron.windows[0]?.told).toEqual(['crdesk:kiosk-held']);
    await invoke('crdesk:window-choices', { kiosk: false });
    expect(electron.windows[0]?.isWhole).toBe(false);
    close();
    expect(electron.windows[0]?.told).toEqual(['crdesk:kiosk-held', 'crdesk:closing']);
  });

  test('does not keep Windows from going down', async () => {
    await start();
    await invoke('crdesk:window-choices', { kiosk: true });
    electron.windows[0]?.emit('query-session-end');
    close();
    expect(electron.windows[0]?.told).toEqual(['crdesk:kiosk-held']);
    electron.windows[0]?.emit('session-end');
    const preventDefault = vi.fn();
    electron.windows[0]?.emit('close', { preventDefault });
    expect(preventDefault).not.toHaveBeenCalled();
  });

  test('is left by no other program’s window: neither the logs’ folder nor the browser opens', async () => {
    await start();
    let open: (details: { url: string }) => unknown = () => undefined;
    const contents = {
      on: () => undefined,
      setWindowOpenHandler: (handler: typeof open) => (open = handler),
    };
    electron.app.emit('web-contents-created', {}, contents);
    const outside = () => electron.calls.filter((call) => /^open(Path|External) /.test(call));
    await invoke('crdesk:window-choices', { kiosk: true });
    expect(await invoke('crdesk:show-logs')).toEqual({ ok: true, value: false });
    open({ url: 'https://cr.example/trust' });
    expect(outside()).toEqual([]);
    await invoke('crdesk:window-choices', { kiosk: false });
    expect(await invoke('crdesk:show-logs')).toEqual({ ok: true, value: true });
    open({ url: 'https://cr.example/trust' });
    expect(outside()).toHaveLength(2);
  });

  test('leaves the tray no way out', async () => {
    await start();
    await invoke('crdesk:window-choices', { closeToTray: true });
    const labels = () => electron.outside.trayMenu.slice(2).map(({ label }) => label);
    expect(labels()).toEqual(['打开 CR Desk', '退出']);
    await invoke('crdesk:window-choices', { kiosk: true });
    expect(labels()).toEqual(['打开 CR Desk']);
  });
});

describe('the computer', () => {
  test('that is locked or sleeps signs out who is signed in, where that is chosen', async () => {
    await start();
    electron.powerMonitor.emit('lock-screen');
    electron.powerMonitor.emit('suspend');
    expect(electron.windows[0]?.told).toEqual(['crdesk:locked', 'crdesk:locked']);
    await invoke('crdesk:window-choices', { lockWithComputer: false });
    electron.powerMonitor.emit('lock-screen');
    expect(electron.windows[0]?.told).toHaveLength(2);
  });

  test('that is back has its desk synchronise', async () => {
    await start();
    electron.powerMonitor.emit('resume');
    electron.powerMonitor.emit('unlock-screen');
    expect(electron.windows[0]?.told).toEqual(['crdesk:resumed', 'crdesk:resumed']);
  });
});

describe('a notice', () => {
  const notice = { about: 'visit-1', title: 'A3', body: '该续杯' };

  test('is shown while the window is not in front; its click brings window and card', async () => {
    await start();
    expect(await invoke('crdesk:notify', notice)).toEqual({ ok: true, value: true });
    electron.outside.notices[0]?.emit('click');
    expect(electron.windows[0]?.told).toEqual(['crdesk:notice-chosen visit-1']);
    expect(electron.windows[0]?.log).toEqual(['show', 'focus']);
  });

  test('is not shown to who looks at the window, nor where it is not wanted', async () => {
    await start();
    Object.assign(electron.windows[0] ?? {}, { isInFront: true });
    expect(await invoke('crdesk:notify', notice)).toEqual({ ok: true, value: false });
    Object.assign(electron.windows[0] ?? {}, { isInFront: false });
    await invoke('crdesk:window-choices', { notifyDue: false });
    expect(await invoke('crdesk:notify', notice)).toEqual({ ok: true, value: false });
  });
});

describe('what leaves the window', () => {
  const file = { name: '来访登记.csv', bytes: new Uint8Array([1, 2, 3]) };

  test('is saved where the system’s dialog says, and never among the shell’s own files', async () => {
    await start();
    expect(await invoke('crdesk:save-file', file)).toEqual({ ok: true, value: 'cancelled' });
    expect(electron.calls.at(-1)).toBe('showSaveDialog 来访登记.csv');
    electron.savedAt = join(folder, 'shell.csv');
    expect(await invoke('crdesk:save-file', file)).toEqual({ ok: true, value: 'ownFolder' });
    electron.savedAt = `${folder}-list.csv`;
    expect(await invoke('crdesk:save-file', file)).toEqual({ ok: true, value: 'saved' });
    expect([...readFileSync(electron.savedAt)]).toEqual([1, 2, 3]);
    rmSync(electron.savedAt);
    const program = { ...file, name: 'run.exe' };
    expect(await invoke('crdesk:save-file', program)).toMatchObject({ error: { code: 'shell_refused' } });
  });

  test('is printed by this window, on the receipt printer that was chosen', async () => {
    await start();
    expect(await invoke('crdesk:print')).toEqual({ ok: true, value: 'printed' });
    expect(await invoke('crdesk:choose-receipt-printer', 'XP-80C')).toEqual({ ok: true, value: 'chosen' });
    expect(await invoke('crdesk:print-receipt')).toEqual({ ok: true, value: 'printed' });
    expect(electron.windows[0]?.log).toEqual([
      'print {"silent":false}',
      'print {"silent":true,"deviceName":"XP-80C","usePrinterDefaultPageSize":true}',
    ]);
    electron.windows[0]?.emit('closed');
    expect(await invoke('crdesk:print')).toEqual({ ok: true, value: 'failed' });
  });
});
