import { screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { StatusPage } from '../../renderer/app/status-page.tsx';
import type { LeaderStatus } from '../../renderer/data/sync-channel.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';

async function syncedAt({ db }: TestDesk, lastSyncedAt: number): Promise<void> {
  const row = await db.meta.get('device');
  if (row?.key === 'device') await db.meta.put({ key: 'device', value: { ...row.value, lastSyncedAt } });
}

const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;
const line = (name: string | RegExp) => screen.findByRole('link', { name });

afterEach(() => Reflect.deleteProperty(navigator, 'storage'));

test.each<[Partial<LeaderStatus>, number | null, string, string]>([
  [{ phase: 'online' }, null, '在线', 'Online'],
  [{ phase: 'online' }, 0, '在线 · 上次同步 刚刚', 'Online · last synchronised just now'],
  [{ phase: 'syncing' }, 12, '在线 · 上次同步 12 分钟前', 'Online · last synchronised 12 min ago'],
  [{ phase: 'offline' }, null, '离线 · 尚未同步', 'Offline · never synchronised'],
  [{ phase: 'offline' }, 3, '离线 · 上次同步 3 分钟前', 'Offline · last synchronised 3 min ago'],
  [{ phase: 'stopped' }, 3, '同步已停止', 'Synchronisation stopped'],
  [{ phase: 'starting' }, 3, '正在启动同步', 'Starting synchronisation'],
  [
    { phase: 'firstLoad', loadedRows: 1200 },
    null,
    '首次载入 · 已载入 1200 条',
    'First load · 1200 records so far',
  ],
])('the state stands in words in both languages: %o, synchronised %s', async (status, ago, zh, en) => {
  const bar = await createTestDesk();
  if (ago !== null) await syncedAt(bar, minutesAgo(ago));
  const { speak } = renderOnDesk(bar, <StatusLine />);
  bar.lead(status);
  await screen.findByText(zh);
  await speak('en');
  await screen.findByText(en);
});

test('before the leader speaks, and when it has fallen silent, nobody claims to be online', async () => {
  const bar = await createTestDesk();
  renderOnDesk(bar, <StatusLine />);
  await line(/正在启动同步/);
  bar.lead({ phase: 'online' });
  await line(/在线/);
  bar.desk.state.setState({ leaderHeardAt: minutesAgo(1) });
  await line(/正在启动同步/);
});

test.each([
  [119_000, null],
  [-5 * 60_000, '本机时钟相差 5 分钟'],
])('a clock that is off by %i ms is told as: %s', async (clockOffset, words) => {
  const bar = await createTestDesk();
  renderOnDesk(bar, <StatusLine />);
  bar.lead({ clockOffset });
  await line(/在线/);
  if (words === null) expect(screen.queryByText(/时钟/)).toBeNull();
  else await screen.findByText(words);
});

test.each([
  [499_000_000, true],
  [501_000_000, false],
])('with %i bytes free a warning of little space is shown: %s', async (free, isWarned) => {
  const estimate = () => Promise.resolve({ quota: 2_000_000_000, usage: 2_000_000_000 - free });
  Object.defineProperty(navigator, 'storage', { value: { estimate }, configurable: true });
  const bar = await createTestDesk();
  renderOnDesk(bar, <StatusLine />);
  bar.lead({});
  await line(/在线/);
  if (isWarned) await screen.findByText('磁盘空间不足 500 MB');
  else expect(screen.queryByText(/磁盘/)).toBeNull();
});

test('what went wrong last is told in words on the page behind the line', async () => {
  const bar = await createTestDesk();
  renderOnDesk(bar, <StatusPage />);
  bar.lead({ phase: 'stopped', problem: 'protocol_unsupported' });
  await screen.findByRole('heading', { name: '同步已停止' });
  await screen.findByText('版本不一致，请更新本工作台或服务器。');
  await screen.findByText('全部已上传，没有等待中的更改。');
  await screen.findByText('没有被退回的更改。');
});
