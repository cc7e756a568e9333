/** Files and paper, on a stand-in of the desktop shell’s bridge and in a browser. */
import { screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { DiagnosisPanel } from '../../renderer/app/diagnosis-panel.tsx';
import { NewDeskPanel } from '../../renderer/app/new-desk-panel.tsx';
import { WindowPanel } from '../../renderer/app/window-panel.tsx';
import type { Desk } from '../../renderer/data/desk.ts';
import { ExportList } from '../../renderer/features/customers/export-list.tsx';
import type { CallAnswer, DesktopBridge } from '../../shared/ipc.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

afterEach(() => void vi.restoreAllMocks());

const choices = { lockWithComputer: true, notifyDue: true, closeToTray: false, kiosk: false };

/** A shell with two printers, or with what is left of them. */
function shellWith(calls: Partial<DesktopBridge> = {}, found = ['XP-80C', 'Office']) {
  const state = { chosen: null as string | null, printed: [] as string[] };
  const printers = found.map((name) => ({ name, label: `${name} 打印机` }));
  const { bridge } = createStandInShell({
    windowChoices: async () => ({ ok: true, value: choices }),
    printers: async () => ({ ok: true, value: { found: printers, chosen: state.chosen } }),
    chooseReceiptPrinter: async (name) => ((state.chosen = name), { ok: true, value: 'chosen' }),
    print: async () => (state.printed.push('dialog'), { ok: true, value: 'printed' }),
    async printReceipt() {
      if (state.chosen === null) return { ok: true, value: 'noPrinter' };
      state.printed.push(state.chosen);
      return { ok: true, value: 'printed' };
    },
    ...calls,
  });
  return { bridge, state };
}

const outcomes: readonly (readonly [CallAnswer<'saveFile'>, string])[] = [
  ['full', '磁盘空间不足，文件没有保存。'],
  ['refused', '可能正在其他程序中打开'],
  ['ownFolder', '这是 CR Desk 存放数据的文件夹'],
  ['asking', '另一个保存窗口还开着'],
  ['failed', '文件没有保存，请换个位置再试。'],
];
test.each(outcomes)('a file that was not saved (%s) is told in a sentence', async (value, words) => {
  const { bridge } = shellWith({ saveFile: async () => ({ ok: true, value }) });
  const { user, speak } = renderOnDesk(await createTestDesk(), <DiagnosisPanel />, '/', bridge);
  await user.click(screen.getByRole('button', { name: '生成诊断文件' }));
  await screen.findByText(new RegExp(words));
  await speak('en');
  screen.getByRole('button', { name: 'Make a diagnosis file' });
});

test('in a browser a file is a download, by its name', async () => {
  const names: string[] = [];
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x');
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue();
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  const { user } = renderOnDesk(await createTestDesk(), <DiagnosisPanel />);
  await user.click(screen.getByRole('button', { name: '生成诊断文件' }));
  await waitFor(() => expect(names).toEqual([expect.stringMatching(/^cr-desk-diagnosis-.*\.json$/)]));
});

/** A supervisor’s office desk whose server gives a code. */
async function office() {
  const { desk, ...rest } = await createTestDesk('office');
  const person = { id: 'p', username: 'chen', name: '陈静', roles: ['supervisor' as const], session: 's' };
  desk.state.setState({ person });
  const value = { code: '7K3M9QXA', expiresAt: 0, origins: ['https://desk.local:7480'], ca: null };
  return { ...rest, desk: { ...desk, newDeskCode: async () => ({ ok: true, value }) as const } };
}
const codeAndPrinter = (
  <>
    <NewDeskPanel />
    <WindowPanel />
  </>
);

test('the slip of a code goes to the receipt printer that was chosen, by keys; before, it is said what is missing', async () => {
  const { bridge, state } = shellWith();
  const { user, speak } = renderOnDesk(await office(), codeAndPrinter, '/', bridge);
  await user.click(await screen.findByRole('button', { name: '生成启用码' }));
  const slip = await screen.findByRole('button', { name: '打印到小票打印机' });
  await user.click(slip);
  await screen.findByText(/还没有选择小票打印机/);
  await user.selectOptions(await screen.findByRole('combobox', { name: '小票打印机' }), 'XP-80C 打印机');
  await waitFor(() => expect(state.chosen).toBe('XP-80C'));
  slip.focus();
  await user.keyboard('{Enter}');
  await screen.findByText('已发送到小票打印机');
  await user.click(screen.getByRole('button', { name: '打印' }));
  await waitFor(() => expect(state.printed).toEqual(['XP-80C', 'dialog']));
  await user.selectOptions(screen.getByRole('combobox', { name: '小票打印机' }), '不使用');
  await waitFor(() => expect(state.chosen).toBeNull());
  await speak('en');
  screen.getByRole('button', { name: 'Print on the receipt printer' });
  screen.getByRole('combobox', { name: 'Receipt printer' });
});

test('a receipt printer that is not there is named as such, and that nothing was printed is said', async () => {
  const { bridge, state } = shellWith(
    {
      printReceipt: async () => ({ ok: true, value: 'gone' }),
      print: async () => ({ ok: true, value: 'failed' }),
    },
    ['Office'],
  );
  state.chosen = 'XP-80C';
  const { user } = renderOnDesk(await office(), codeAndPrinter, '/', bridge);
  const printer = await screen.findByRole<HTMLSelectElement>('combobox', { name: '小票打印机' });
  expect(printer.selectedOptions[0]?.textContent).toBe('XP-80C（未连接）');
  await user.click(await screen.findByRole('button', { name: '生成启用码' }));
  await user.click(await screen.findByRole('button', { name: '打印到小票打印机' }));
  await screen.findByText(/小票打印机没有连接/);
  await user.click(screen.getByRole('button', { name: '打印' }));
  await screen.findByText(/没有打印出来/);
});

test('a browser prints by its own dialog, and offers no receipt printer', async () => {
  const print = vi.fn();
  vi.stubGlobal('print', print);
  const { user } = renderOnDesk(await office(), codeAndPrinter);
  await user.click(await screen.findByRole('button', { name: '生成启用码' }));
  await user.click(await screen.findByRole('button', { name: '打印' }));
  await waitFor(() => expect(print).toHaveBeenCalledOnce());
  expect(screen.queryByRole('button', { name: '打印到小票打印机' })).toBeNull();
  vi.unstubAllGlobals();
});

test('an exported list has everybody once, whoever comes to its top while it is read', async () => {
  const { desk, ...rest } = await createTestDesk('office');
  const { person } = desk.state.getState();
  if (person) desk.state.setState({ person: { ...person, roles: ['supervisor'] } });
  const guests = Array.from({ length: 6_000 }, (_, at) => `来宾${at}`);
  const list: Desk['search']['list'] = async (_request, { offset, limit }) => {
    const rows = guests.slice(offset, offset + limit).map((name) => ({
      ...{ guestCardId: name, name, kind: 'private' as const, phoneLast4: null, birthMonthDay: null },
      ...{ flags: [], lastVisitAt: null, vehicles: [] },
    }));
    guests.unshift(...guests.splice(-1));
    return { rows, total: guests.length };
  };
  const files: string[] = [];
  const { bridge } = shellWith({
    async saveFile({ bytes }) {
      files.push(new TextDecoder().decode(bytes));
      return { ok: true, value: 'saved' };
    },
  });
  const view = { of: 'guests', query: '', filters: [], sort: null, isDescending: false } as const;
  const changing = { ...rest, desk: { ...desk, search: { ...desk.search, list } } };
  const { user } = renderOnDesk(changing, <ExportList view={view} total={6_000} />, '/', bridge);
  await user.click(screen.getByRole('button', { name: '导出清单' }));
  await waitFor(() => expect(files).toHaveLength(1));
  const lines = files[0]?.trim().split('\r\n').slice(1) ?? [];
  expect([lines.length, new Set(lines).size]).toEqual([6_000, 6_000]);
});
