/** What only the desktop window has, on a stand-in of its bridge: the server told by a person, links, the close question. */
import { screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { CloseQuestion } from '../../renderer/app/close-question.tsx';
import { EnrolLinkAsked } from '../../renderer/app/enrol-link-asked.tsx';
import { EnrolPage } from '../../renderer/app/enrol-page.tsx';
import { ServerUnknownBar } from '../../renderer/app/server-unknown-bar.tsx';
import { SettingsPage } from '../../renderer/app/settings-page.tsx';
import { TroublePage } from '../../renderer/app/trouble-page.tsx';
import { useRecovered } from '../../renderer/app/use-recovered.ts';
import { keptEnrolCode } from '../../renderer/data/enrol-code-kept.ts';
import { whileSaving } from '../../renderer/ui/notices.ts';
import type { DesktopBridge } from '../../shared/ipc.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

const ca = 'ab'.repeat(32);
const link = `crdesk://enrol?server=https%3A%2F%2F192.168.1.20%3A7480&code=7K3M9QXA&ca=${ca}`;
const reload = vi.fn();

beforeEach(() => {
  sessionStorage.clear();
  reload.mockReset();
});

/** A shell that keeps what is chosen, or answers as told. */
function shellWith(answer: 'chosen' | 'given' | 'unsafe' | 'notKept', more: Partial<DesktopBridge> = {}) {
  const chosen: unknown[] = [];
  const shell = createStandInShell({
    chooseServer: async (address) => (chosen.push(address), { ok: true, value: answer }),
    ...more,
  });
  // jsdom has no reload of its own.
  vi.stubGlobal('location', { ...window.location, reload });
  return { ...shell, chosen };
}

/** A desk where somebody of the role is signed in. */
async function deskOf(role: Role) {
  const test = await createTestDesk();
  test.desk.state.setState({
    person: { id: 'p', username: 'chen', name: '陈静', roles: [role], session: 's' },
  });
  return test;
}

/** Before anybody told the server. */
async function unsetDesk() {
  const test = await createTestDesk();
  return { ...test, desk: { ...test.desk, serverUrl: '' } };
}

describe('set up without a server', () => {
  test('an address is told, kept, and the page that may call it is loaded', async () => {
    const { bridge, chosen } = shellWith('chosen', { serverUrl: null });
    const { user } = renderOnDesk(await unsetDesk(), <EnrolPage />, '/', bridge);
    const field = await screen.findByRole('textbox', { name: '服务器地址或启用链接' });
    await user.keyboard('{Enter}');
    await screen.findByText('请填写服务器地址。');
    await user.type(field, 'http://192.168.1.20{Enter}');
    await screen.findByText(/这不是可用的地址/);
    expect(chosen).toEqual([]);
    await user.clear(field);
    await user.type(field, '192.168.1.20:7480{Enter}');
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(chosen).toEqual([{ serverUrl: 'https://192.168.1.20:7480', caFingerprint: null }]);
    expect(keptEnrolCode()).toBe('');
  });

  test('a link is all it takes: address, authority, and the code over the reload', async () => {
    const { bridge, chosen } = shellWith('chosen', { serverUrl: null });
    const { user } = renderOnDesk(await unsetDesk(), <EnrolPage />, '/', bridge);
    await user.click(await screen.findByRole('textbox', { name: '服务器地址或启用链接' }));
    await user.paste(link);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(chosen).toEqual([{ serverUrl: 'https://192.168.1.20:7480', caFingerprint: ca }]);
    expect(keptEnrolCode()).toBe('7K3M9QXA');
  });

  test('where the address was lost it says so; where it cannot be kept, too', async () => {
    const { bridge } = shellWith('notKept', { serverUrl: null, wasUnreadable: true });
    const { user, speak } = renderOnDesk(await unsetDesk(), <EnrolPage />, '/', bridge);
    await screen.findByText(/上次保存的服务器地址无法读取/);
    await user.type(screen.getByRole('textbox'), 'https://cr.example{Enter}');
    await screen.findByText(/地址无法保存到本机/);
    await speak('en');
    await screen.findByText(/the data on this computer is still there/);
    expect(reload).not.toHaveBeenCalled();
  });
});

describe('a desk that is set up', () => {
  test('works on where its shell lost the server, and says what it needs', async () => {
    const { bridge } = shellWith('chosen', { serverUrl: null });
    renderOnDesk(await createTestDesk(), <ServerUnknownBar />, '/', bridge);
    expect((await screen.findByRole('link', { name: '填写地址' })).getAttribute('href')).toBe('/settings');
  });

  test('is told a new address in the settings; one given at the start is not changed there', async () => {
    const { bridge, chosen } = shellWith('chosen');
    const desk = await deskOf('supervisor');
    const { user, close } = renderOnDesk(desk, <SettingsPage />, '/', bridge);
    await user.click(await screen.findByRole('button', { name: '更改服务器地址' }));
    const field = screen.getByRole('textbox', { name: '服务器地址或启用链接' });
    expect(field).toHaveProperty('value', 'https://cr.example');
    await user.clear(field);
    await user.type(field, 'https://new.example{Enter}');
    await waitFor(() => expect(chosen).toEqual([{ serverUrl: 'https://new.example', caFingerprint: null }]));
    close();
    // The same server at a new address has the authority it had.
    const pinned = shellWith('chosen', { caFingerprint: ca });
    const moved = renderOnDesk(desk, <SettingsPage />, '/', pinned.bridge);
    await moved.user.click(await screen.findByRole('button', { name: '更改服务器地址' }));
    await moved.user.clear(screen.getByRole('textbox', { name: '服务器地址或启用链接' }));
    await moved.user.type(
      screen.getByRole('textbox', { name: '服务器地址或启用链接' }),
      '10.0.0.9:7480{Enter}',
    );
    await waitFor(() =>
      expect(pinned.chosen).toEqual([{ serverUrl: 'https://10.0.0.9:7480', caFingerprint: ca }]),
    );
    moved.close();
    renderOnDesk(desk, <SettingsPage />, '/', shellWith('given', { isServerGiven: true }).bridge);
    await screen.findByText('服务器地址由启动参数指定，不能在这里更改。');
    expect(screen.queryByRole('button', { name: '更改服务器地址' })).toBeNull();
  });
});

describe('an enrolment link that the system handed over', () => {
  const linked = (text: string | null, more: Partial<DesktopBridge> = {}) => {
    let waiting = text;
    const takeEnrolLink: DesktopBridge['takeEnrolLink'] = async () => {
      const taken = waiting;
      waiting = null;
      return { ok: true, value: taken };
    };
    return { ...shellWith('chosen', { takeEnrolLink, ...more }), send: (next: string) => (waiting = next) };
  };

  test('changes nothing on a desk unasked: it stays, or takes the new address and keeps its place', async () => {
    const { bridge, chosen, send, tell } = linked(link);
    const { user } = renderOnDesk(await deskOf('supervisor'), <EnrolLinkAsked />, '/', bridge);
    await screen.findByText(
      /本机已是「吉安富源丰田」的「吧台 1」.*https:\/\/cr\.example.*https:\/\/192\.168\.1\.20:7480/,
    );
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(chosen).toEqual([]);
    send(link);
    tell('enrolLinkCame');
    await user.click(await screen.findByRole('button', { name: '改用新地址' }));
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(chosen).toEqual([{ serverUrl: 'https://192.168.1.20:7480', caFingerprint: ca }]);
    expect(keptEnrolCode()).toBe('');
  });

  test('of its own server with a new authority is told as that, and taken when it is compared', async () => {
    const { bridge, chosen } = linked(link.replace('192.168.1.20%3A7480', 'cr.example'));
    const { user, speak } = renderOnDesk(await deskOf('supervisor'), <EnrolLinkAsked />, '/', bridge);
    await screen.findByText(/本机已连接 https:\/\/cr\.example。链接说该服务器换了根证书/);
    await speak('en');
    await screen.findByText(/has a new root certificate/);
    await speak('zh-CN');
    await user.click(screen.getByRole('button', { name: '改用新地址' }));
    await waitFor(() => expect(chosen).toEqual([{ serverUrl: 'https://cr.example', caFingerprint: ca }]));
  });

  test('of its own server leaves a desk as it is', async () => {
    const { bridge } = linked('crdesk://enrol?server=https%3A%2F%2Fcr.example&code=7K3M9QXA');
    renderOnDesk(await createTestDesk(), <EnrolLinkAsked />, '/', bridge);
    await screen.findByText(/无需再次设置/);
    expect(screen.queryByRole('button', { name: '改用新地址' })).toBeNull();
  });

  test('is taken by an attendant only where the authority it names is the one the desk trusts already', async () => {
    const strange = linked(link);
    const attended = renderOnDesk(await deskOf('attendant'), <EnrolLinkAsked />, '/', strange.bridge);
    await screen.findByText(/更改服务器需要 CR部长或 CR主管/);
    expect(screen.queryByRole('button', { name: '改用新地址' })).toBeNull();
    attended.close();
    const nobody = renderOnDesk(await createTestDesk(), <EnrolLinkAsked />, '/', linked(link).bridge);
    await screen.findByText(/更改服务器需要 CR部长或 CR主管/);
    nobody.close();
    const own = linked(link, { caFingerprint: ca });
    const { user } = renderOnDesk(await deskOf('attendant'), <EnrolLinkAsked />, '/', own.bridge);
    await user.click(await screen.findByRole('button', { name: '改用新地址' }));
    await waitFor(() =>
      expect(own.chosen).toEqual([{ serverUrl: 'https://192.168.1.20:7480', caFingerprint: ca }]),
    );
    expect(strange.chosen).toEqual([]);
  });

  test('an address is typed by an attendant only where the authority stays', async () => {
    renderOnDesk(await deskOf('attendant'), <SettingsPage />, '/', shellWith('chosen').bridge);
    await screen.findByText(/更改服务器需要 CR部长或 CR主管/);
    expect(screen.queryByRole('button', { name: '更改服务器地址' })).toBeNull();
  });

  test.each([
    [
      'a link to another authority',
      `crdesk://enrol?server=https%3A%2F%2Fevil.example&code=7K3M9QXA&ca=${'cd'.repeat(32)}`,
    ],
    ['a link to a server that the system trusts', 'https://evil.example/enrol#code=7K3M9QXA'],
    ['a link that drops the authority of its own server', 'https://cr.example/enrol#code=7K3M9QXA'],
    ['plain http, which shows no authority', 'http://127.0.0.1:9999'],
  ])(
    'an attendant who may type an address, since the authority stays, cannot give %s',
    async (_what, pasted) => {
      const { bridge, chosen } = shellWith('chosen', { caFingerprint: ca });
      const { user } = renderOnDesk(await deskOf('attendant'), <SettingsPage />, '/', bridge);
      await user.click(await screen.findByRole('button', { name: '更改服务器地址' }));
      await user.clear(screen.getByRole('textbox', { name: '服务器地址或启用链接' }));
      await user.click(screen.getByRole('textbox', { name: '服务器地址或启用链接' }));
      await user.paste(pasted);
      await user.keyboard('{Enter}');
      await screen.findByText(/更改服务器需要 CR部长或 CR主管/);
      expect(chosen).toEqual([]);
      expect(reload).not.toHaveBeenCalled();
    },
  );

  test('cannot be planted on a PC that works alone, before it joins one, but by who may', async () => {
    const alone = await deskOf('attendant');
    const device = await alone.db.meta.get('device');
    if (device?.key !== 'device') throw new Error('no desk');
    await alone.db.meta.put({ ...device, value: { ...device.value, alone: { since: 1 } } });
    const planted = linked(link, { serverUrl: null });
    const attended = renderOnDesk(alone, <EnrolLinkAsked />, '/', planted.bridge);
    await screen.findByText(/更改服务器需要 CR部长或 CR主管/);
    expect(screen.queryByRole('button', { name: '改用新地址' })).toBeNull();
    attended.close();
  });

  test('sets a new desk up once a person agrees, who sees whose authority it is', async () => {
    const { bridge } = linked(link, { serverUrl: null });
    const desk = await unsetDesk();
    desk.desk.state.setState({ device: null });
    await desk.db.meta.delete('device');
    const { user } = renderOnDesk(desk, <EnrolLinkAsked />, '/', bridge);
    await screen.findByText(/请确认这是本店的服务器/);
    await screen.findByText(/^AB:AB:/);
    expect(keptEnrolCode()).toBe('');
    await user.click(screen.getByRole('button', { name: '连接' }));
    await waitFor(() => expect(reload).toHaveBeenCalledOnce());
    expect(keptEnrolCode()).toBe('7K3M9QXA');
  });
});

describe('the window is about to close', () => {
  async function closing() {
    const words: string[] = [];
    const shell = createStandInShell({
      answerClose: async (word) => (words.push(word), { ok: true, value: null }),
    });
    const test = await createTestDesk();
    const rendered = renderOnDesk(test, <CloseQuestion />, '/', shell.bridge);
    return { ...rendered, ...test, words, ask: () => shell.tell('closing') };
  }
  const waitingChange = (localSeq: number) => ({ localSeq, opId: `op-${localSeq}`, occurredAt: 1 }) as never;

  test('with nothing half-filled and nothing unsent nobody is asked', async () => {
    const { ask, words } = await closing();
    ask();
    await waitFor(() => expect(words).toEqual(['asking', 'close']));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('half-filled forms are told; Enter goes back to them', async () => {
    const { ask, words, user } = await closing();
    sessionStorage.setItem('crdesk-draft-p-check-in', JSON.stringify({ isEdited: true }));
    ask();
    await screen.findByText('有 1 张表单没有填完，退出后不会保留。');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(words).toEqual(['asking', 'stay']));
  });

  test('a form that is being saved is no unfinished one', async () => {
    const { ask, words } = await closing();
    const name = 'crdesk-draft-p-check-in';
    sessionStorage.setItem(name, JSON.stringify({ isEdited: true }));
    const saved = Promise.withResolvers<undefined>();
    // As a form does it: its draft goes once the change is on the disk.
    const saving = whileSaving(() => saved.promise).then(() => sessionStorage.removeItem(name));
    ask();
    expect(words).toEqual(['asking']);
    saved.resolve(undefined);
    await saving;
    await waitFor(() => expect(words).toEqual(['asking', 'close']));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('unsent changes are told without a network; who leaves anyway leaves', async () => {
    const { ask, words, user, db, lead, speak } = await closing();
    lead({ phase: 'offline' });
    await db.outbox.bulkPut([waitingChange(1), waitingChange(2)]);
    ask();
    await screen.findByText(/还有 2 项更改没有发送到服务器/);
    expect(screen.queryByRole('button', { name: '发送后退出' })).toBeNull();
    await speak('en');
    await screen.findByText(/2 changes have not reached the server/);
    await user.click(screen.getByRole('button', { name: 'Leave anyway' }));
    await waitFor(() => expect(words).toEqual(['asking', 'close']));
  });

  test.each([
    ['hangs', () => new Promise<never>(() => undefined)],
    ['is broken', () => Promise.reject(new Error('closed'))],
  ])('a database that %s keeps nobody in', async (_what, count) => {
    const { ask, words, db } = await closing();
    vi.spyOn(db.outbox, 'count').mockImplementation(count as never);
    ask();
    await waitFor(() => expect(words).toEqual(['asking', 'close']));
  });

  test('a change that reaches the server in the meantime is not asked about', async () => {
    const { ask, words, db, lead } = await closing();
    lead({ phase: 'online' });
    await db.outbox.put(waitingChange(1));
    ask();
    await waitFor(() => expect(words).toEqual(['asking']));
    await db.outbox.clear();
    await waitFor(() => expect(words).toEqual(['asking', 'close']));
  });

  test('sent first, the window goes by itself once all has arrived', async () => {
    const { ask, words, user, db, desk, lead } = await closing();
    lead({ phase: 'online' });
    sessionStorage.setItem('crdesk-draft-p-check-in', JSON.stringify({ isEdited: true }));
    await db.outbox.put(waitingChange(1));
    const syncNow = vi.spyOn(desk, 'syncNow');
    ask();
    await user.click(await screen.findByRole('button', { name: '发送后退出' }));
    expect(syncNow).toHaveBeenCalledOnce();
    await db.outbox.clear();
    await waitFor(() => expect(words).toEqual(['asking', 'close']));
  });
});

function Recovered() {
  useRecovered();
  return null;
}

test('a page that was brought back says why', async () => {
  const { bridge } = createStandInShell({ recovery: { cause: 'hung', isRepeated: false } });
  renderOnDesk(await createTestDesk(), <Recovered />, '/', bridge);
  await screen.findByText(/界面没有响应，已重新载入/);
});

test('one that goes again and again comes without the application, which a person opens', async () => {
  const onGoOn = vi.fn();
  const { user } = renderOnDesk(await createTestDesk(), <TroublePage onGoOn={onGoOn} />);
  await screen.findByRole('heading', { name: '界面多次中断' });
  await user.keyboard('{Enter}');
  expect(onGoOn).toHaveBeenCalledOnce();
});
