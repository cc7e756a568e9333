/** A desk that nobody touches: who is signed in, what was typed, and who chooses after how long. */
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { IdleChoice } from '../../renderer/app/idle-choice.tsx';
import { useIdleLock } from '../../renderer/app/use-idle-lock.ts';
import { useDraft } from '../../renderer/data/use-draft.ts';
import { noticeStore } from '../../renderer/ui/notices.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';
import { createStandInShell } from '../support/stand-in-shell.ts';

const minute = 60_000;

function Desk() {
  useIdleLock();
  const [typed, keep] = useDraft<string>('note');
  return (
    <input aria-label="note" value={typed ?? ''} onChange={(event) => keep(event.currentTarget.value)} />
  );
}

/** As if nobody had touched it for so long. */
const untouched = (minutes: number) =>
  localStorage.setItem('crdesk-last-input', String(Date.now() - minutes * minute));

test('after the default time it signs out, says so, and keeps what was typed for who typed it', async () => {
  const bar = await createTestDesk();
  const person = bar.desk.state.getState().person;
  untouched(29);
  const { user, close } = renderOnDesk(bar, <Desk />);
  await user.type(await screen.findByLabelText('note'), '要热水');
  expect(bar.desk.state.getState().person).toBe(person);
  close();
  untouched(31);
  renderOnDesk(bar, <Desk />);
  await waitFor(() => expect(bar.desk.state.getState().person).toBeNull());
  expect(noticeStore.getState().notice?.text).toContain('30 分钟没有操作');
  act(() => bar.desk.state.setState({ person }));
  renderOnDesk(bar, <Desk />);
  expect(screen.getAllByLabelText<HTMLInputElement>('note').at(-1)?.value).toBe('要热水');
});

test('who signs in after it is there, however long nobody was', async () => {
  const bar = await createTestDesk();
  const { person } = bar.desk.state.getState();
  untouched(600);
  renderOnDesk(bar, <Desk />);
  await waitFor(() => expect(bar.desk.state.getState().person).toBeNull());
  const outs: unknown[] = [];
  const stop = bar.desk.state.subscribe((now) => outs.push(now.person?.name ?? null));
  act(() => bar.desk.state.setState({ person }));
  await waitFor(() =>
    expect(Number(localStorage.getItem('crdesk-last-input'))).toBeGreaterThan(Date.now() - minute),
  );
  // What a look would do is done by then.
  await act(() => new Promise((resolve) => setTimeout(resolve)));
  stop();
  expect(outs).toEqual(['陈静']);
});

test('in the desktop window whoever works in another program is there', async () => {
  const asked: number[] = [];
  const { bridge } = createStandInShell({
    idleSeconds: async () => (asked.push(1), { ok: true, value: 60 }),
  });
  const bar = await createTestDesk();
  untouched(31);
  renderOnDesk(bar, <Desk />, '/', bridge);
  await waitFor(() => expect(asked).toHaveLength(1));
  await waitFor(() =>
    expect(Number(localStorage.getItem('crdesk-last-input'))).toBeGreaterThan(Date.now() - 2 * minute),
  );
  expect(bar.desk.state.getState().person).not.toBeNull();
});

test('the supervisor chooses after how long, for this desk, or never; others read it', async () => {
  const bar = await createTestDesk();
  const { user, close } = renderOnDesk(bar, <IdleChoice />);
  const choice = () => screen.findByLabelText<HTMLSelectElement>('无人操作时自动退出登录');
  expect((await choice()).disabled).toBe(true);
  expect((await choice()).value).toBe('30');
  close();
  const { person } = bar.desk.state.getState();
  act(() => bar.desk.state.setState({ person: person && { ...person, roles: ['supervisor'] } }));
  const again = renderOnDesk(bar, <IdleChoice />);
  await user.selectOptions(await choice(), '5 分钟后');
  await waitFor(async () => expect(await bar.db.meta.get('idleMinutes')).toMatchObject({ value: 5 }));
  await user.selectOptions(await choice(), '不自动退出');
  await waitFor(async () => expect(await bar.db.meta.get('idleMinutes')).toMatchObject({ value: null }));
  again.close();
  untouched(600);
  renderOnDesk(bar, <Desk />);
  await screen.findByLabelText('note');
  expect(bar.desk.state.getState().person).not.toBeNull();
});
