/** Behind the status line: how synchronisation stands, what waits, what was sent back and why. */
import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../data/desk-context.tsx';
import {
  useJournalState,
  useLastCheck,
  useNow,
  useRejectedChanges,
  useSyncStatus,
  useWaitingChanges,
} from '../data/hooks.ts';
import { changeTitle } from '../records/change-words.ts';
import { ConflictList } from '../records/conflict-list.tsx';
import { useSaveFile } from '../records/use-save-file.ts';
import { useRecentConflicts } from '../records/use-conflicts.ts';
import { errorText } from '../ui/error-words.ts';
import { showDone } from '../ui/notices.ts';
import tables from '../ui/table.module.css';
import { useTimePlace } from '../records/use-time-place.ts';
import { agoWords, exactTime } from '../ui/time-words.ts';
import { AlonePage } from './alone/alone-page.tsx';
import { JoinedPanel } from './alone/joined-panel.tsx';
import { ChangeLines, usePersonNames } from './change-lines.tsx';
import { DiagnosisPanel } from './diagnosis-panel.tsx';
import { EnrolAgain } from './enrol-again.tsx';
import frame from './frame.module.css';
import classes from './pages.module.css';
import { RejectedList } from './rejected-list.tsx';
import { levelOf, usePhaseWords } from './status-line.tsx';
import { StoragePanel } from './storage-panel.tsx';
import { useServerSearch } from './use-server-search.ts';
import { useSyncNow } from './use-sync-now.ts';

export function StatusPage() {
  const { phase } = useSyncStatus();
  return phase === 'alone' ? <AlonePage /> : <SyncPage />;
}

function SyncPage() {
  const { t } = useTranslation();
  const desk = useDesk();
  const waiting = useWaitingChanges();
  const rejected = useRejectedChanges();
  const saveFile = useSaveFile();

  async function exportList() {
    // All that waits, not only what is listed: it may be the only record there is.
    const outbox = await desk.db.outbox.orderBy('localSeq').toArray();
    const json = JSON.stringify({ waiting: outbox, rejected }, null, 2);
    await saveFile(`cr-desk-${desk.businessDay()}.json`, 'application/json', json);
  }
  return (
    <main className={classes.page}>
      <div className={classes.head}>
        <h1 className={classes.title}>{t('status.title')}</h1>
        <div className={classes.actions}>
          <Button
            variant="default"
            onClick={() => void exportList()}
            disabled={!waiting?.length && !rejected?.length}
          >
            {t('status.export')}
          </Button>
          <CheckButton />
          <SyncNow />
        </div>
      </div>
      <StateFacts />
      <JoinedPanel />
      <EnrolAgain />
      <RejectedList />
      <RecentConflicts />
      <WaitingList />
      <StoragePanel />
      <DiagnosisPanel />
    </main>
  );
}

function CheckButton() {
  const { t } = useTranslation();
  const desk = useDesk();
  const { phase } = useSyncStatus();
  const checkedAt = useLastCheck()?.checkedAt ?? null;
  /** When the last check before this one was; undefined while none is asked for. */
  const [askedAfter, setAskedAfter] = useState<number | null>();
  return (
    <>
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
      {askedAfter !== undefined && checkedAt !== askedAfter && (
        <CheckDone onSaid={() => setAskedAfter(undefined)} />
      )}
    </>
  );
}

/** Says once that the check which was asked for is done. */
function CheckDone({ onSaid }: { readonly onSaid: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    showDone(t('status.check.done'));
    onSaid();
  }, [onSaid, t]);
  return null;
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
  const { t } = useTranslation();
  const place = useTimePlace();
  const desk = useDesk();
  const status = useSyncStatus();
  const words = usePhaseWords(status);
  const journal = useJournalState();
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
          {status.lastSyncedAt === null ? t('common.ago.never') : exactTime(place, status.lastSyncedAt)}
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
        {journal !== 'none' && (
          <>
            <dt>{t('status.journal.title')}</dt>
            <dd>{t(`status.journal.${journal}`)}</dd>
          </>
        )}
        <dt>{t('status.server')}</dt>
        <dd>
          {desk.serverUrl || t('shell.link.none')}
          {status.phase === 'offline' && <SearchFact now={now} />}
        </dd>
        <dt>{t('status.clock')}</dt>
        <dd>{seconds === 0 ? t('status.clockFine') : t('status.clockOff', { seconds })}</dd>
      </dl>
    </section>
  );
}

/** Of a server that is not reached: whether the desktop window looks for it, and what came of that. */
function SearchFact({ now }: { readonly now: number }) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const search = useServerSearch();
  if (!search || search.kind === 'off' || search.kind === 'resting') return null;
  const nextAt = 'nextAt' in search ? search.nextAt : null;
  const time = 'at' in search ? exactTime(place, search.at) : '';
  const to = 'to' in search ? search.to : '';
  return (
    <div>
      {t(`shell.search.${search.kind}`, { time, to })}
      {nextAt !== null && ` ${t('shell.search.next', { when: nextTryWords(t, nextAt, now) })}`}
    </div>
  );
}

/** What was mended is told until the next time, for whoever looks after the desks. */
function CheckFact() {
  const { t } = useTranslation();
  const place = useTimePlace();
  const last = useLastCheck();
  if (last === undefined) return null;
  if (last === null) return t('status.check.never');
  const equal = t('status.check.equal', { time: exactTime(place, last.checkedAt) });
  if (last.mendedAt === null) return equal;
  const time = exactTime(place, last.mendedAt);
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
  const { t } = useTranslation();
  const place = useTimePlace();
  const changes = useWaitingChanges();
  const status = useSyncStatus();
  const now = useNow(30_000);
  const nameOf = usePersonNames();
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
            {t('status.waiting.since', { ago: agoWords(t, place, status.oldestWaitingAt, now) })}
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
                  <td title={exactTime(place, change.occurredAt)}>
                    {agoWords(t, place, change.occurredAt, now)}
                  </td>
                  <td>
                    <ChangeLines patches={change.patches} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

/** As many as one looks through; older ones stay with their record. */
const listedConflicts = 50;

function RecentConflicts() {
  const { t } = useTranslation();
  const held = useRecentConflicts();
  if (!held) return null;
  // What one does not know yet comes first.
  const sorted = [...held].sort((a, b) => Number(b.isNews) - Number(a.isNews));
  return (
    <section className={classes.panel} aria-labelledby="conflicts-title">
      <h2 id="conflicts-title">
        {t('status.conflicts.title')} {held.length}
      </h2>
      <p className={held.length === 0 ? classes.empty : classes.text}>
        {held.length === 0 ? t('records.conflict.empty') : t('records.conflict.explain')}
        {held.length > listedConflicts && ` ${t('records.conflict.more', { count: listedConflicts })}`}
      </p>
      {held.length > 0 && <ConflictList held={sorted.slice(0, listedConflicts)} namesRecord />}
    </section>
  );
}

function nextTryWords(t: TFunction, at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  return seconds < 1 ? t('status.tryingNow') : t('status.inSeconds', { seconds });
}
