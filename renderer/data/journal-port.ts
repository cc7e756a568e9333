/** The outbox journal of the desktop shell, as the engine asks for it: nothing rejects, nothing hangs. */
import type { DesktopBridge, ShellResult } from '../../shared/ipc.ts';
import type { JournalPort } from '../../shared/sync/device/outbox-journal.ts';

type JournalCalls = Pick<
  DesktopBridge,
  'journalRead' | 'journalAppend' | 'journalEnd' | 'journalKeepDesk' | 'journalClear'
>;

/** A disk that takes longer is in trouble; what a person saved is in the database meanwhile. */
const patienceMs = 5_000;

export function toJournalPort(shell: JournalCalls, waitMs = patienceMs): JournalPort {
  const inTime = <Value>(call: Promise<ShellResult<Value>>) => answerWithin(call, waitMs);
  const isDone = async (call: Promise<ShellResult<null>>) => (await inTime(call)) !== null;
  return {
    read: async () => (await inTime(shell.journalRead()))?.value ?? null,
    append: (entries) => isDone(shell.journalAppend([...entries])),
    end: (opIds) => isDone(shell.journalEnd([...opIds])),
    keepDesk: (desk) => isDone(shell.journalKeepDesk(desk)),
    clear: () => isDone(shell.journalClear()),
  };
}

/** @returns null where it was refused, failed, or had no answer in time */
async function answerWithin<Value>(
  call: Promise<ShellResult<Value>>,
  waitMs: number,
): Promise<{ readonly value: Value } | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), waitMs);
  });
  const answer = await Promise.race([call.catch(() => null), patience]);
  clearTimeout(timer);
  return answer?.ok ? { value: answer.value } : null;
}
