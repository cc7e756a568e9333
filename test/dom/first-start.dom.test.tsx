import { screen, waitFor } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test, vi } from 'vitest';
import { App } from '../../renderer/app/app.tsx';
import { EnrolPage } from '../../renderer/app/enrol-page.tsx';
import { FailureBoundary } from '../../renderer/app/failure-boundary.tsx';
import { FirstLoadPage } from '../../renderer/app/first-load-page.tsx';
import type { Desk } from '../../renderer/data/desk.ts';
import type { EnrolInput } from '../../renderer/data/enrol-device.ts';
import { keepPerson, keptPerson } from '../../renderer/data/people.ts';
import { receivedScopes } from '../../shared/entities/stations.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

type Health = Awaited<ReturnType<Desk['health']>>;

const away: Health = { ok: false, error: { code: 'server_unreachable' } };
const here = (isDemo: boolean): Health => ({
  ok: true,
  value: { status: 'ok', version: '0.1.0', protocol: 1, epoch: 'e', ...(isDemo && { demo: true }) },
});

/** The server's part in enrolment: whether it is there, and why it refuses; null where it does not. */
function answering(
  bar: TestDesk,
  health: Health[],
  refusal: string | null,
): { asked: EnrolInput[]; bar: TestDesk } {
  const asked: EnrolInput[] = [];
  const parts: Pick<Desk, 'health' | 'enrol'> = {
    health: async () => health.shift() ?? away,
    enrol: async (input) => {
      asked.push(input);
      return refusal === null ? { ok: true, value: undefined } : { ok: false, error: { code: refusal } };
    },
  };
  return { asked, bar: { ...bar, desk: { ...bar.desk, ...parts } } };
}

test('a wrong code is told beside its field, and what was typed stays', async () => {
  const { asked, bar } = answering(await createTestDesk(), [here(false)], 'code_expired');
  const { user } = renderOnDesk(bar, <EnrolPage />);
  const code = await screen.findByRole('textbox', { name: /启用码/ });
  await user.type(code, '7K3M9QXA');
  await user.type(screen.getByRole('textbox', { name: '工作台名称' }), '前台{Enter}');
  await screen.findByText('启用码已超过 15 分钟，请索取新的启用码。');
  expect(code).toHaveProperty('value', '7K3M9QXA');
  expect(asked).toEqual([{ name: '前台', code: '7K3M9QXA' }]);
});

test('a code left empty is told in our words, not the browser’s, and asks nobody', async () => {
  const { asked, bar } = answering(await createTestDesk(), [here(false)], 'code_expired');
  const { user, speak } = renderOnDesk(bar, <EnrolPage />);
  await screen.findByRole('textbox', { name: /启用码/ });
  await user.click(screen.getByRole('button', { name: '开始使用' }));
  await screen.findByText('请填写启用码。');
  await speak('en');
  await screen.findByText('Enter the enrolment code.');
  expect(asked).toEqual([]);
});

test('another trouble than the code is told, too', async () => {
  const { bar } = answering(await createTestDesk(), [here(false)], 'too_many_requests');
  const { user } = renderOnDesk(bar, <EnrolPage />);
  await user.type(await screen.findByRole('textbox', { name: /启用码/ }), '7K3M9QXA{Enter}');
  expect((await screen.findByRole('alert')).textContent).toBe('尝试次数过多，请稍后再试。');
});

test('a demonstration asks for no code, and takes the name that is offered', async () => {
  const { asked, bar } = answering(await createTestDesk(), [here(true)], 'unavailable');
  const { user } = renderOnDesk(bar, <EnrolPage />);
  await screen.findByText(/这是演示门店/);
  await user.selectOptions(screen.getByRole('combobox', { name: '岗位' }), '回访');
  await user.click(screen.getByRole('button', { name: '开始使用' }));
  await waitFor(() => expect(asked).toEqual([{ name: '吧台 1', station: 'callback' }]));
});

test('a server that is away is named, and asked again by a click', async () => {
  const { bar } = answering(await createTestDesk(), [away, here(false)], 'code_unknown');
  const { user } = renderOnDesk(bar, <EnrolPage />);
  expect((await screen.findByRole('alert')).textContent).toContain('无法连接服务器 http://127.0.0.1:1');
  await user.click(screen.getByRole('button', { name: '重试' }));
  await screen.findByRole('textbox', { name: /启用码/ });
});

test('the first load counts what has come, and says why it halts', async () => {
  const bar = await createTestDesk();
  const { speak } = renderOnDesk(bar, <FirstLoadPage siteName="吉安富源丰田" />);
  bar.lead({ phase: 'firstLoad', loadedRows: 4200 });
  await screen.findByText('已载入 4200 条');
  bar.lead({ phase: 'offline', loadedRows: 4200, problem: 'server_unreachable' });
  await screen.findByText('无法连接服务器。 连接中断，恢复后会接着载入。');
  await speak('en');
  await screen.findByText('4200 records so far');
});

test('a desk that loads anew and is unknown to its server is set up again there', async () => {
  const { bar } = answering(await createTestDesk(), [here(false)], 'code_unknown');
  renderOnDesk(bar, <FirstLoadPage siteName="吉安富源丰田" />);
  await screen.findByText('已载入 0 条');
  expect(screen.queryByRole('textbox', { name: /启用码/ })).toBeNull();
  bar.lead({ phase: 'stopped', problem: 'token_invalid' });
  await screen.findByRole('textbox', { name: /启用码/ });
});

test.each([
  ['storage_unavailable', '本机无法保存数据', '请改用普通窗口或其他用户配置'],
  ['storage_blocked', '另一个窗口正在使用旧版本', '请关闭 CR Desk 的其他窗口'],
  ['storage_lost', '本机数据已被删除', '请核对并重新录入'],
] as const)('%s: instead of the application a page says what to do', async (problem, title, text) => {
  const bar = await createTestDesk();
  renderOnDesk(bar, <App shell="browser" />);
  bar.desk.state.setState({ storageProblem: problem });
  await screen.findByRole('heading', { name: title });
  expect(screen.getByRole('alert').textContent).toContain(text);
  screen.getByRole('button', { name: '重新载入' });
});

test('a bug shows a page that says nothing saved is lost, with the details to pass on', async () => {
  const silence = (event: ErrorEvent) => event.preventDefault();
  window.addEventListener('error', silence);
  const told = console.error;
  console.error = () => undefined;
  function Broken(): never {
    throw new Error('a bug in a screen');
  }
  const bar = await createTestDesk();
  renderOnDesk(
    bar,
    <FailureBoundary>
      <Broken />
    </FailureBoundary>,
  );
  await screen.findByRole('heading', { name: '页面出错了' });
  expect(screen.getByRole('alert').textContent).toContain('a bug in a screen');
  console.error = told;
  window.removeEventListener('error', silence);
});

test('Enter held down makes one desk: what was granted is not asked for again before the next page stands', async () => {
  const { asked, bar } = answering(await createTestDesk(), [here(true)], null);
  const { user } = renderOnDesk(bar, <EnrolPage />);
  const name = await screen.findByRole('textbox', { name: '工作台名称' });
  await user.type(name, '前台{Enter}');
  await waitFor(() => expect(asked).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await user.type(name, '{Enter}');
  expect(asked).toHaveLength(1);
});

test('a machine that becomes a desk has nobody signed in, whoever its window remembers', async () => {
  const { desk, db } = await createTestDesk();
  await db.meta.delete('device');
  const remembered = desk.state.getState().person;
  keepPerson(remembered);
  const answer = {
    ...{ deviceId: uuidv7(), token: 'token', siteId: uuidv7(), siteName: '另一家店', epoch: uuidv7() },
    ...{ station: 'bar', scopes: receivedScopes('bar'), serverTime: 1 },
  };
  vi.stubGlobal('fetch', async () => Response.json(answer));
  expect(await desk.enrol({ name: '前台', code: '7K3M9QXA' })).toEqual({ ok: true, value: undefined });
  vi.unstubAllGlobals();
  expect([remembered?.name, desk.state.getState().person, keptPerson()]).toEqual(['陈静', null, null]);
});
