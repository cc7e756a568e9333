import { screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ImportPreview } from '../../renderer/features/import/import-preview.tsx';
import { ImportResult } from '../../renderer/features/import/import-result.tsx';
import { readList } from '../../renderer/features/import/read-list.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

const nothing = () => undefined;
const text =
  '客户姓名,客户类型,性别,联系电话\n张三,个人,男,13800796001\n张三,个人,男,13800796001\n吉安某某有限公司,单位,,123\n';

function listOf(file: string) {
  const known = { plates: new Set<string>(), vins: new Set<string>(), guests: new Set<string>() };
  const reading = readList(new TextEncoder().encode(file).buffer as ArrayBuffer, known, '赣');
  if (!reading.ok) throw new Error(reading.reason);
  return { fileName: '客户.csv', encoding: reading.encoding, plan: reading.plan };
}

test('the preview speaks the file’s words and the screen’s: no word of the code, no column by another name', async () => {
  renderOnDesk(
    await createTestDesk('office'),
    <ImportPreview list={listOf(text)} onRun={nothing} onBack={nothing} />,
  );
  const [problems, preview] = screen.getAllByRole('table');
  if (!problems || !preview) throw new Error('two tables expected');
  expect(within(problems).getByRole('row', { name: /^4 联系电话 123/ })).toBeTruthy();
  expect(within(preview).getByRole('columnheader', { name: '客户姓名' })).toBeTruthy();
  expect(within(preview).getByRole('row', { name: '张三 个人 男 138 0079 6001' })).toBeTruthy();
  screen.getByText(/^共 1 位客户/);
  screen.getByRole('button', { name: '导入 1 行' });
});

test('the result names what was taken, skipped and left out; what was left out can be had as a file', async () => {
  const saved: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved.push(blob as Blob);
    return 'blob:x';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(nothing);
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(nothing);
  const state = { step: 'ended', list: listOf(text), done: 1, total: 1, problem: null } as const;
  const { user } = renderOnDesk(
    await createTestDesk('office'),
    <ImportResult state={state} onAgain={nothing} />,
  );
  screen.getByText('已导入 1 行。');
  screen.getByText('已存在，跳过 1 行');
  screen.getByText('有错未导入 1 行');
  await user.click(screen.getByRole('button', { name: '下载有错的 1 行' }));
  const bytes = new Uint8Array((await saved[0]?.arrayBuffer()) ?? new ArrayBuffer(0));
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const csv = new TextDecoder().decode(bytes);
  expect(csv).toContain('吉安某某有限公司,单位,,123,联系电话：电话号码不正确');
  vi.restoreAllMocks();
});
