/** A desk without a server, on its screens. */
import { screen, waitFor } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { AlonePage } from '../../renderer/app/alone/alone-page.tsx';
import { PeoplePanel } from '../../renderer/app/alone/people-panel.tsx';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const dayMs = 86_400_000;

/** @param roles of who is signed in @param days since it is in use */
async function aloneDesk(roles: readonly ('supervisor' | 'attendant')[], days = 0): Promise<TestDesk> {
  const test = await createTestDesk('office');
  const row = await test.db.meta.get('device');
  if (row?.key !== 'device') throw new Error('no desk');
  const alone = { since: Date.now() - days * dayMs };
  await test.db.meta.put({ key: 'device', value: { ...row.value, alone } });
  const person = { id: uuidv7(), username: 'zhoum', name: '周敏', roles: [...roles], session: null };
  await test.db.staff.put({ ...person, active: true, rowVersion: 0 });
  test.desk.state.setState({ person });
  await waitFor(() => expect(test.desk.state.getState().device?.alone).toBeDefined());
  return test;
}

test('the status line says that there is no copy, and warns after a week without one', async () => {
  const test = await aloneDesk(['attendant'], 8);
  const { speak } = renderOnDesk(test, <StatusLine />);
  await screen.findByText('本机模式 · 数据只在这台电脑');
  await screen.findByText('还没有备份过');
  await test.desk.alone.noteBackup({
    ...{ madeAt: Date.now() - 9.5 * dayMs, sum: 'x', rowCount: 1, checkedAt: null },
  });
  await screen.findByText('9 天没有备份了');
  await test.desk.alone.noteBackup({ madeAt: Date.now(), sum: 'x', rowCount: 1, checkedAt: null });
  await screen.findByText('上次备份 刚刚');
  await speak('en');
  await screen.findByText('This PC only · no copy elsewhere');
});

test('nothing is said of waiting or being offline', async () => {
  const test = await aloneDesk(['attendant']);
  renderOnDesk(test, <StatusLine />);
  test.lead({ phase: 'offline' });
  await screen.findByText('尚未备份');
  expect(screen.queryByText(/离线|待上传/)).toBeNull();
});

test('who may not take data out backs nothing up, restores and joins nothing', async () => {
  renderOnDesk(await aloneDesk(['attendant']), <AlonePage />);
  await screen.findByText('您的角色不能备份，请找主管。');
  for (const name of ['立即备份', '选取备份文件', '接入'])
    expect(screen.queryByRole('button', { name })).toBeNull();
});

test('a person is added, and signs in by what was typed', async () => {
  const test = await aloneDesk(['supervisor']);
  const { user } = renderOnDesk(test, <PeoplePanel />);
  await user.click(await screen.findByRole('button', { name: '添加人员' }));
  await user.type(screen.getByLabelText('姓名'), '陈静');
  await user.type(screen.getByLabelText('用户名'), 'zhoum');
  await user.type(screen.getByLabelText('密码'), '短');
  await user.click(screen.getByRole('button', { name: /保存/ }));
  await screen.findByText('密码至少 8 个字符。');
  await user.type(screen.getByLabelText('密码'), '暂的密码123');
  await user.click(screen.getByRole('button', { name: /保存/ }));
  await screen.findByText('这个用户名已被使用，请换一个。');
  await user.clear(screen.getByLabelText('用户名'));
  await user.type(screen.getByLabelText('用户名'), 'chenj');
  await user.click(screen.getByRole('button', { name: /保存/ }));
  await screen.findByText('已添加 陈静');
  expect(await test.desk.signIn('chenj', '短暂的密码123')).toMatchObject({ ok: true });
});
