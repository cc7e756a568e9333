/** The window is about to close: asked only where something would be lost, or has not reached the server. */
import { Button, Modal } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../data/bridge-context.tsx';
import type { Closing } from '../data/bridge.ts';
import { useDesk } from '../data/desk-context.tsx';
import type { Desk } from '../data/desk.ts';
import { useSyncStatus } from '../data/hooks.ts';
import { countDrafts } from '../data/use-draft.ts';
import { whenSaved } from '../ui/notices.ts';
import classes from './pages.module.css';

export function CloseQuestion() {
  const { closing } = useBridge();
  return closing && <Asked closing={closing} />;
}

/** ms a change gets to reach the server before anybody is asked about it. */
const sendMs = 2_000;

function Asked({ closing }: { readonly closing: Closing }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [drafts, setDrafts] = useState<number | null>(null);
  const leave = useCallback(() => closing.answer('close'), [closing]);
  useEffect(
    () =>
      closing.onAsked(() => {
        closing.answer('asking');
        void mayGo(desk).then((may) => (may ? leave() : setDrafts(countDrafts())));
      }),
    [closing, desk, leave],
  );
  function stay() {
    setDrafts(null);
    closing.answer('stay');
  }
  return (
    <Modal
      opened={drafts !== null}
      onClose={stay}
      closeButtonProps={{ 'aria-label': t('shell.close.stay') }}
      title={t('shell.close.title')}
    >
      {drafts !== null && <Question drafts={drafts} onStay={stay} onLeave={leave} />}
    </Modal>
  );
}

/** Nothing half-filled, and nothing that waits for longer than a moment. What cannot be read keeps nobody in. */
async function mayGo(desk: Desk): Promise<boolean> {
  const endsAt = Date.now() + sendMs;
  await whenDraftsSettled();
  if (countDrafts() > 0) return false;
  for (;;) {
    const unsent = await countUnsent(desk);
    if (unsent === 0 || unsent === null) return true;
    const isOnline = ['online', 'syncing'].includes(desk.state.getState().leader?.phase ?? '');
    if (!isOnline || Date.now() > endsAt) return false;
    await waited(100);
  }
}

/** @returns null where the database is broken, or hangs: the shell, told that somebody is asked, waits for ever */
async function countUnsent({ db }: Desk): Promise<number | null> {
  try {
    return await Promise.race([db.outbox.count(), waited(sendMs).then(() => null)]);
  } catch {
    return null;
  }
}

/** A form that is being saved is no unfinished one; its draft goes just after, or stays where nothing was saved. */
async function whenDraftsSettled(): Promise<void> {
  await Promise.race([whenSaved(), waited(sendMs)]);
  await waited(0);
}

const waited = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

interface QuestionProps {
  readonly drafts: number;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

function Question({ drafts, onStay, onLeave }: QuestionProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { waiting, phase } = useSyncStatus();
  const [wasWaiting, setWasWaiting] = useState(false);
  const [isSending, setSending] = useState(false);
  if (waiting > 0 && !wasWaiting) setWasWaiting(true);
  const isSent = wasWaiting && waiting === 0;
  useEffect(() => {
    if (isSending && isSent) onLeave();
  }, [isSending, isSent, onLeave]);

  function send() {
    setSending(true);
    desk.syncNow();
  }
  const canSend = waiting > 0 && (phase === 'online' || phase === 'syncing');
  return (
    <div className={classes.bare}>
      {waiting > 0 && <p>{t('shell.close.waiting', { count: waiting })}</p>}
      {isSent && <p role="status">{t('shell.close.sent')}</p>}
      {drafts > 0 && <p>{t('shell.close.drafts', { count: drafts })}</p>}
      <div className={classes.actions}>
        <Button variant="default" onClick={onLeave}>
          {t('shell.close.leave')}
        </Button>
        {canSend && (
          <Button variant="default" loading={isSending} onClick={send}>
            {t('shell.close.send')}
          </Button>
        )}
        <Button onClick={onStay} data-autofocus>
          {t('shell.close.stay')}
        </Button>
      </div>
    </div>
  );
}
