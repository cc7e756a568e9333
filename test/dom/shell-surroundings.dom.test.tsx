/** What surrounds the desktop window, on a stand-in of its bridge: choices, locks, notices, menus, the whole screen. */
import { act, screen, waitFor } from '@testing-library/react';
import { useLocation } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import { KioskQuestion } from '../../renderer/app/kiosk-question.tsx';
import { useOwnNotices } from '../../renderer/app/use-own-notices.ts';
import { useShellRoutes, useSurroundings } from '../../renderer/app/use-surroundings.ts';
import { WindowPanel } from '../../renderer/app/window-panel.tsx';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { noticeStore, showDone, showUndo } from '../../renderer/ui/notices.ts';
import { useGo } from '../../renderer/ui/use-go.ts';
import type { CallAnswer, DesktopBridge } from '../../shared/ipc.ts';
import { defaultRefillMinutes } from '../../shared/rules/refill.ts';
import { checkInParty } from '../support/check-in-party.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

afterEach(() => void vi.restoreAllMocks());

type Choices = CallAnswer<'windowChoices'>;
const atFirst: Choices = { lockWithComputer: true, notifyDue: true, closeToTray: false, kiosk: false };

function shellWith(first: Partial<Choices> = {}) {
  let choices = { ...atFirst, ...first };
  const shown: unknown[] = [];
  const notices: Parameters<DesktopBridge['notify']>[0][] = [];
  const shell = createStandInShell({
    async windowChoices(change) {
      choices = { ...choices, ...change } as Choices;
      return { ok: true, value: choices };
    },
    showInShell: async (now) => (shown.push(now), { ok: true, value: null }),
    notify: async (notice) => (notices.push(notice), { ok: true, value: true }),
  });
  return { ...shell, shown, notices, choices: () => choices };
}

function signInAs(bar: TestDesk, role: 'attendant' | 'supervisor') {
  const { person } = bar.desk.state.getState();
  if (person) bar.desk.state.setState({ person: { ...person, roles: [role] } });
}

const toggle = (name: RegExp) => screen.findByRole('switch', { name });

test('each choice is turned in the settings; what keeps others off the desk is the supervisor’s', async () => {
  const shell = shellWith();
  const bar = await createTestDesk();
  const { user, close } = renderOnDesk(bar, <WindowPanel />, '/', shell.bridge);
  await user.click(await toggle(/系统托盘/));
  await waitFor(() => expect(shell.choices().closeToTray).toBe(true));
  // The page hears of it by the answer.
  const tray = await toggle(/系统托盘/);
  await waitFor(() => expect(tray.getAttribute('aria-checked')).toBe('true'));
  expect(await toggle(/锁屏或休眠/)).toHaveProperty('disabled', true);
  close();
  signInAs(bar, 'supervisor');
  const again = renderOnDesk(bar, <WindowPanel />, '/', shell.bridge);
  await again.user.click(await toggle(/锁屏或休眠/));
  await waitFor(() => expect(shell.choices().lockWithComputer).toBe(false));
});

test('a choice that the computer cannot keep is told, and shown as it was', async () => {
  const shell = createStandInShell({ windowChoices: async () => ({ ok: true, value: atFirst }) });
  const { user } = renderOnDesk(await createTestDesk(), <WindowPanel />, '/', shell.bridge);
  await user.click(await toggle(/系统托盘/));
  await waitFor(() => expect(noticeStore.getState().notice?.text).toBe('桌面程序未能更改此项，请重试。'));
  expect((await toggle(/系统托盘/)).getAttribute('aria-checked')).toBe('false');
});

test('in a browser there is nothing of it', async () => {
  renderOnDesk(await createTestDesk(), <WindowPanel />);
  expect(screen.queryByRole('switch')).toBeNull();
});

function Surrounded() {
  useOwnNotices();
  useSurroundings();
  useShellRoutes(useGo());
  const { pathname, search } = useLocation();
  return <output>{pathname + search}</output>;
}

test('language and what waits are shown outside; the computer that locks signs the person out', async () => {
  const shell = shellWith();
  const bar = await createTestDesk();
  const { speak } = renderOnDesk(bar, <Surrounded />, '/', shell.bridge);
  await waitFor(() => expect(shell.shown).toEqual([{ language: 'zh-CN', waiting: 0 }]));
  await speak('en');
  await waitFor(() => expect(shell.shown.at(-1)).toEqual({ language: 'en', waiting: 0 }));
  await bar.db.outbox.put({ localSeq: 1, opId: 'op-1', occurredAt: 1 } as never);
  await waitFor(() => expect(shell.shown.at(-1)).toEqual({ language: 'en', waiting: 1 }));
  shell.tell('locked');
  await waitFor(() => expect(bar.desk.state.getState().person).toBeNull());
  await screen.findByText(/you were signed out/);
});

test('who takes over sees nothing of what the one before did, and cannot take it back', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, <Surrounded />, '/', shellWith().bridge);
  const { person } = bar.desk.state.getState();
  const undo = vi.fn();
  act(() => showDone('周文 已离店'));
  await screen.findByText('周文 已离店');
  act(() => bar.desk.signOut());
  expect(screen.queryByText(/已离店/)).toBeNull();
  // It was still being saved when its person left.
  act(() => showUndo('吴静 已离店', undo));
  act(() => bar.desk.state.setState({ person: person && { ...person, id: 'another' } }));
  expect(screen.queryByText(/已离店/)).toBeNull();
  await user.keyboard('{Control>}z{/Control}');
  expect(undo).not.toHaveBeenCalled();
});

test('the menu and a notice lead to their page and card', async () => {
  const shell = shellWith();
  renderOnDesk(await createTestDesk(), <Surrounded />, '/', shell.bridge);
  shell.tell('goTo', '/register');
  await screen.findByText('/register');
  shell.tell('noticeChosen', 'visit-1');
  await screen.findByText('/reception?visit=visit-1');
});

test('a refill that falls due is told by its seat, once, and no guest is named', async () => {
  const shell = shellWith();
  const bar = await createTestDesk();
  await checkInParty(bar, '周文', defaultRefillMinutes + 1);
  const { close } = renderOnDesk(bar, <ReceptionPage />, '/', shell.bridge);
  await waitFor(() => expect(shell.notices).toHaveLength(1));
  expect(shell.notices[0]?.body).toBe('该续杯了');
  expect(JSON.stringify(shell.notices)).not.toContain('周文');
  close();
  renderOnDesk(bar, <ReceptionPage />, '/', shell.bridge);
  await screen.findByText('1 组待续杯');
  expect(shell.notices).toHaveLength(1);
});

test('the whole screen is left by F9 or by closing it, by who may', async () => {
  const shell = shellWith({ kiosk: true });
  const bar = await createTestDesk();
  const { user, close } = renderOnDesk(bar, <KioskQuestion />, '/', shell.bridge);
  shell.tell('kioskHeld');
  await screen.findByText('请CR主管或CR部长登录后按 F9 退出全屏锁定。');
  expect(screen.queryByRole('button', { name: '退出全屏锁定' })).toBeNull();
  await user.keyboard('{Enter}');
  close();
  signInAs(bar, 'supervisor');
  const again = renderOnDesk(bar, <KioskQuestion />, '/', shell.bridge);
  await waitFor(async () => {
    await again.user.keyboard('{F9}');
    expect(screen.queryByRole('dialog')).not.toBeNull();
  });
  await again.user.click(await screen.findByRole('button', { name: '退出全屏锁定' }));
  await waitFor(() => expect(shell.choices().kiosk).toBe(false));
});
