import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Station } from '../../shared/entities/stations.ts';
import type { Result } from '../../shared/errors.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import type { EnrolCodeAnswer } from '../../shared/sync/wire/administration.ts';
import { EnrolPage } from '../../renderer/app/enrol-page.tsx';
import { NewDeskPanel } from '../../renderer/app/new-desk-panel.tsx';
import { keptEnrolCode, takeEnrolAddress } from '../../renderer/data/enrol-code-kept.ts';
import type { Desk } from '../../renderer/data/desk.ts';
import type { EnrolInput } from '../../renderer/data/enrol-device.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

const ca = 'ab'.repeat(32);
const code = '7K3M9QXA';
const made: EnrolCodeAnswer = {
  code,
  expiresAt: Date.parse('2026-11-27T06:15:00Z'),
  origins: ['https://desk.local:7480', 'https://192.168.1.20:7480'],
  ca,
};
afterEach(() => sessionStorage.clear());

/** An office desk where somebody is signed in, and the server's answers. */
async function office(role: Role, answers: Result<EnrolCodeAnswer>[]) {
  const { desk, ...rest } = await createTestDesk('office');
  const person = { id: 'p', username: 'chen', name: '陈静', roles: [role], session: 's' };
  desk.state.setState({ person });
  const asked: Station[] = [];
  const newDeskCode: Desk['newDeskCode'] = async (station) => {
    asked.push(station);
    return answers.shift() ?? { ok: false, error: { code: 'server_unreachable' } };
  };
  return { asked, bar: { ...rest, desk: { ...desk, newDeskCode } } };
}

test('a supervisor makes a code by keys: link, QR code and fingerprint, for the address that is chosen', async () => {
  const { asked, bar } = await office('supervisor', [{ ok: true, value: made }]);
  const { user, speak } = renderOnDesk(bar, <NewDeskPanel />);
  await user.selectOptions(await screen.findByRole('combobox', { name: '岗位' }), '回访');
  await user.tab();
  await user.keyboard('{Enter}');
  await screen.findByText(code);
  expect(asked).toEqual(['callback']);
  screen.getByText('14:15 前有效，只能使用一次。');
  screen.getByRole('img', { name: '启用链接的二维码' });
  const link = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name }).value;
  expect(link('浏览器链接')).toBe(`https://desk.local:7480/enrol#code=${code}&ca=${ca}`);
  await user.selectOptions(screen.getByRole('combobox', { name: '服务器地址' }), made.origins[1] ?? '');
  expect(link('浏览器链接')).toBe(`https://192.168.1.20:7480/enrol#code=${code}&ca=${ca}`);
  expect(link('桌面应用链接')).toMatch(/^crdesk:\/\/enrol\?server=https%3A%2F%2F192\.168\.1\.20%3A7480&/);
  expect(screen.getByRole('link').getAttribute('href')).toBe('https://192.168.1.20:7480/trust');
  screen.getByText(/^AB(:AB){31}$/);
  await speak('en');
  screen.getByRole('button', { name: 'Make another' });
});

test('a link is copied; where the clipboard is refused it is selected, and said how', async () => {
  const { bar } = await office('head', [{ ok: true, value: made }]);
  const { user } = renderOnDesk(bar, <NewDeskPanel />);
  await user.click(await screen.findByRole('button', { name: '生成启用码' }));
  const button = await screen.findByRole('button', { name: '复制浏览器链接' });
  await user.click(button);
  await screen.findByText('已复制');
  expect(await navigator.clipboard.readText()).toContain('https://desk.local:7480/enrol#');
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('refused'));
  await user.click(button);
  await screen.findByText('已选中，请按 Ctrl+C');
});

test('that the root certificate ends within the year is told with the code, and not before', async () => {
  const caEnds = Date.parse('2027-10-01T04:00:00Z');
  const dayMs = 86_400_000;
  const { bar } = await office('supervisor', [
    { ok: true, value: { ...made, caEnds } },
    { ok: true, value: { ...made, code: '8K3M9QXA', caEnds } },
  ]);
  let now = caEnds - 366 * dayMs;
  const { user } = renderOnDesk({ ...bar, desk: { ...bar.desk, now: () => now } }, <NewDeskPanel />);
  await user.click(await screen.findByRole('button', { name: '生成启用码' }));
  await screen.findByText(code);
  expect(screen.queryByRole('alert')).toBeNull();
  now = caEnds - 364 * dayMs;
  await user.click(screen.getByRole('button', { name: '再生成一个' }));
  await screen.findByText('8K3M9QXA');
  expect(screen.getByRole('alert').textContent).toContain('2027年10月1日到期');
});

test('why there is no code is told; who may not make one is not offered it', async () => {
  const refused = { ok: false, error: { code: 'session_expired' } } as const;
  const { bar } = await office('supervisor', [refused]);
  const { user, close } = renderOnDesk(bar, <NewDeskPanel />);
  await user.click(await screen.findByRole('button', { name: '生成启用码' }));
  expect((await screen.findByRole('alert')).textContent).toContain('登录已过期或是离线登录');
  close();
  const attendant = await office('attendant', []);
  renderOnDesk(attendant.bar, <NewDeskPanel />);
  expect(screen.queryByRole('button')).toBeNull();
});

test('a sign-in that was made offline asks nobody', async () => {
  const { desk } = await createTestDesk('office');
  await waitFor(() => expect(desk.state.getState().device).toBeDefined());
  expect(await desk.newDeskCode('bar')).toEqual({ ok: false, error: { code: 'session_expired' } });
});

/** The set-up page of a browser, as the server answers it. */
async function setUp(serverUrl: string) {
  const { desk, ...rest } = await createTestDesk();
  const asked: EnrolInput[] = [];
  const health = { status: 'ok', version: '0.1.0', protocol: 2, epoch: 'e' } as const;
  const parts: Pick<Desk, 'health' | 'enrol' | 'serverUrl'> = {
    serverUrl,
    health: async () => ({ ok: true, value: health }),
    async enrol(input) {
      asked.push(input);
      return { ok: false, error: { code: 'code_used' } };
    },
  };
  return { asked, bar: { ...rest, desk: { ...desk, ...parts } } };
}

test('the code of the link that opened the page stands in its field, and no longer in its address', async () => {
  const replaced: unknown[] = [];
  const location = new URL(`https://desk.local:7480/enrol#code=${code}&ca=${ca}`);
  takeEnrolAddress({
    location: location as unknown as Location,
    history: { replaceState: (...args: unknown[]) => void replaced.push(args) } as unknown as History,
  });
  expect(replaced).toEqual([[null, '', '/']]);
  expect(keptEnrolCode()).toBe(code);
  const { asked, bar } = await setUp('https://desk.local:7480');
  const { user } = renderOnDesk(bar, <EnrolPage />);
  expect(await screen.findByRole('textbox', { name: /启用码/ })).toHaveProperty('value', code);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(asked).toEqual([{ name: '吧台 1', code }]));
});

test.each(['/enrol/', '/Enrol'])('nor in the address %s', (path) => {
  let shown = '';
  const location = new URL(`https://desk.local:7480${path}#code=${code}&ca=${ca}`) as unknown as Location;
  const replaceState = (_data: unknown, _title: string, url: string) => void (shown = url);
  takeEnrolAddress({ location, history: { replaceState } as unknown as History });
  expect(shown).toBe('/');
  expect(keptEnrolCode()).toBe(code);
});

test('another page of the application is opened as it is', () => {
  const location = new URL('https://desk.local:7480/reception#x') as unknown as Location;
  const history = { replaceState: () => expect.unreachable() } as unknown as History;
  takeEnrolAddress({ location, history });
  expect(keptEnrolCode()).toBe('');
});

test('a link may be pasted in place of its code; one of another server is not followed in a browser', async () => {
  const { asked, bar } = await setUp('https://desk.local:7480');
  const { user } = renderOnDesk(bar, <EnrolPage />);
  const field = await screen.findByRole('textbox', { name: /启用码/ });
  await user.click(field);
  await user.paste(`https://other.local/enrol#code=${code}`);
  await user.keyboard('{Enter}');
  const told = await within(document.body).findByRole('alert');
  expect(told.textContent).toContain('另一台服务器 https://other.local');
  expect(asked).toEqual([]);
  await user.clear(field);
  await user.paste(`crdesk://enrol?server=https%3A%2F%2Fdesk.local%3A7480&code=${code}&ca=${ca}`);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(asked).toEqual([{ name: '吧台 1', code }]));
});
