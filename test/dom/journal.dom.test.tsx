import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { EnrolPage } from '../../renderer/app/enrol-page.tsx';
import { FirstLoadPage } from '../../renderer/app/first-load-page.tsx';
import { Frame } from '../../renderer/app/frame.tsx';
import { StatusLine } from '../../renderer/app/status-line.tsx';
import { StatusPage } from '../../renderer/app/status-page.tsx';
import { StorageProblemPage } from '../../renderer/app/storage-problem.tsx';
import { toJournalPort } from '../../renderer/data/journal-port.ts';
import { checkInVisitor, type CheckInInput } from '../../shared/commands/check-in.ts';
import { createSegmentedJournal } from '../../shared/journal/journal.ts';
import { createTestFiles, noSeal } from '../../shared/journal/test-files.ts';
import type { DesktopBridge } from '../../shared/ipc.ts';
import { createTestDesk, renderOnDesk, type TestDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

const party: CheckInInput = {
  ...{ guestCardId: null, partyName: '访客', partySize: 2, purpose: 'service', seatId: null },
  ...{ note: null, expectedReadyAt: null, menuItemId: null },
};

/** The shell's calls on a disk in memory. */
function createShellJournal() {
  const files = createTestFiles();
  const journal = createSegmentedJournal(files, noSeal);
  const answer = async <Value,>(work: Promise<Value>) =>
    work.then(
      (value) => ({ ok: true, value: value ?? null }) as never,
      () => ({ ok: false, error: { code: 'shell_failed' } }) as never,
    );
  const calls: Partial<DesktopBridge> = {
    journalRead: () => answer(journal.read()),
    journalAppend: (entries) => answer(journal.append(entries)),
    journalEnd: (opIds) => answer(journal.end(opIds)),
    journalKeepDesk: (desk) => answer(journal.keepDesk(desk)),
    journalClear: () => answer(journal.clear()),
  };
  return { files, bridge: createStandInShell(calls).bridge };
}

async function checkIn({ desk }: TestDesk): Promise<void> {
  await waitFor(() => expect(desk.state.getState().device).toBeTruthy());
  const result = await desk.run(checkInVisitor, party);
  expect(result.ok).toBe(true);
}

test('[R13.1] what is saved is in the journal, too, when it is said to be', async () => {
  const { bridge } = createShellJournal();
  const bar = await createTestDesk('bar', bridge.journal);
  await checkIn(bar);
  const [waiting] = await bar.db.outbox.toArray();
  const kept = await bridge.journal?.read();
  expect(kept?.entries.map(({ opId }) => opId)).toEqual([waiting?.opId]);
});

test('[R13.6] a journal that fails refuses nothing, and is told in the status line and on its page', async () => {
  const { files, bridge } = createShellJournal();
  const bar = await createTestDesk('bar', bridge.journal);
  files.fail(true);
  await checkIn(bar);
  expect(await bar.db.outbox.count()).toBe(1);
  const { close } = renderOnDesk(bar, <StatusLine />);
  await screen.findByText('磁盘日志写不进去');
  close();
  const { close: closePage } = renderOnDesk(bar, <StatusPage />);
  await screen.findByText(/目前写不进去/);
  closePage();
  files.fail(false);
  // Whatever the server says next has it looked through.
  await bar.db.meta.update('device', { 'value.sentOpSeq': 1 } as never);
  renderOnDesk(bar, <StatusPage />);
  await screen.findByText(/另存一份在磁盘日志里/);
  expect((await bridge.journal?.read())?.entries).toHaveLength(1);
});

test('a browser has no journal, and says nothing of one', async () => {
  renderOnDesk(await createTestDesk(), <StatusPage />);
  await screen.findByText('服务器');
  expect(screen.queryByText('磁盘日志')).toBeNull();
});

test('what was brought back is told while it loads and above the screens, until a person has read it', async () => {
  const bar = await createTestDesk();
  const value = { isLost: true, changes: 12, damaged: 1, at: Date.UTC(2026, 10, 27, 8) };
  await bar.db.meta.put({ key: 'broughtBack', value });
  const { close } = renderOnDesk(bar, <FirstLoadPage siteName="店" />);
  await screen.findByText(/找回 12 条.*日志有 1 处损坏/);
  close();
  const { user, speak } = renderOnDesk(bar, <Frame />);
  await screen.findByText(/找回 12 条/);
  await speak('en');
  await screen.findByText(
    /12 changes that had not been uploaded were brought back.*1 place in the log was damaged/,
  );
  await user.click(screen.getByRole('button', { name: 'OK' }));
  await waitFor(() => expect(screen.queryByText(/brought back/)).toBeNull());
});

test('a journal that could not be read is told where the desk asks for a code again', async () => {
  const bar = await createTestDesk();
  const value = { isLost: false, changes: 0, damaged: 1, at: Date.UTC(2026, 10, 27, 8) };
  await bar.db.meta.put({ key: 'broughtBack', value });
  const { speak } = renderOnDesk(bar, <EnrolPage />);
  await screen.findByText(/磁盘日志无法读取.*请核对并重新录入/);
  await speak('en');
  await screen.findByText(/log on the disk could not be read/);
});

test('a database that is lost sends nobody to enter again what the journal has', async () => {
  const { bridge } = createShellJournal();
  const bar = await createTestDesk();
  const { close } = renderOnDesk(bar, <StorageProblemPage problem="storage_lost" />, '/', bridge);
  await screen.findByText(/重新载入后会自动找回/);
  close();
  renderOnDesk(bar, <StorageProblemPage problem="storage_lost" />);
  await screen.findByText(/请核对并重新录入/);
});

test('a shell that does not answer in time has not kept it', async () => {
  const never = () => new Promise<never>(() => undefined);
  const calls = ['journalRead', 'journalAppend', 'journalEnd', 'journalKeepDesk', 'journalClear'];
  const port = toJournalPort(Object.fromEntries(calls.map((name) => [name, never])) as never, 1);
  expect([await port.read(), await port.keepDesk('{}'), await port.clear()]).toEqual([null, false, false]);
});
