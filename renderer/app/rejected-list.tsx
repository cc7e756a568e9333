/** What the server did not accept: each with its reason, what depends on it, and the ways out. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { withDependents, type RejectedWithDependents } from '../../shared/sync/device/dependent-changes.ts';
import type { OutboxEntry, RejectedChange } from '../../shared/sync/device/device-store.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useRejectedChanges, useWaitingChanges } from '../data/hooks.ts';
import { changeTitle, reasonWords, technicalDetail } from '../records/change-words.ts';
import { errorText } from '../ui/error-words.ts';
import { showDone, showFailure } from '../ui/notices.ts';
import { useTimePlace } from '../records/use-time-place.ts';
import { exactTime } from '../ui/time-words.ts';
import { isAmendable, noForm } from './amendable.ts';
import { ChangeLines, usePersonNames } from './change-lines.tsx';
import classes from './pages.module.css';
import { useResubmit } from './use-resubmit.ts';

export function RejectedList() {
  const { t } = useTranslation();
  const changes = useRejectedChanges();
  const waiting = useWaitingChanges();
  if (!changes) return null;
  return (
    <section className={classes.panel} aria-labelledby="rejected-title">
      <h2 id="rejected-title">
        {t('status.rejected.title')} {changes.length}
      </h2>
      {changes.length === 0 ? (
        <p className={classes.empty}>{t('status.rejected.empty')}</p>
      ) : (
        <>
          <p className={classes.text}>{t('status.rejected.explain')}</p>
          <ul className={classes.rejected}>
            {withDependents(changes, waiting ?? []).map(({ change, dependents }) => (
              <RejectedItem key={change.opId} change={change} dependents={dependents} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

type Asking = 'retry' | 'discard' | null;

interface RejectedItemProps extends RejectedWithDependents {
  /** The change that this one hangs on. */
  readonly root?: RejectedChange;
}

function RejectedItem({ change, dependents, root }: RejectedItemProps) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const nameOf = usePersonNames();
  const [asking, setAsking] = useState<Asking>(null);
  return (
    <li aria-label={changeTitle(t, change.name)}>
      <div className={classes.rejectedChange}>
        <div>
          <b>{changeTitle(t, change.name)}</b>
          <p
            className={classes.error}
            title={t('status.rejected.technical', { detail: technicalDetail(change) })}
          >
            {t('common.labelled', { label: t('status.rejected.reason'), value: reasonWords(t, change) })}
          </p>
          <p className={classes.text}>
            {nameOf(change.actor)} · {exactTime(place, change.occurredAt)}
          </p>
          <div className={classes.text}>
            <ChangeLines patches={change.patches} before={root?.patches} />
          </div>
          <NoForm change={change} />
        </div>
        <div className={classes.actions}>
          <Button variant="default" onClick={() => setAsking('discard')}>
            {t('status.rejected.discard')}
          </Button>
          {/* Sent again as it was, it would pass over what somebody else decided first. */}
          {change.code !== 'stale' && (
            <Button variant={isAmendable(change) ? 'default' : 'filled'} onClick={() => setAsking('retry')}>
              {t('status.rejected.retry')}
            </Button>
          )}
          {isAmendable(change) && (
            <Button component={Link} to={`/status/edit/${change.opId}`}>
              {t('status.rejected.edit')}
            </Button>
          )}
        </div>
      </div>
      <Dependents root={change} dependents={dependents} />
      <Confirmation
        change={change}
        dependentCount={dependents.length}
        asking={asking}
        onEnd={() => setAsking(null)}
      />
    </li>
  );
}

/** Why nothing of it can be edited, and what to do instead. */
function NoForm({ change }: { readonly change: RejectedChange }) {
  const { t } = useTranslation();
  const reason = noForm(change);
  return reason === null ? null : <p className={classes.hint}>{t(`status.rejected.noForm.${reason}`)}</p>;
}

interface DependentsProps extends Pick<RejectedWithDependents, 'dependents'> {
  readonly root: RejectedChange;
}

function Dependents({ root, dependents }: DependentsProps) {
  const { t } = useTranslation();
  if (dependents.length === 0) return null;
  return (
    <div className={classes.dependents}>
      <p className={classes.text}>{t('status.rejected.dependents')}</p>
      <ul className={classes.rejected} aria-label={t('status.rejected.dependents')}>
        {dependents.map((change) =>
          'code' in change ? (
            <RejectedItem key={change.opId} change={change} dependents={nothing} root={root} />
          ) : (
            <WaitingItem key={change.opId} change={change} root={root} />
          ),
        )}
      </ul>
    </div>
  );
}

const nothing: readonly (RejectedChange | OutboxEntry)[] = [];

interface WaitingItemProps {
  readonly change: OutboxEntry;
  readonly root: RejectedChange;
}

function WaitingItem({ change, root }: WaitingItemProps) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const nameOf = usePersonNames();
  return (
    <li aria-label={changeTitle(t, change.name)}>
      <b>{changeTitle(t, change.name)}</b>{' '}
      <span className={classes.text}>
        {t('status.rejected.stillWaiting')} · {nameOf(change.actor)} · {exactTime(place, change.occurredAt)}
      </span>
      <div className={classes.text}>
        <ChangeLines patches={change.patches} before={root.patches} />
      </div>
    </li>
  );
}

interface ConfirmationProps {
  readonly change: RejectedChange;
  readonly dependentCount: number;
  readonly asking: Asking;
  readonly onEnd: () => void;
}

function Confirmation({ change, dependentCount, asking, onEnd }: ConfirmationProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const resubmit = useResubmit();
  const isDiscard = asking === 'discard';

  async function confirm() {
    onEnd();
    if (!isDiscard) return void (await resubmit(change.opId));
    const result = await desk.discard(change.opId);
    if (result.ok) showDone(t('status.rejected.discarded'));
    else showFailure(errorText(t, result.error.code));
  }
  return (
    <Modal
      opened={asking !== null}
      onClose={onEnd}
      closeButtonProps={{ 'aria-label': t('frame.keys.close') }}
      title={isDiscard ? t('status.rejected.discardTitle') : t('status.rejected.retry')}
    >
      <div className={classes.asked}>
        <p className={classes.text}>
          {isDiscard ? t('status.rejected.discardText') : t('status.rejected.retryConfirm')}
        </p>
        {isDiscard && dependentCount > 0 && (
          <p className={classes.hint}>{t('status.rejected.discardDependents', { count: dependentCount })}</p>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onEnd}>
            {t('common.cancel')}
          </Button>
          <Button color={isDiscard ? 'red' : 'blue'} onClick={() => void confirm()}>
            {isDiscard ? t('status.rejected.discard') : t('status.rejected.retry')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
