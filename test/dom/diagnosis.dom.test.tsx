import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DiagnosisPanel } from '../../renderer/app/diagnosis-panel.tsx';
import { readBridge } from '../../renderer/data/bridge.ts';
import { collectDiagnosis } from '../../renderer/data/diagnosis.ts';
import { keepFailure, keptFailures, watchFailures } from '../../renderer/data/failure-log.ts';
import type { DesktopBridge } from '../../shared/ipc.ts';
import { addGuest, createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

const planted = ['王小明', '13812345678', '赣D12345', '360123198001011234', 'planted-token', 'Wang Xiaoming'];

beforeEach(() => localStorage.clear());
afterEach(() => void vi.restoreAllMocks());

/** Everywhere a desk keeps something that a person said. */
async function plant({ db, desk }: TestDesk): Promise<void> {
  await addGuest(db, { name: '王小明', note: '13812345678', phoneLast4: '5678' });
  const device = await db.meta.get('device');
  if (device?.key !== 'device') throw new Error('no desk');
  const value = { ...device.value, name: '王小明的电脑', siteName: 'Wang Xiaoming', token: 'planted-token' };
  await db.meta.put({ key: 'device', value });
  desk.state.setState({ device: value });
  const payload = { patches: [{ set: { plate: '赣D12345', idNumber: '360123198001011234' } }] };
  await db.outbox.bulkPut([
    { localSeq: 1, opId: 'a', name: 'checkInVisitor', actor: '王小明', occurredAt: 5, ...payload },
    { localSeq: 2, opId: 'b', name: '王小明 13812345678', actor: 'x', occurredAt: 6, ...payload },
  ] as never);
  await db.attention.put({
    ...{ opId: 'c', name: 'recordServing', code: 'stale', message: '王小明 13812345678', rejectedAt: 1 },
    ...payload,
  } as never);
  keepFailure(Object.assign(new TypeError('王小明 13812345678'), { name: '王小明' }), null);
}

const given = (bar: TestDesk, bridge = readBridge()) => ({
  ...{ db: bar.db, state: bar.desk.state.getState(), bridge },
  ...{ version: '1.2.3', language: 'zh-CN', now: 0 },
});

test('versions, states and counts stand in it, and of what anybody said nothing', async () => {
  const bar = await createTestDesk();
  await plant(bar);
  bar.lead({ phase: 'offline', problem: 'server_unreachable' });
  const found = await collectDiagnosis(given(bar));
  expect(found).toMatchObject({
    format: 'crdesk-diagnosis',
    application: { version: '1.2.3', shell: 'browser' },
    desk: { station: 'bar', roles: ['attendant'] },
    synchronisation: { phase: 'offline', problem: 'server_unreachable' },
    rows: { guestCard: 1, outbox: 2 },
    waiting: { oldestAt: 5, byName: { checkInVisitor: 1, other: 1 } },
    rejected: { 'recordServing stale': 1 },
    failures: [{ name: 'Error' }],
    log: null,
  });
  const text = JSON.stringify(found);
  for (const said of planted) expect(text).not.toContain(said);
  expect(text).not.toContain('5678');
});

test('in the shell its log, its versions and what was chosen stand in it too', async () => {
  const { bridge } = createStandInShell({
    about: async () => ({ ok: true, value: { electron: '45.4.1', chromium: '156', system: 'win32 10' } }),
    readLog: async () => ({ ok: true, value: '{"event":"started"}\n{"event":"closed"}\n' }),
  });
  const found = await collectDiagnosis(given(await createTestDesk(), bridge));
  expect(found).toMatchObject({
    program: { electron: '45.4.1' },
    log: ['{"event":"started"}', '{"event":"closed"}'],
    // The stand-in fails where it was told nothing: a part less, and a file all the same.
    window: null,
  });
});

test('a desk whose database is gone still gives one', async () => {
  const bar = await createTestDesk();
  bar.db.close();
  expect(await collectDiagnosis(given(bar))).toMatchObject({ rows: null, waiting: null, lastCheck: null });
});

test('a person makes the file by one key, and opens the folder of logs where there is one', async () => {
  const saved: Parameters<DesktopBridge['saveFile']>[0][] = [];
  const showLogs = vi.fn(async () => ({ ok: true, value: true }) as const);
  const { bridge } = createStandInShell({
    showLogs,
    saveFile: async (file) => (saved.push(file), { ok: true, value: 'saved' }),
  });
  const { user } = renderOnDesk(await createTestDesk(), <DiagnosisPanel />, '/', bridge);
  await user.tab();
  await user.keyboard('{Enter}');
  expect(showLogs).toHaveBeenCalledOnce();
  await user.tab();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.name).toMatch(/^cr-desk-diagnosis-[\d-]+\.json$/);
  const text = new TextDecoder().decode(saved[0]?.bytes);
  expect(JSON.parse(text)).toMatchObject({ format: 'crdesk-diagnosis' });
  expect(screen.getByText(/不含客户资料/)).toBeTruthy();
});

test('bugs that nobody caught are kept without their message, the last twenty, and told to the shell', () => {
  const told: unknown[] = [];
  const target = new EventTarget();
  const stop = watchFailures(target as Window, (note) => told.push(note));
  for (let times = 0; times < 25; times += 1)
    target.dispatchEvent(new ErrorEvent('error', { error: new RangeError('王小明') }));
  stop();
  target.dispatchEvent(new ErrorEvent('error', { error: new RangeError('王小明') }));
  expect(told).toHaveLength(25);
  expect(keptFailures()).toHaveLength(20);
  expect(keptFailures()[0]?.name).toBe('RangeError');
  expect(localStorage.getItem('crdesk-failures')).not.toContain('王小明');
});
