/** A server that the desktop window misses, on a stand-in of its bridge: what is said of the search, and when the page goes there. */
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { StatusPage } from '../../renderer/app/status-page.tsx';
import { useServerReach } from '../../renderer/app/use-server-search.ts';
import { quietMs } from '../../renderer/ui/when-quiet.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

const reload = vi.fn();
afterEach(() => {
  vi.useRealTimers();
  reload.mockReset();
});

test('a server that is missed is told to the shell as missed; what the shell does about it stands behind the status line', async () => {
  const said: (boolean | null)[] = [];
  const shell = createStandInShell({
    serverUrl: 'https://old.local',
    noteServer: async (isReached) => (said.push(isReached), { ok: true, value: { kind: 'resting' } }),
  });
  vi.stubGlobal('location', { ...window.location, reload });
  const bar = await createTestDesk();
  function Screen() {
    useServerReach();
    return (
      <>
        <StatusPage />
        <StatusLine />
      </>
    );
  }
  renderOnDesk(bar, <Screen />, '/', shell.bridge);
  act(() => bar.lead({ phase: 'online' }));
  await waitFor(() => expect(said).toContain(true));
  act(() => bar.lead({ phase: 'offline', problem: 'server_unreachable' }));
  await waitFor(() => expect(said.at(-1)).toBe(false));
  act(() => shell.tell('serverSearch', { kind: 'looking' }));
  await screen.findByText('正在查找服务器');
  act(() => shell.tell('serverSearch', { kind: 'notFound', at: Date.now(), nextAt: Date.now() + 40_000 }));
  await screen.findByText(/没有找到本店的服务器。 下次查找：\d+ 秒后。/);
  expect(screen.queryByText('正在查找服务器')).toBeNull();
  act(() => shell.tell('serverSearch', { kind: 'moved', to: 'https://old.local' }));
  await screen.findByText('已找到服务器，即将连接');
  expect(reload).not.toHaveBeenCalled();
});

test('a server that moved is gone to once nobody types, and not before', async () => {
  const shell = createStandInShell({ serverUrl: 'https://old.local' });
  vi.stubGlobal('location', { ...window.location, reload });
  const bar = await createTestDesk();
  function Screen() {
    useServerReach();
    return <input aria-label="x" />;
  }
  renderOnDesk(bar, <Screen />, '/', shell.bridge);
  vi.useFakeTimers();
  act(() => shell.tell('serverSearch', { kind: 'moved', to: 'https://new.local' }));
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  fireEvent.keyDown(screen.getByLabelText('x'), { key: 'a' });
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  expect(reload).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(reload).toHaveBeenCalledOnce();
});
