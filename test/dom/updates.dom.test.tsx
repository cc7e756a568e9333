import { screen, waitFor } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test, vi } from 'vitest';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { UpdatePanel } from '../../renderer/app/update-panel.tsx';
import { useWorkNotes } from '../../renderer/app/use-shell-updates.ts';
import { closingItems } from '../../shared/rules/bar-checks.ts';
import { addDays } from '../../shared/rules/register/period.ts';
import type { DeskWork, UpdateMoment, UpdateState } from '../../shared/rules/update-state.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

const ready: UpdateState = { kind: 'ready', version: '1.3.0', chosen: false };

function Screen() {
  useWorkNotes();
  return (
    <>
      <UpdatePanel />
      <StatusLine />
    </>
  );
}

function show(desk: TestDesk, state: UpdateState) {
  const notes: DeskWork[] = [];
  const chosen: UpdateMoment[] = [];
  const checked = vi.fn();
  const shell = createStandInShell({
    updates: async () => ({ ok: true, value: state }),
    checkUpdates: async () => (checked(), { ok: true, value: state }),
    chooseUpdate: async (moment) => (chosen.push(moment), { ok: true, value: true }),
    noteWork: async (work) => (notes.push(work), { ok: true, value: null }),
  });
  return { ...shell, ...renderOnDesk(desk, <Screen />, '/', shell.bridge), notes, chosen, checked };
}

async function receive({ db, desk }: TestDesk, businessDay = desk.businessDay()): Promise<string> {
  const id = uuidv7();
  const visit = { id, rowVersion: 1, businessDay, leftAt: null, cancelledAt: null, isOpen: 1 };
  await db.visit.put(visit as never);
  return id;
}

const button = (name: string) => screen.getByRole('button', { name });

test('a new version is told in the status line, and installed when the person says so', async () => {
  const desk = await createTestDesk();
  const { user, chosen, tell, speak } = show(desk, ready);
  await screen.findByText('新版本 1.3.0 已下载并通过校验，可以安装。');
  // The status line asks for itself.
  const link = await screen.findByRole('link', { name: '新版本 1.3.0 可以安装' });
  expect(link.getAttribute('href')).toBe('/settings');
  await user.click(button('关闭程序时安装'));
  tell('updateChanged', { ...ready, chosen: true });
  await screen.findByText('关闭程序时将安装新版本 1.3.0。');
  await user.click(button('暂不安装'));
  tell('updateChanged', ready);
  await screen.findByText(/可以安装。/);
  await user.click(button('立即安装并重新打开'));
  await waitFor(() => expect(chosen).toEqual(['atQuit', 'later', 'restart']));
  await speak('en');
  await screen.findByText('Version 1.3.0 was downloaded and checked, and can be installed.');
});

test('with a party in the house, or a change not uploaded, it says what it waits for, and cannot be installed at once', async () => {
  const desk = await createTestDesk();
  const id = await receive(desk);
  await receive(desk, '2020-01-01');
  const { notes } = show(desk, ready);
  await screen.findByText('今天还有 1 批来宾在店，离店后才会安装。');
  expect(button('立即安装并重新打开')).toHaveProperty('disabled', true);
  await desk.db.outbox.put({ localSeq: 1, opId: uuidv7() } as never);
  await desk.db.visit.delete(id);
  await screen.findByText('还有 1 项更改未上传，上传后才会安装。');
  await desk.db.outbox.clear();
  await waitFor(() => expect(button('立即安装并重新打开')).toHaveProperty('disabled', false));
  // The shell is told by a reading of its own, which may end after the page's.
  await waitFor(() => expect(notes.at(-1)).toEqual({ shiftOpen: false, openVisits: 0, unsent: 0 }));
  expect(notes.at(0)).toEqual({ shiftOpen: false, openVisits: 1, unsent: 0 });
});

/** As of a day's opening, or of its closing. */
async function note({ db }: TestDesk, items: readonly string[], businessDay: string): Promise<void> {
  for (const item of items) {
    const row = { id: uuidv7(), rowVersion: 1, item, slot: null, result: 'ok', checkedAt: 1, corrects: null };
    await db.barCheck.put({ ...row, businessDay } as never);
  }
}

test('while the shift runs nothing is installed, nobody in the house or not; with the last check of closing it may be', async () => {
  const desk = await createTestDesk();
  const today = desk.desk.businessDay();
  await note(desk, ['bar'], today);
  const { notes, speak } = show(desk, ready);
  await screen.findByText(/^当班未结束，结束后再装。/);
  expect(button('立即安装并重新打开')).toHaveProperty('disabled', true);
  // The shell is told by a reading of its own, which may end after the page's.
  await waitFor(() => expect(notes).toEqual([{ shiftOpen: true, openVisits: 0, unsent: 0 }]));
  await note(desk, closingItems, today);
  await waitFor(() => expect(button('立即安装并重新打开')).toHaveProperty('disabled', false));
  // Not closed yesterday: over with the day, but for guests who still sit there.
  await note(desk, ['bar'], addDays(today, -1));
  const late = await receive(desk, addDays(today, -1));
  await speak('en');
  await screen.findByText(/^The shift is still on; it is installed afterwards\./);
  await desk.db.visit.delete(late);
  await waitFor(() => expect(notes.at(-1)).toEqual({ shiftOpen: false, openVisits: 0, unsent: 0 }));
});

test('an office does not wait for the bar’s visits, nor for its shift', async () => {
  const desk = await createTestDesk('office');
  await receive(desk);
  await note(desk, ['bar'], desk.desk.businessDay());
  const { notes } = show(desk, ready);
  await waitFor(() => expect(notes).toEqual([{ shiftOpen: false, openVisits: 0, unsent: 0 }]));
});

test('one PC without a server, an office by its scopes, waits for its visitors like a bar', async () => {
  const desk = await createTestDesk('office');
  const device = await desk.db.meta.get('device');
  if (device?.key === 'device')
    await desk.db.meta.put({ key: 'device', value: { ...device.value, alone: { since: 1 } } });
  await receive(desk);
  const { notes } = show(desk, ready);
  await screen.findByText('今天还有 1 批来宾在店，离店后才会安装。');
  await waitFor(() => expect(notes.at(-1)).toMatchObject({ openVisits: 1, unsent: 0 }));
});

test.each([
  [{ kind: 'off', why: 'noKey' }, '此安装包不含更新密钥，不会自动更新；新版本请由管理员安装。'],
  [{ kind: 'waiting', checkedAt: null, offered: null }, '尚未检查更新。'],
  [{ kind: 'waiting', checkedAt: 1, offered: null }, '服务器暂未提供更新。'],
  [{ kind: 'waiting', checkedAt: 1, offered: '1.2.3' }, '已是最新版本。'],
  [{ kind: 'checking' }, '正在检查更新…'],
  [{ kind: 'downloading', version: '1.3.0', percent: 41 }, '正在下载新版本 1.3.0：41%'],
  [{ kind: 'failed', why: 'unsigned', checkedAt: 1 }, '服务器上的更新没有有效签名，未予采用。请告知管理员。'],
] as const)('%j is said in words', async (state, words) => {
  const desk = await createTestDesk();
  const { user, checked } = show(desk, state);
  await screen.findByText(words);
  const mayCheck = state.kind === 'waiting' || state.kind === 'failed';
  if (mayCheck) await user.click(button('检查更新'));
  await waitFor(() => expect(checked).toHaveBeenCalledTimes(mayCheck ? 1 : 0));
  expect(screen.queryByRole('link', { name: /可以安装/ })).toBeNull();
});

test('in a browser there is nothing of it', async () => {
  const desk = await createTestDesk();
  renderOnDesk(desk, <Screen />);
  await screen.findByRole('contentinfo');
  expect(screen.queryByText('版本与更新')).toBeNull();
});
