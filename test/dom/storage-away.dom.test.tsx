/** A database that does not open, or not for this page: what is said, and what becomes of what was typed. */
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { App } from '../../renderer/app/app.tsx';
import { Frame } from '../../renderer/app/frame.tsx';
import { StorageAway } from '../../renderer/app/storage-problem.tsx';
import { useReloadByItself } from '../../renderer/app/use-reload-by-itself.ts';
import type { DeskState } from '../../renderer/data/desk-state.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

let bar: TestDesk;
beforeEach(async () => {
  bar = await createTestDesk();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function tell(storageProblem: DeskState['storageProblem']): Promise<void> {
  await act(async () => bar.desk.state.setState({ storageProblem }));
}

test('a database that does not open is told over the screens, which come back with what was typed', async () => {
  const somebody = { username: 'li', name: '李强', roles: ['attendant' as const], active: true };
  await bar.db.staff.put({ id: 'li', rowVersion: 1, ...somebody });
  bar.desk.signOut();
  const { user, speak } = renderOnDesk(bar, <App shell="browser" />);
  await user.type(await screen.findByRole('textbox', { name: '输入姓名或拼音查找' }), '李');
  await tell('storage_unopened');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toMatch(
    /数据库打不开.*请清理磁盘空间.*自动继续.*没填完的内容都还在.*尚未上传的更改/,
  );
  // A full disk is the usual reason, and not known to be this one's.
  expect(alert.textContent).toContain('最常见的原因是磁盘已满');
  await speak('en');
  expect(alert.textContent).toMatch(/cannot be opened.*free some disk space.*by itself.*not uploaded/);
  await tell(null);
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(screen.getByRole('textbox', { name: 'Type a name or pinyin' })).toHaveProperty('value', '李');
});

test('no key reaches what lies below it, Escape does not close it, Enter tries at once', async () => {
  const openNow = vi.spyOn(bar.desk, 'openNow');
  const screens = (
    <>
      <Frame />
      <StorageAway />
    </>
  );
  const { user } = renderOnDesk(bar, screens);
  await screen.findByRole('alert');
  await user.keyboard('{Control>}k{/Control}{Escape}');
  expect(screen.queryByRole('combobox')).toBeNull();
  expect(document.querySelector('dialog')?.open).toBe(true);
  await user.keyboard('{Enter}');
  expect(openNow).toHaveBeenCalledTimes(1);
});

test('what may be lost is what the desk has nowhere else', async () => {
  const { bridge } = createStandInShell({ journalRead: () => new Promise(() => undefined) });
  const inShell = renderOnDesk(bar, <StorageAway />, '/', { ...bridge, journal: {} as never });
  await screen.findByText(/另存在磁盘日志里，即使数据库丢失也会自动找回/);
  inShell.close();
  const device = bar.desk.state.getState().device;
  if (!device) throw new Error('no desk');
  bar.desk.state.setState({ device: { ...device, alone: { since: 1, place: 1 } as never } });
  renderOnDesk(bar, <StorageAway />);
  await screen.findByText(/请用最近的备份文件恢复/);
});

test('where only a reload helps, a bar says so above what was typed', async () => {
  renderOnDesk(bar, <Frame />);
  await tell('storage_reload');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toMatch(/又能打开了.*其他输入框里的内容请先记下/);
  screen.getByRole('button', { name: '重新载入' });
});

test('before anything was read there is nothing to look at: the same on a page', async () => {
  bar.desk.signOut();
  renderOnDesk(bar, <App shell="browser" />);
  act(() => bar.desk.state.setState({ device: undefined, storageProblem: 'storage_reload' }));
  await screen.findByRole('heading', { name: '本机数据库又能打开了，请重新载入本页' });
});

describe('by itself a page reloads', () => {
  const reload = vi.fn<() => void>();
  function Page({ typed = '', note = '' }: { readonly typed?: string; readonly note?: string }) {
    useReloadByItself(true, reload);
    return (
      <>
        <input aria-label="a" defaultValue={typed} />
        <textarea aria-label="b" defaultValue={note} />
        <input aria-label="c" defaultValue="fixed" readOnly />
      </>
    );
  }
  const served = vi.fn<() => Promise<{ ok: boolean }>>();
  beforeEach(() => {
    reload.mockClear();
    served.mockReset().mockResolvedValue({ ok: true });
    vi.stubGlobal('fetch', served);
  });

  test('where nothing is typed, and once only where it does not help', async () => {
    const { close } = renderOnDesk(bar, <Page />);
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    close();
    renderOnDesk(bar, <Page />);
    await act(async () => undefined);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test.each([{ typed: '王小明' }, { note: '靠窗' }])(
    'not under what stands in a field: %o',
    async (fields) => {
      renderOnDesk(bar, <Page {...fields} />);
      await act(async () => undefined);
      expect(served).not.toHaveBeenCalled();
      expect(reload).not.toHaveBeenCalled();
    },
  );

  test('not where nobody would give it the application again', async () => {
    served.mockRejectedValue(new TypeError('no network'));
    renderOnDesk(bar, <Page />);
    await waitFor(() => expect(served).toHaveBeenCalled());
    await act(async () => undefined);
    expect(reload).not.toHaveBeenCalled();
  });
});
