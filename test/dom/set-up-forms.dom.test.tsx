/** The forms that make a machine a desk, and its people: what was typed outlives a reload, secrets never do. */
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { App } from '../../renderer/app/app.tsx';
import { PeoplePanel } from '../../renderer/app/alone/people-panel.tsx';
import { EnrolPage } from '../../renderer/app/enrol-page.tsx';
import type { Desk } from '../../renderer/data/desk.ts';
import { countDrafts } from '../../renderer/data/use-draft.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

/** A machine that is no desk yet, at a server that asks for a code. */
async function newMachine(more: Partial<Desk> = {}) {
  const test = await createTestDesk('office');
  const { state } = test.desk;
  await waitFor(() => expect(state.getState().device).toBeTruthy());
  const { device } = state.getState();
  state.setState({ device: null, person: null });
  const health: Desk['health'] = async () => ({
    ok: true,
    value: { status: 'ok', version: '0.1.0', protocol: 1, epoch: 'e' },
  });
  return { ...test, device, desk: { ...test.desk, health, ...more } };
}

const field = (name: string) => screen.findByLabelText<HTMLInputElement>(name);
const stored = () => JSON.stringify({ ...sessionStorage });

test('the set-up of one PC stands again after a reload, without its passwords, until the PC is a desk', async () => {
  const { device, ...machine } = await newMachine();
  const { user, close } = renderOnDesk(machine, <EnrolPage />);
  await user.click(await screen.findByRole('button', { name: '没有服务器，只用这台电脑' }));
  await user.type(await field('门店名称'), '吉安小店');
  await user.type(await field('用户名'), 'zhoum');
  await user.type(await field('密码'), '周敏的密码123');
  await user.type(await field('再输一次密码'), '周敏的密码124');
  close();
  expect(countDrafts()).toBe(1);
  expect(stored()).not.toContain('的密码');

  renderOnDesk(machine, <App shell="browser" />);
  expect((await field('门店名称')).value).toBe('吉安小店');
  expect((await field('用户名')).value).toBe('zhoum');
  expect((await field('密码')).value).toBe('');
  // Another window was quicker.
  act(() => machine.desk.state.setState({ device }));
  await screen.findByText('请登录');
  await waitFor(() => expect(countDrafts()).toBe(0));
  expect(stored()).not.toContain('吉安小店');
});

test('keys go on in the first field that is wrong', async () => {
  const { user } = renderOnDesk(await newMachine(), <EnrolPage />);
  await user.click(await screen.findByRole('button', { name: '没有服务器，只用这台电脑' }));
  const submit = screen.getByRole('button', { name: '开始使用' });
  await user.click(submit);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('门店名称')));
  await user.type(await field('门店名称'), '吉安小店');
  await user.type(await field('姓名'), '周敏');
  await user.type(await field('用户名'), 'zhoum');
  await user.click(submit);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('密码')));
  await user.keyboard('周敏的密码123');
  await user.click(submit);
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('再输一次密码')));
});

test('a refused code has the keys, and is never written down; the name of the desk is', async () => {
  const enrol: Desk['enrol'] = async () => ({ ok: false, error: { code: 'code_expired' } });
  const machine = await newMachine({ enrol });
  const { user, close } = renderOnDesk(machine, <EnrolPage />);
  await user.type(await field('工作台名称'), '前台');
  await user.type(await field('启用码'), '7K3M9QXA');
  await user.click(screen.getByRole('button', { name: '开始使用' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('启用码')));
  expect(stored()).not.toContain('7K3M9QXA');
  close();
  renderOnDesk(machine, <EnrolPage />);
  expect((await field('工作台名称')).value).toBe('前台');
  expect((await field('启用码')).value).toBe('');
});

test('an address that is typed stands again after a reload, a link with its code does not', async () => {
  const machine = await newMachine();
  const unset = { ...machine, desk: { ...machine.desk, serverUrl: '' } };
  const { bridge } = createStandInShell({ serverUrl: null });
  const { user, close } = renderOnDesk(unset, <EnrolPage />, '/', bridge);
  const name = '服务器地址或启用链接';
  await user.type(await field(name), 'http://desk{Enter}');
  await waitFor(async () => expect(document.activeElement).toBe(await field(name)));
  close();
  renderOnDesk(unset, <EnrolPage />, '/', bridge);
  expect((await field(name)).value).toBe('http://desk');
  await user.clear(await field(name));
  await user.paste('crdesk://enrol?server=https%3A%2F%2Fdesk.local&code=7K3M9QXA');
  expect(stored()).not.toContain('7K3M9QXA');
});

test('a half-filled person waits for the next time, without the password', async () => {
  const office = await createTestDesk('office');
  const row = await office.db.meta.get('device');
  if (row?.key !== 'device') throw new Error('no desk');
  await office.db.meta.put({ key: 'device', value: { ...row.value, alone: { since: 0 } } });
  const person = office.desk.state.getState().person;
  act(() => office.desk.state.setState({ person: person && { ...person, roles: ['supervisor'] } }));
  const { user, close } = renderOnDesk(office, <PeoplePanel />, '/?people=new');
  await user.type(await field('姓名'), '王芳');
  await user.type(await field('密码'), '短');
  await user.click(screen.getByRole('checkbox', { name: '吧台服务员' }));
  await user.click(screen.getByRole('button', { name: /保存/ }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('用户名')));
  await user.type(await field('用户名'), 'wangf');
  await user.click(screen.getByRole('button', { name: /保存/ }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('密码')));
  expect(stored()).not.toContain('短');
  close();
  renderOnDesk(office, <PeoplePanel />, '/?people=new');
  expect((await field('姓名')).value).toBe('王芳');
  expect((await field('密码')).value).toBe('');
  await user.type(await field('密码'), '王芳的密码123');
  await user.click(screen.getByRole('button', { name: /保存/ }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getAllByRole('checkbox')[0]));
  await user.click(screen.getByRole('checkbox', { name: '吧台服务员' }));
  await user.click(screen.getByRole('button', { name: /保存/ }));
  await screen.findByText('已添加 王芳');
  await waitFor(() => expect(countDrafts()).toBe(0));
});
