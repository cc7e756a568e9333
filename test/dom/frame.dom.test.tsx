import { Button } from '@mantine/core';
import { createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useLocation } from 'react-router';
import { expect, test, vi } from 'vitest';
import { Frame } from '../../renderer/app/frame.tsx';
import { SettingsPage } from '../../renderer/app/settings-page.tsx';
import { ReceptionPage } from '../../renderer/features/reception/reception-page.tsx';
import { addGuest, createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

function Place() {
  const { pathname, search } = useLocation();
  return <output>{pathname + search}</output>;
}

const frame = (
  <>
    <Frame />
    <Place />
  </>
);
const place = () => document.querySelector('output')?.textContent;
const palette = () => screen.findByRole('combobox', { name: '查找' });

test('Ctrl+K opens the palette, letters filter, Enter goes there', async () => {
  const { user } = renderOnDesk(await createTestDesk(), frame);
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await palette(), '同步状态');
  expect(screen.getAllByRole('option')).toHaveLength(1);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(place()).toBe('/status'));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('the way past the rail leads to the content and no address changes: in the desktop window that would be another page', async () => {
  const { user } = renderOnDesk(await createTestDesk(), frame);
  const hash = window.location.hash;
  (await screen.findByRole('link', { name: '跳到正文' })).focus();
  await user.keyboard('{Enter}');
  expect(document.activeElement?.id).toBe('content');
  expect(window.location.hash).toBe(hash);
});

test('a guest found in the palette is taken to the reception', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三丰' });
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, frame);
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await palette(), 'zsf');
  const [visit] = await screen.findAllByRole('option', { name: /张三丰/ });
  await user.click(visit as HTMLElement);
  await waitFor(() => expect(place()).toBe(`/reception?guest=${guest.id}`));
});

test('the record of a guest is found in the palette too, after those to be checked in', async () => {
  const bar = await createTestDesk();
  const guest = await addGuest(bar.db, { name: '张三丰' });
  bar.answerSearch(guest);
  const { user } = renderOnDesk(bar, frame);
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await palette(), 'zsf');
  await user.click(await screen.findByRole('option', { name: /张三丰\s*客户资料/ }));
  await waitFor(() => expect(place()).toBe(`/customers/${guest.id}`));
});

test('in the palette arrows choose, Enter of an input method does not, Escape closes', async () => {
  const { user } = renderOnDesk(await createTestDesk(), frame);
  await user.keyboard('{Control>}k{/Control}');
  const input = await palette();
  await user.keyboard('{ArrowDown}');
  expect(screen.getByRole('option', { selected: true }).textContent).toContain('客户');
  fireEvent(input, createEvent.keyDown(input, { key: 'Enter', keyCode: 229 }));
  fireEvent(input, createEvent.keyDown(input, { key: 'Enter', isComposing: true }));
  expect(place()).toBe('/');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(place()).toBe('/');
});

test('nothing found in the palette is said in words', async () => {
  const { user } = renderOnDesk(await createTestDesk(), frame);
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await palette(), '没有的');
  await screen.findByText('没有找到“没有的”。');
});

test('the palette switches the language of everything in sight', async () => {
  const { user } = renderOnDesk(await createTestDesk(), frame);
  await screen.findByRole('navigation', { name: '主导航' });
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await palette(), 'english{Enter}');
  await screen.findByRole('navigation', { name: 'Main navigation' });
  expect(document.documentElement.lang).toBe('en');
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: 'Find' }), '中文{Enter}');
  await screen.findByRole('navigation', { name: '主导航' });
});

test('letters after g go to the sections', async () => {
  const { user } = renderOnDesk(await createTestDesk(), frame);
  await screen.findByRole('navigation');
  for (const [letter, path] of [
    ['s', '/settings'],
    ['t', '/status'],
    ['d', '/reception'],
  ]) {
    await user.keyboard(`g${letter}`);
    await waitFor(() => expect(place()).toBe(path));
  }
});

test('? lists the keys that work here, each with its word', async () => {
  const screens = (
    <>
      <Frame />
      <ReceptionPage />
    </>
  );
  const { user } = renderOnDesk(await createTestDesk(), screens);
  await screen.findByRole('combobox', { name: '查找来宾' });
  (document.activeElement as HTMLElement).blur();
  await user.keyboard('?');
  const list = await screen.findByRole('dialog', { name: '快捷键' });
  const keysByWord = new Map(
    within(list)
      .getAllByRole('term')
      .map((term) => [term.textContent, term.nextElementSibling?.textContent]),
  );
  expect(Object.fromEntries(keysByWord)).toMatchObject({
    查找来宾: 'F2',
    登记新客户: 'Alt N',
    查找: 'Ctrl K',
    '转到“设置”': 'G S',
    快捷键一览: '?',
  });
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a full disk is told above the screen, which keeps what was typed', async () => {
  const bar = await createTestDesk();
  const screens = (
    <>
      <Frame />
      <ReceptionPage />
    </>
  );
  const { user } = renderOnDesk(bar, screens);
  await user.type(await screen.findByRole('combobox', { name: '查找来宾' }), '王小明{Enter}');
  await user.type(await screen.findByRole('textbox', { name: '备注' }), '带小孩');
  const adding = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('no space left', 'QuotaExceededError');
  });
  await user.keyboard('{Control>}{Enter}{/Control}');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('磁盘已满，刚才的内容未保存');
  expect(await bar.db.visit.count()).toBe(0);
  expect(screen.getByRole('textbox', { name: '备注' })).toHaveProperty('value', '带小孩');
  expect(screen.getByRole('textbox', { name: '姓名' })).toHaveProperty('value', '王小明');
  adding.mockRestore();
  await user.keyboard('{Control>}{Enter}{/Control}');
  await screen.findByRole('article', { name: '王小明' });
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('the settings switch the language in place, and it is kept for the next start', async () => {
  const { user } = renderOnDesk(await createTestDesk(), <SettingsPage />);
  await user.selectOptions(await screen.findByRole('combobox', { name: '语言' }), 'English');
  await screen.findByRole('heading', { name: 'Settings' });
  await screen.findByText('Only the CR head and CR supervisors can change these.');
  expect(localStorage.getItem('crdesk-language')).toBe('en');
});

test('the supervisor changes the settings of the site; a wrong value is told beside its field', async () => {
  const bar = await createTestDesk('office');
  const person = bar.desk.state.getState().person;
  bar.desk.state.setState({ person: person && { ...person, roles: ['supervisor'] } });
  const { user } = renderOnDesk(bar, <SettingsPage />);
  const minutes = await screen.findByRole('spinbutton', { name: '续杯间隔（分钟）' });
  await user.clear(minutes);
  await user.type(minutes, '500{Enter}');
  await screen.findByText('请填写 1 到 240 的整数。');
  expect(minutes).toHaveProperty('value', '500');
  await user.clear(minutes);
  await user.type(minutes, '30{Enter}');
  await screen.findByText('门店设置已保存');
  expect((await bar.db.siteSettings.toCollection().first())?.refillMinutes).toBe(30);
});

test('times of the site are of 24 hours in every browser, typed as people type them, and checked', async () => {
  const office = await createTestDesk('office');
  const person = office.desk.state.getState().person;
  office.desk.state.setState({ person: person && { ...person, roles: ['supervisor'] } });
  const { user } = renderOnDesk(office, <SettingsPage />);
  const closes = await screen.findByRole('textbox', { name: '关门时间' });
  expect(closes).toHaveProperty('value', '18:00');
  await user.clear(closes);
  await user.type(closes, '25:00{Enter}');
  await screen.findByText('请填写时间，如 04:00。');
  await user.clear(closes);
  await user.type(closes, '1930{Enter}');
  await screen.findByText('门店设置已保存');
  expect((await office.db.siteSettings.toCollection().first())?.closesAt).toBe('19:30');
  await user.clear(screen.getByRole('textbox', { name: '开门时间' }));
  await user.keyboard('{Enter}');
  await waitFor(async () =>
    expect((await office.db.siteSettings.toCollection().first())?.opensAt).toBeNull(),
  );
});

test('the list of keys holds those of a party and of a form before there is one', async () => {
  const screens = (
    <>
      <Frame />
      <ReceptionPage />
    </>
  );
  const { user } = renderOnDesk(await createTestDesk(), screens);
  await screen.findByRole('combobox', { name: '查找来宾' });
  await user.click(screen.getByRole('button', { name: '快捷键一览' }));
  const list = await screen.findByRole('dialog');
  for (const [word, key] of [
    ['续杯', 'R'],
    ['上其他饮品', 'S'],
    ['换座', 'M'],
    ['修改', 'E'],
    ['送客', 'X'],
    ['保存', 'Ctrl Enter'],
    ['返回，已填内容保留', 'Esc'],
  ] as const)
    expect(within(list).getByText(word).nextSibling?.textContent).toBe(key);
});

test('the main button is written in the ink that its colour asks for', async () => {
  renderOnDesk(await createTestDesk(), <Button>登记</Button>);
  const button = screen.getByRole('button', { name: '登记' });
  expect(button.style.getPropertyValue('--button-color')).toBe('var(--accent-ink)');
});
