import { screen, waitFor } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { SignInPage } from '../../renderer/app/sign-in-page.tsx';
import type { Desk } from '../../renderer/data/desk.ts';
import type { DeskState } from '../../renderer/data/desk-state.ts';
import type { Role } from '../../shared/rules/permissions.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

async function addPerson({ db }: TestDesk, name: string, username: string, role: Role, active = true) {
  await db.staff.put({ id: uuidv7(), rowVersion: 1, name, username, roles: [role], active });
}

/** The server's part: what is asked of it, and that it refuses. */
function refusing(bar: TestDesk, code: string): { asked: string[][]; bar: TestDesk } {
  const asked: string[][] = [];
  const signIn: Desk['signIn'] = async (username, password) => {
    asked.push([username, password]);
    return { ok: false, error: { code } };
  };
  return { asked, bar: { ...bar, desk: { ...bar.desk, signIn } } };
}

const page = <SignInPage siteName="吉安富源丰田" />;

test('a name is typed, Enter chooses, and a wrong password is told beside its field and kept', async () => {
  const desk = await createTestDesk();
  await addPerson(desk, '陈静', 'chen', 'attendant');
  await addPerson(desk, '刘晓燕', 'liu', 'agent');
  const { asked, bar } = refusing(desk, 'credentials_invalid');
  const { user } = renderOnDesk(bar, page);
  await user.type(await screen.findByRole('textbox', { name: '输入姓名或拼音查找' }), '刘{Enter}');
  await screen.findByRole('heading', { name: '刘晓燕' });
  const password = screen.getByLabelText('密码');
  expect(screen.getByRole('button', { name: '登录' })).toHaveProperty('disabled', true);
  await user.type(password, 'wrong{Enter}');
  await screen.findByText('用户名或密码不正确。');
  expect(password).toHaveProperty('value', 'wrong');
  expect(asked).toEqual([['liu', 'wrong']]);
  await user.click(screen.getByRole('button', { name: '选择其他人' }));
  await screen.findByRole('heading', { name: '请登录' });
});

test.each(['lxy', 'liuxy', 'Liu Xiao', 'liu'])('a name is found by its pinyin: %s', async (typed) => {
  const desk = await createTestDesk();
  await addPerson(desk, '陈静', 'a1', 'attendant');
  await addPerson(desk, '刘晓燕', 'a2', 'agent');
  const { user } = renderOnDesk(desk, page);
  await user.type(await screen.findByRole('textbox', { name: '输入姓名或拼音查找' }), typed);
  await screen.findByRole('button', { name: /刘晓燕/ });
  expect(screen.queryByRole('button', { name: /陈静/ })).toBeNull();
});

test('in a demonstration one click on a name signs in, and the password is told', async () => {
  const desk = await createTestDesk();
  await addPerson(desk, '陈静', 'chen', 'attendant');
  await desk.db.siteSettings.toCollection().modify({ demoPassword: 'demo1234' });
  const { asked, bar } = refusing(desk, 'server_unreachable');
  const { user } = renderOnDesk(bar, page);
  await screen.findByText(/所有人的密码均为 demo1234/);
  await user.click(await screen.findByRole('button', { name: /陈静/ }));
  await waitFor(() => expect(asked).toEqual([['chen', 'demo1234']]));
  await screen.findByText('无法连接服务器。');
});

test('a name that is clicked the moment it stands there signs in all the same', async () => {
  const desk = await createTestDesk();
  await addPerson(desk, '陈静', 'chen', 'attendant');
  await desk.db.siteSettings.toCollection().modify({ demoPassword: 'demo1234' });
  // The window's own state has not heard of the settings yet.
  const state = createStore<DeskState>(() => ({ ...desk.desk.state.getState(), settings: undefined }));
  const { asked, bar } = refusing({ ...desk, desk: { ...desk.desk, state } }, 'server_unreachable');
  const { user } = renderOnDesk(bar, page);
  await user.click(await screen.findByRole('button', { name: /陈静/ }));
  await waitFor(() => expect(asked).toEqual([['chen', 'demo1234']]));
});

test('who has left the house is not offered; who changes places most often stands first', async () => {
  const bar = await createTestDesk();
  await addPerson(bar, '甲部长', 'a', 'head');
  await addPerson(bar, '乙离职', 'b', 'attendant', false);
  await addPerson(bar, '丙吧台', 'c', 'attendant');
  renderOnDesk(bar, page);
  await screen.findByRole('button', { name: /丙吧台/ });
  const tiles = screen.getAllByRole('button', { name: /服务员|部长/ }).map((tile) => tile.textContent);
  expect(tiles).toEqual(['丙吧台吧台服务员', '甲部长CR部长']);
});

test('nobody of that name, and nobody at all, are different words', async () => {
  const bar = await createTestDesk();
  const { user } = renderOnDesk(bar, page);
  await screen.findByText(/还没有人员/);
  await addPerson(bar, '陈静', 'chen', 'attendant');
  await user.type(await screen.findByRole('textbox', { name: '输入姓名或拼音查找' }), '无此人');
  await screen.findByText('没有符合条件的人员。');
});

test('offline it is said who can sign in', async () => {
  const bar = await createTestDesk();
  renderOnDesk(bar, page);
  bar.lead({ phase: 'offline' });
  await screen.findByText(/仅曾在本工作台登录过的人员可以登录/);
});

test('the words change with the language, in place', async () => {
  const bar = await createTestDesk();
  await addPerson(bar, '陈静', 'chen', 'attendant');
  const { user, speak } = renderOnDesk(bar, page);
  await user.type(await screen.findByRole('textbox', { name: '输入姓名或拼音查找' }), '陈');
  await speak('en');
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(screen.getByRole('textbox', { name: 'Type a name or pinyin' })).toHaveProperty('value', '陈');
  await waitFor(() => expect(document.documentElement.lang).toBe('en'));
});
