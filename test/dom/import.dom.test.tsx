import { screen, within } from '@testing-library/react';
import { locks } from 'node:worker_threads';
import { Dexie } from 'dexie';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test, vi } from 'vitest';
import { ImportPage } from '../../renderer/features/import/import-page.tsx';
import { ImportPreview } from '../../renderer/features/import/import-preview.tsx';
import { ImportResult } from '../../renderer/features/import/import-result.tsx';
import { readList } from '../../renderer/features/import/read-list.ts';
import { createTakeBlock } from '../../renderer/features/import/take-block.ts';
import { importBlocks } from '../../shared/rules/import/plan-import.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

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
  const state = { step: 'ended', list: listOf(text), done: 1, skipped: 2, total: 3, problem: null } as const;
  const { user } = renderOnDesk(
    await createTestDesk('office'),
    <ImportResult state={state} onAgain={nothing} />,
  );
  screen.getByText('已导入 1 行。');
  // One when it was looked through, two that became known since.
  screen.getByText('已存在，跳过 3 行');
  screen.getByText('有错未导入 1 行');
  await user.click(screen.getByRole('button', { name: '下载有错的 1 行' }));
  const bytes = new Uint8Array((await saved[0]?.arrayBuffer()) ?? new ArrayBuffer(0));
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const csv = new TextDecoder().decode(bytes);
  expect(csv).toContain('吉安某某有限公司,单位,,123,联系电话：电话号码不正确');
  vi.restoreAllMocks();
});

describe('a list that cannot be read because of the program itself', () => {
  class FailingWorker extends EventTarget {
    postMessage() {
      setTimeout(() => this.dispatchEvent(new Event('error')), 1);
    }
    terminate() {}
  }
  const NoWorker = class {
    constructor() {
      throw new Error('not allowed');
    }
  };

  test.each([
    ['its worker stops', FailingWorker],
    ['its worker does not start', NoWorker],
  ])('%s: that is said, and a file can be chosen again', async (_what, worker) => {
    vi.stubGlobal('Worker', worker);
    const office = await createTestDesk('office');
    signInHead(office);
    const { user } = renderOnDesk(office, <ImportPage />);
    for (const name of ['甲.csv', '乙.csv']) {
      await user.upload(
        await screen.findByLabelText('选择文件'),
        new File([text], name, { type: 'text/csv' }),
      );
      await within(await screen.findByRole('alert')).findByText(/^读取时出错，文件未能读取/);
      expect(screen.queryByText('正在读取…')).toBeNull();
    }
    vi.unstubAllGlobals();
  });
});

test('the worker answers also where it cannot read what the desk knows', async () => {
  const newer = new Dexie(`newer-${uuidv7()}`);
  newer.version(9_999).stores({ meta: 'key' });
  await newer.open();
  newer.close();
  await import('../../renderer/features/import/import-worker.ts');
  const answers: unknown[] = [];
  const answered = new Promise<void>((resolve) => {
    vi.spyOn(self, 'postMessage').mockImplementation((answer: unknown) => {
      answers.push(answer);
      resolve();
    });
  });
  // As a window's file is: jsdom's own has no bytes to give.
  const bytes = new TextEncoder().encode(text).buffer;
  const file = { size: bytes.byteLength, arrayBuffer: () => Promise.resolve(bytes) };
  const data = { file, databaseName: newer.name, province: '赣' };
  self.dispatchEvent(new MessageEvent('message', { data }));
  await answered;
  expect(answers).toEqual([{ ok: false, reason: 'failed' }]);
  vi.restoreAllMocks();
}, 10_000);

describe('a list that was looked through before', () => {
  const office = async () => {
    Object.defineProperty(navigator, 'locks', { value: locks, configurable: true });
    const desk = await createTestDesk('office');
    signInHead(desk);
    return desk;
  };
  const long = listOf(
    `姓名,手机,车牌号\n赵敏,,\n${Array.from({ length: 450 }, (_, n) => {
      const digits = String(n).padStart(5, '0');
      // Every tenth is of one name and last digits, told apart by the digits before.
      return n % 10 === 0 ? `张伟,138${digits}001,` : `客户${n},,赣D${digits}`;
    }).join('\n')}\n`,
  ).plan;

  async function importAll({ desk }: TestDesk) {
    const takeBlock = createTakeBlock(desk);
    const rows = { done: 0, skipped: 0 };
    for (const block of importBlocks(long.customers)) {
      const result = await takeBlock(block);
      if (!result.ok) throw new Error(result.error.code);
      rows.done += result.value.done;
      rows.skipped += result.value.skipped;
    }
    return rows;
  }
  const held = async ({ db }: TestDesk) => [await db.guestCard.count(), await db.vehicle.count()];

  test('and is imported in two windows at once doubles nobody, and each row is counted once', async () => {
    const desk = await office();
    const [one, other] = await Promise.all([importAll(desk), importAll(desk)]);
    expect(one.done + other.done).toBe(451);
    expect([one.done + one.skipped, other.done + other.skipped]).toEqual([451, 451]);
    expect(await held(desk)).toEqual([451, 405]);
  });

  test('and is imported again adds nobody', async () => {
    const desk = await office();
    expect(await importAll(desk)).toEqual({ done: 451, skipped: 0 });
    expect(await importAll(desk)).toEqual({ done: 0, skipped: 451 });
    expect(await held(desk)).toEqual([451, 405]);
  });

  test('leaves out whom another desk brought meanwhile', async () => {
    const desk = await office();
    await addGuest(desk.db, { name: '赵敏' });
    await addGuest(desk.db, { name: '张伟', phoneLast4: '0001' });
    expect(await importAll(desk)).toEqual({ done: 405, skipped: 46 });
  });

  test('stops with the reason where the desk’s database is gone', async () => {
    const desk = await office();
    desk.db.close();
    const [block = []] = importBlocks(long.customers);
    expect(await createTakeBlock(desk.desk)(block)).toEqual({
      ok: false,
      error: { code: 'storage_unavailable' },
    });
  });
});

function signInHead({ desk }: TestDesk): void {
  desk.state.setState({
    person: { id: uuidv7(), username: 'h', name: '部长', roles: ['head'], session: null },
  });
}
