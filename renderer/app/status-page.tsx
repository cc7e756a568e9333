/** Behind the status line: how synchronisation stands, what waits, what was sent back and why. */
import { Button, Modal } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RejectedChange } from '../../shared/sync/device-store.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useLastCheck, useNow, useRejectedChanges, useSyncStatus, useWaitingChanges } from '../data/hooks.ts';
import { useStaffNames } from '../data/use-staff-names.ts';
import { errorText } from '../ui/error-words.ts';
import { saveFile } from '../ui/save-file.ts';
import tables from '../ui/table.module.css';
import { showDone, showFailure } from '../ui/notices.ts';
import { agoWords, exactTime } from '../ui/time-words.ts';
import { changeTitle, patchLines } from './change-words.ts';
import { EnrolAgain } from './enrol-again.tsx';
import frame from './frame.module.css';
import classes from './pages.module.css';
import { levelOf, usePhaseWords } from './status-line.tsx';
import { useSyncNow } from './use-sync-now.ts';
import { useRowNames } from './use-row-names.ts';

export function StatusPage() {
  const { t } = useTranslation();
  const desk = useDesk();
  const waiting = useWaitingChanges();
  const rejected = useRejectedChanges();

  function exportList() {
    const json = JSON.stringify({ waiting, rejected }, null, 2);
    saveFile(`cr-desk-${desk.businessDay()}.json`, 'application/json', json);
  }
  return (
    <main className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>{t('status.title')}</h1>
        <div className={classes.actions}>
          <Button variant="default" onClick={exportList} disabled={!waiting?.length && !rejected?.length}>
            {t('status.export')}
          </Button>
          <CheckButton />
          <SyncNow />
        </div>
      </div>
      <StateFacts />
      <EnrolAgain />
      <RejectedList />
      <WaitingList />
    </main>
  );
}

/** Says so once the check it asked for is done. */
function CheckButton() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { phase } = useSyncStatus();
  const checkedAt = useLastCheck()?.checkedAt ?? null;
  const [askedAfter, setAskedAfter] = useState<number | null | undefined>(undefined);
  const isDone = askedAfter !== undefined && checkedAt !== askedAfter;
  useEffect(() => {
    if (!isDone) return;
    setAskedAfter(undefined);
    showDone(t('status.check.done'));
  }, [isDone, t]);
  return (
    <Button
      variant="default"
      disabled={levelOf({ phase }) !== 'ok'}
      onClick={() => {
        setAskedAfter(checkedAt);
        desk.checkNow();
      }}
    >
      {t('status.check.now')}
    </Button>
  );
}

/** Asked for by a person, so its outcome is told, whichever it is. */
function SyncNow() {
  const { t } = useTranslation();
  const { ask, isAsking } = useSyncNow();
  return (
    <Button onClick={ask} loading={isAsking}>
      {t('status.syncNow')}
    </Button>
  );
}

function StateFacts() {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const status = useSyncStatus();
  const words = usePhaseWords(status);
  const seconds = Math.round(status.clockDifferenceMs / 1000);
  const now = useNow(1_000);
  return (
    <section className={classes.panel}>
      <h2>
        <i className={frame.dot} data-level={levelOf(status)} />
        {words}
      </h2>
      <dl className={classes.facts}>
        <dt>{t('status.lastSynced')}</dt>
        <dd>
          {status.lastSyncedAt === null
            ? t('common.ago.never')
            : exactTime(i18n.language, status.lastSyncedAt)}
        </dd>
        <dt>{t('status.problem')}</dt>
        <dd>{status.problem === null ? t('status.noProblem') : errorText(t, status.problem)}</dd>
        {status.nextTryAt !== null && (
          <>
            <dt>{t('status.nextTry')}</dt>
            <dd>{nextTryWords(t, status.nextTryAt, now)}</dd>
          </>
        )}
        <dt>{t('status.check.title')}</dt>
        <dd>
          <CheckFact />
        </dd>
        <dt>{t('status.server')}</dt>
        <dd>{desk.serverUrl}</dd>
        <dt>{t('status.clock')}</dt>
        <dd>{seconds === 0 ? t('status.clockFine') : t('status.clockOff', { seconds })}</dd>
      </dl>
    </section>
  );
}

/** What was mended is told until the next time, for whoever looks after the desks. */
function CheckFact() {
  const { t, i18n } = useTranslation();
  const last = useLastCheck();
  if (last === undefined) return null;
  if (last === null) return t('status.check.never');
  const equal = t('status.check.equal', { time: exactTime(i18n.language, last.checkedAt) });
  if (last.mendedAt === null) return equal;
  const time = exactTime(i18n.language, last.mendedAt);
  return (
    <>
      {last.mendedAt < last.checkedAt && <div>{equal}</div>}
      <div className={last.mendedAt === last.checkedAt ? frame.warn : undefined}>
        {t('status.check.mended', { time, count: last.mended })}
      </div>
    </>
  );
}

function WaitingList() {
  const { t, i18n } = useTranslation();
  const changes = useWaitingChanges();
  const status = useSyncStatus();
  const now = useNow(30_000);
  const nameOf = usePersonNames();
  const rowName = useRowNames(changes?.flatMap((change) => change.patches) ?? []);
  if (!changes) return null;
  return (
    <section className={classes.panel}>
      <h2>
        {t('status.waiting.title')} {status.waiting}
      </h2>
      {changes.length === 0 ? (
        <p className={classes.empty}>{t('status.waiting.empty')}</p>
      ) : (
        <>
          <p className={classes.text}>
            {t('status.waiting.since', { ago: agoWords(t, i18n.language, status.oldestWaitingAt, now) })}
            {status.waiting > changes.length && ` ${t('status.waiting.more', { count: changes.length })}`}
          </p>
          <table className={tables.table}>
            <thead>
              <tr>
                <th>{t('status.columns.what')}</th>
                <th>{t('status.columns.who')}</th>
                <th>{t('status.columns.when')}</th>
                <th>{t('status.columns.content')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.opId}>
                  <td>{changeTitle(t, change.name)}</td>
                  <td>{nameOf(change.actor)}</td>
                  <td title={exactTime(i18n.language, change.occurredAt)}>
                    {agoWords(t, i18n.language, change.occurredAt, now)}
                  </td>
                  <td>{firstLines(patchLines(t, i18n.language, change.patches, rowName))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

function RejectedList() {
  const { t } = useTranslation();
  const changes = useRejectedChanges();
  if (!changes) return null;
  return (
    <section className={classes.panel}>
      <h2>
        {t('status.rejected.title')} {changes.length}
      </h2>
      {changes.length === 0 ? (
        <p className={classes.empty}>{t('status.rejected.empty')}</p>
      ) : (
        <>
          <p className={classes.text}>{t('status.rejected.explain')}</p>
          <ul>
            {changes.map((change) => (
              <RejectedItem key={change.opId} change={change} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function RejectedItem({ change }: { readonly change: RejectedChange }) {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const nameOf = usePersonNames();
  const rowName = useRowNames(change.patches);
  const [asking, setAsking] = useState<'retry' | 'discard' | null>(null);

  async function confirm() {
    setAsking(null);
    if (asking === 'discard') {
      await desk.discard(change.opId);
      return;
    }
    const result = await desk.retry(change.opId);
    if (result.ok) showDone(t('status.rejected.retried'));
    else showFailure(errorText(t, result.error.code));
  }
  return (
    <li className={classes.head} style={{ padding: '12px 0', borderBottom: '1px solid var(--line)' }}>
      <div>
        <b>{changeTitle(t, change.name)}</b>
        <p className={classes.error} title={change.message ?? undefined}>
          {t('common.labelled', {
            label: t('status.rejected.reason'),
            value: t(`errors.verdict.${change.code}`),
          })}
        </p>
        <p className={classes.text}>
          {nameOf(change.actor)} · {exactTime(i18n.language, change.occurredAt)}
        </p>
        <div className={classes.text}>
          {firstLines(patchLines(t, i18n.language, change.patches, rowName))}
        </div>
      </div>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => setAsking('discard')}>
          {t('status.rejected.discard')}
        </Button>
        <Button onClick={() => setAsking('retry')}>{t('status.rejected.retry')}</Button>
      </div>
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
        title={asking === 'discard' ? t('status.rejected.discardTitle') : t('status.rejected.retry')}
      >
        <p className={classes.text}>
          {asking === 'discard' ? t('status.rejected.discardText') : t('status.rejected.retryConfirm')}
        </p>
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setAsking(null)}>
            {t('common.cancel')}
          </Button>
          <Button color={asking === 'discard' ? 'red' : 'blue'} onClick={() => void confirm()}>
            {asking === 'discard' ? t('status.rejected.discard') : t('status.rejected.retry')}
          </Button>
        </div>
      </Modal>
    </li>
  );
}

function nextTryWords(t: TFunction, at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  return seconds < 1 ? t('status.tryingNow') : t('status.inSeconds', { seconds });
}

const shownLines = 4;

function firstLines(lines: readonly string[]) {
  const more = lines.length - shownLines;
  return [...lines.slice(0, shownLines), ...(more > 0 ? [`+ ${more}`] : [])].map((line) => (
    <div key={line}>{line}</div>
  ));
}

function usePersonNames(): (id: string) => string {
  const { t } = useTranslation();
  const nameOf = useStaffNames();
  return (id) => nameOf(id) || t('status.byDesk');
}
