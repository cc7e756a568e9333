import { screen, within } from '@testing-library/react';
import { locks } from 'node:worker_threads';
import { Dexie } from 'dexie';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { markMistaken } from '../../shared/commands/mistaken-card.ts';
import { noChoices } from '../../shared/rules/import/plan-import.ts';
import type { ImportJob } from '../../shared/rules/import/import-job.ts';
import { ImportPage } from '../../renderer/features/import/import-page.tsx';
import { ImportPreview } from '../../renderer/features/import/import-preview.tsx';
import { ImportResult } from '../../renderer/features/import/import-result.tsx';
import type { ListPreview, ListWishes } from '../../renderer/features/import/import-messages.ts';
import { createListSession } from '../../renderer/features/import/list-session.ts';
import { readList } from '../../renderer/features/import/read-list.ts';
import { runJob, type JobDeps } from '../../renderer/features/import/run-job.ts';
import { undoJob } from '../../renderer/features/import/undo-job.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

const nothing = () => undefined;
const text =
  '客户姓名,客户类型,性别,联系电话\n张三,个人,男,13800796001\n张三,个人,男,13800796001\n吉安某某有限公司,单位,,123\n';

async function openList({ db }: TestDesk, file: string) {
  const reading = await readList(new TextEncoder().encode(file).buffer as ArrayBuffer);
  if (!reading.ok) throw new Error(reading.reason);
  const { kind, sheets } = reading;
  return createListSession(db, { fileName: '客户.csv', kind, sheets, province: '赣' });
}

async function showPreview(
  file: string,
): Promise<{ desk: TestDesk; asked: ListWishes[]; preview: ListPreview }> {
  const desk = await createTestDesk('office');
  const preview = await (await openList(desk, file)).preview();
  return { desk, asked: [], preview };
}

test('the preview speaks the file’s words and the screen’s: no word of the code, no column by another name', async () => {
  const { desk, preview } = await showPreview(text);
  renderOnDesk(
    desk,
    <ImportPreview preview={preview} isPlanning={false} onPlan={nothing} onRun={nothing} onBack={nothing} />,
  );
  const [problems, shown] = screen.getAllByRole('table');
  if (!problems || !shown) throw new Error('two tables expected');
  expect(within(problems).getByRole('row', { name: /^4 联系电话 123/ })).toBeTruthy();
  expect(within(shown).getByRole('columnheader', { name: '客户姓名' })).toBeTruthy();
  expect(within(shown).getByRole('row', { name: '张三 个人 男 138 0079 6001' })).toBeTruthy();
  screen.getByText(/^共 1 位客户/);
  screen.getByRole('button', { name: '导入 1 行' });
});

test('a row with an error is not said to be imported all the same; remarks are counted of the rows that are', async () => {
  const vin = 'LFMAP22C9D0000005';
  const cars = `客户姓名,生日,车架号\n张三,1991/13/45,${vin}\n李四,1991-05-31,\n`;
  const { desk, preview } = await showPreview(cars);
  const handlers = { onPlan: nothing, onRun: nothing, onBack: nothing };
  renderOnDesk(desk, <ImportPreview {...{ preview, isPlanning: false, ...handlers }} />);
  screen.getByRole('row', { name: new RegExp(`${vin}.*不影响导入`) });
  expect(screen.queryByText(/仍会导入/)).toBeNull();
  expect(screen.queryByText(/有提示/)).toBeNull();
});

test('a column that is missing or chosen twice is said, and a choice is asked for again', async () => {
  const { desk, preview, asked } = await showPreview('车主名,电话,手机\n张三,13800796001,\n');
  const { user } = renderOnDesk(
    desk,
    <ImportPreview
      {...{ preview: { ...preview, columns: [null, 'phone', 'phone'], plan: null }, isPlanning: false }}
      onPlan={(wishes) => void asked.push(wishes)}
      {...{ onRun: nothing, onBack: nothing }}
    />,
  );
  const alerts = screen.getAllByRole('alert').map((one) => one.textContent);
  expect(alerts).toEqual([
    '没有一列设为“姓名或单位名称”。请在下表中选择。',
    '以下内容被选了两次：电话。请保留一列，其余改为“不导入”。',
  ]);
  await user.selectOptions(screen.getByLabelText('“车主名”导入为'), '姓名或单位名称');
  expect(asked).toEqual([{ sheet: 0, columns: ['name', 'phone', 'phone'], duplicates: noChoices }]);
});

test('the result names what was taken, skipped and left out; what was left out can be had as a file', async () => {
  const saved: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    saved.push(blob as Blob);
    return 'blob:x';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation(nothing);
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(nothing);
  const desk = await createTestDesk('office');
  const jobId = (await (await planned(desk, text)).writeJob(0, uuidv7)) ?? '';
  const job = await jobOf(desk, jobId);
  const state = {
    step: 'ended',
    problem: null,
    job: { ...job, state: 'done', done: 1, skipped: 2 },
  } as const;
  const flow = { resume: nothing, undo: nothing, restart: nothing };
  const { user } = renderOnDesk(desk, <ImportResult state={state} flow={flow} />);
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

async function planned(desk: TestDesk, file: string, wishes?: Partial<ListWishes>) {
  const session = await openList(desk, file);
  await session.preview({ sheet: 0, columns: null, duplicates: noChoices, ...wishes });
  return session;
}

async function jobOf({ db }: TestDesk, jobId: string): Promise<ImportJob> {
  const job = await db.importJob.get(jobId);
  if (!job) throw new Error('no such import');
  return job;
}

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
  const data = { type: 'read', file, databaseName: newer.name, province: '赣' };
  self.dispatchEvent(new MessageEvent('message', { data }));
  await answered;
  expect(answers).toEqual([{ type: 'refused', reason: 'failed' }]);
  vi.restoreAllMocks();
});

describe('a list that was looked through before', () => {
  beforeAll(() => void Object.defineProperty(navigator, 'locks', { value: locks, configurable: true }));
  const office = async () => {
    const desk = await createTestDesk('office');
    signInHead(desk);
    return desk;
  };
  const long = `姓名,手机,车牌号\n赵敏,,\n${Array.from({ length: 450 }, (_, n) => {
    const digits = String(n).padStart(5, '0');
    // Every tenth is of one name and last digits, told apart by the digits before.
    return n % 10 === 0 ? `张伟,138${digits}001,` : `客户${n},,赣D${digits}`;
  }).join('\n')}\n`;
  const depsOf = ({ desk, db }: TestDesk, over: Partial<JobDeps> = {}): JobDeps => ({
    ...{ db, run: desk.run, tell: nothing, isPaused: () => false, clock: () => 0 },
    ...over,
  });
  const write = async (desk: TestDesk, file = long) =>
    (await (await planned(desk, file)).writeJob(0, uuidv7)) ?? '';
  async function finish(desk: TestDesk, jobId: string, over?: Partial<JobDeps>) {
    const problem = await runJob(depsOf(desk, over), jobId);
    const { done, skipped, state } = await jobOf(desk, jobId);
    return { problem, done, skipped, state };
  }
  const held = async ({ db }: TestDesk) => [await db.guestCard.count(), await db.vehicle.count()];
  const whole = { problem: null, done: 451, skipped: 0, state: 'done' };

  test('and is imported in two windows at once doubles nobody, and each row is counted once', async () => {
    const desk = await office();
    const jobs = [await write(desk), await write(desk)];
    const ends = await Promise.all(jobs.map((jobId) => finish(desk, jobId)));
    expect(ends.reduce((sum, { done }) => sum + done, 0)).toBe(451);
    expect(ends.map(({ done, skipped }) => done + skipped)).toEqual([451, 451]);
    expect(await held(desk)).toEqual([451, 405]);
  });

  test('leaves out whom another desk brought meanwhile', async () => {
    const desk = await office();
    const jobId = await write(desk);
    await addGuest(desk.db, { name: '赵敏' });
    await addGuest(desk.db, { name: '张伟', phoneLast4: '0001' });
    expect(await finish(desk, jobId)).toMatchObject({ done: 405, skipped: 46 });
  });

  test('is paused between two blocks, and goes on where it stood', async () => {
    const desk = await office();
    const jobId = await write(desk);
    let asked = 0;
    const first = await finish(desk, jobId, { isPaused: () => (asked += 1) > 1 });
    expect(first).toEqual({ problem: null, done: 200, skipped: 0, state: 'paused' });
    expect(await finish(desk, jobId)).toEqual(whole);
    expect(await held(desk)).toEqual([451, 405]);
  });

  test('ended between a block and its note: the block is not taken again, and counts', async () => {
    const desk = await office();
    const jobId = await write(desk);
    await finish(desk, jobId, { isPaused: onceFalse() });
    const block = await desk.db.importBlock.get([jobId, 0]);
    if (!block) throw new Error('no block');
    await desk.db.importBlock.put({ ...block, state: 'waiting' });
    await desk.db.importJob.update(jobId, { done: 0, state: 'running' });
    expect(await finish(desk, jobId)).toEqual(whole);
    expect(await held(desk)).toEqual([451, 405]);
  });

  test('stops with the reason where a block cannot be kept; what was taken stays', async () => {
    const desk = await office();
    const jobId = await write(desk);
    let runs = 0;
    const run: JobDeps['run'] = (command, input) =>
      (runs += 1) > 1
        ? Promise.resolve({ ok: false, error: { code: 'storage_full' } })
        : desk.desk.run(command, input);
    expect(await finish(desk, jobId, { run })).toEqual({
      ...{ problem: 'storage_full', done: 200, skipped: 0, state: 'paused' },
    });
    expect(await finish(desk, jobId)).toEqual(whole);
  });

  test('is taken back, also where the undoing was cut off; who came since stays, and is named', async () => {
    const desk = await office();
    const jobId = await write(desk);
    await finish(desk, jobId);
    const [card] = await desk.db.guestCard.where('phoneLast4').equals('0001').toArray();
    await desk.db.customer.update(card?.customerId ?? '', { address: '青原区' });
    let runs = 0;
    const run: JobDeps['run'] = (command, input) =>
      (runs += 1) > 1
        ? Promise.resolve({ ok: false, error: { code: 'storage_full' } })
        : desk.desk.run(command, input);
    expect(await undoJob(depsOf(desk, { run }), jobId)).toBe('storage_full');
    expect((await held(desk))[0]).toBe(400);
    expect(await jobOf(desk, jobId)).toMatchObject({ state: 'undoing', undone: 1 });
    expect(await undoJob(depsOf(desk), jobId)).toBeNull();
    expect(await jobOf(desk, jobId)).toMatchObject({
      ...{ state: 'undone', stayed: [{ name: '张伟', why: 'edited' }] },
    });
    expect(await held(desk)).toEqual([1, 0]);
    // Nothing of the list is kept beside the rows themselves.
    expect(await desk.db.importBlock.count()).toBe(0);
  });

  test('merges where a person says so: what is empty is filled, what differs stays', async () => {
    const desk = await office();
    const first = await write(desk, '姓名,手机,地址\n张三,13800796001,\n');
    await finish(desk, first);
    const session = await openList(
      desk,
      '姓名,手机,地址,邮箱,车牌号\n张三丰,13800796001,吉安市,a@x.cn,赣D12345\n',
    );
    const usual = await session.preview();
    expect(usual.plan?.duplicates).toMatchObject([{ by: 'phone', choice: 'new', targetName: '张三' }]);
    const wishes = { sheet: 0, columns: null, duplicates: { all: 'merge', byLine: new Map() } } as const;
    const { plan } = await session.preview(wishes);
    expect(plan?.duplicates[0]?.changes).toEqual([
      { field: 'name', from: '张三', to: '张三丰', isTaken: false },
      { field: 'address', from: '', to: '吉安市', isTaken: true },
      { field: 'email', from: '', to: 'a@x.cn', isTaken: true },
      { field: 'plate', from: '', to: '赣D12345', isTaken: true },
    ]);
    const jobId = (await session.writeJob(0, uuidv7)) ?? '';
    expect(await finish(desk, jobId)).toMatchObject({ done: 1, skipped: 0 });
    expect(await desk.db.customer.toArray()).toMatchObject([
      { name: '张三', address: '吉安市', email: 'a@x.cn' },
    ]);
    expect(await held(desk)).toEqual([1, 1]);
    await undoJob(depsOf(desk), jobId);
    expect(await desk.db.customer.toArray()).toMatchObject([{ name: '张三', address: null, email: null }]);
    expect(await held(desk)).toEqual([1, 0]);
  });

  test('finds who was merged by the customer who was kept, passes over who was entered by mistake, and leaves both when taken back', async () => {
    const desk = await office();
    const three = '姓名,手机\n张三,13800796001\n张叁,13800796002\n李四,13800796003\n';
    const first = await write(desk, three);
    await finish(desk, first);
    const cards = await desk.db.guestCard.toArray();
    const cardOf = (last4: string) => cards.find(({ phoneLast4 }) => phoneLast4 === last4);
    const [kept, other, wrong] = [cardOf('6001'), cardOf('6002'), cardOf('6003')];
    await desk.db.customerMerge.put({
      ...{ id: uuidv7(), rowVersion: 1, what: 'merged', taken: [], decidedAt: 1, decidedBy: null },
      ...{ guestCardId: other?.id ?? '', intoCardId: kept?.id ?? '', withdrawnAt: null, withdrawnBy: null },
      ...{ customerId: other?.customerId ?? null, intoCustomerId: kept?.customerId ?? null },
    });
    await desk.desk.run(markMistaken, { guestCardIds: [wrong?.id ?? ''] });
    const session = await openList(
      desk,
      '姓名,手机,邮箱\n张叁,13800796002,a@x.cn\n李四,13800796003,b@x.cn\n',
    );
    const wishes = { sheet: 0, columns: null, duplicates: { all: 'merge', byLine: new Map() } } as const;
    const { plan } = await session.preview(wishes);
    expect(plan?.duplicates.map(({ targetName }) => targetName)).toEqual(['张三']);
    const second = (await session.writeJob(0, uuidv7)) ?? '';
    expect(await finish(desk, second)).toMatchObject({ done: 2, skipped: 0 });
    const emails = async () =>
      Object.fromEntries((await desk.db.customer.toArray()).map(({ id, email }) => [id, email]));
    expect(await emails()).toMatchObject({
      [kept?.customerId ?? '']: 'a@x.cn',
      [other?.customerId ?? '']: null,
      [wrong?.customerId ?? '']: null,
    });
    expect(await desk.db.customer.count()).toBe(4);
    await undoJob(depsOf(desk), second);
    expect(Object.values(await emails())).toEqual([null, null, null]);
    await undoJob(depsOf(desk), first);
    const { stayed } = await jobOf(desk, first);
    expect(stayed.map(({ name, why }) => [name, why])).toEqual([
      ['张三', 'used'],
      ['张叁', 'used'],
      ['李四', 'edited'],
    ]);
    expect(await desk.db.customer.count()).toBe(3);
  });

  test('has its columns remembered for a file of the same headings', async () => {
    const desk = await office();
    const odd = '甲,乙\n张三,13800796001\n';
    expect((await (await openList(desk, odd)).preview()).plan).toBeNull();
    await (await planned(desk, odd, { columns: ['name', 'phone'] })).writeJob(0, uuidv7);
    const again = await (await openList(desk, odd)).preview();
    expect([again.isRemembered, again.columns]).toEqual([true, ['name', 'phone']]);
    expect((await (await openList(desk, '甲,丙\n张三,1\n')).preview()).isRemembered).toBe(false);
  });

  test('stops with the reason where the desk’s database is gone', async () => {
    const desk = await office();
    const jobId = await write(desk);
    desk.db.close();
    expect(await runJob(depsOf(desk), jobId)).toBe('storage_unavailable');
  });
});

const onceFalse = () => {
  let asked = 0;
  return () => (asked += 1) > 1;
};

function signInHead({ desk }: TestDesk): void {
  desk.state.setState({
    person: { id: uuidv7(), username: 'h', name: '部长', roles: ['head'], session: null },
  });
}
