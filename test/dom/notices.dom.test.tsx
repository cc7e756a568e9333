import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MantineProvider } from '@mantine/core';
import { useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createI18n } from '../../renderer/i18n/index.ts';
import { NoticeBar } from '../../renderer/ui/notice-bar.tsx';
import { setNoticePage, showDone, showFailure, showUndo, undoMs } from '../../renderer/ui/notices.ts';
import { listenForKeys } from '../../renderer/ui/use-keys.ts';

function Keys() {
  useEffect(() => listenForKeys(window), []);
  return <input aria-label="field" />;
}

function renderBar() {
  render(
    <I18nextProvider i18n={createI18n('zh-CN')}>
      <MantineProvider env="test">
        <Keys />
        <NoticeBar />
      </MantineProvider>
    </I18nextProvider>,
  );
  return userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
}

// Time goes on by itself, too: typing waits for timers.
beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => void vi.useRealTimers());

const tell = (show: () => void) => act(async () => show());

test('what was done is announced, and can be taken back once', async () => {
  const user = renderBar();
  const undo = vi.fn();
  await tell(() => showUndo('李建国 已离店', undo));
  expect(screen.getByRole('status').textContent).toContain('李建国 已离店');
  await user.click(screen.getByRole('button', { name: /撤销/ }));
  expect(screen.queryByText('李建国 已离店')).toBeNull();
  await user.keyboard('{Control>}z{/Control}');
  expect(undo).toHaveBeenCalledTimes(1);
});

test('Ctrl+Z takes back what was last done, from an empty field too, but never over a typed text', async () => {
  const user = renderBar();
  const undo = vi.fn();
  await tell(() => showUndo('李建国 已离店', undo));
  await user.type(screen.getByLabelText('field'), '张{Control>}z{/Control}');
  expect(undo).not.toHaveBeenCalled();
  await user.clear(screen.getByLabelText('field'));
  await user.keyboard('{Control>}z{/Control}');
  expect(undo).toHaveBeenCalledTimes(1);
});

test('undo is offered for ten seconds, each notice for its own', async () => {
  renderBar();
  await tell(() => showUndo('第一件', () => undefined));
  await act(() => vi.advanceTimersByTimeAsync(undoMs - 2_000));
  await tell(() => showUndo('第二件', () => undefined));
  expect(screen.queryByText('第一件')).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(undoMs - 2_000));
  screen.getByText('第二件');
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(screen.queryByText('第二件')).toBeNull();
});

test('a failure and a thing without a way back offer no undo; both can be closed', async () => {
  const user = renderBar();
  for (const show of [showFailure, showDone]) {
    await tell(() => show('磁盘已满'));
    expect(screen.queryByRole('button', { name: /撤销/ })).toBeNull();
    await user.click(screen.getByRole('button', { name: '关闭' }));
    expect(screen.queryByText('磁盘已满')).toBeNull();
  }
});

test('on another page the key takes nothing back, the button still does; back where it was done, the key does', async () => {
  const user = renderBar();
  const undo = vi.fn();
  await tell(() => setNoticePage('reception'));
  await tell(() => showUndo('王芳 已登记', undo));
  await tell(() => setNoticePage('customers'));
  const button = screen.getByRole('button', { name: /撤销/ });
  expect(button.textContent).not.toContain('Ctrl');
  await user.keyboard('{Control>}z{/Control}');
  expect(undo).not.toHaveBeenCalled();
  await user.click(button);
  expect(undo).toHaveBeenCalledTimes(1);
  await tell(() => showUndo('李刚 已登记', undo));
  await tell(() => setNoticePage('register'));
  await tell(() => setNoticePage('customers'));
  await user.keyboard('{Control>}z{/Control}');
  expect(undo).toHaveBeenCalledTimes(2);
});
