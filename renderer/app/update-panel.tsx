/** Version and updates of the desktop program: what there is, and when it is installed. */
import { Button } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { installHindrance, type DeskWork, type UpdateState } from '../../shared/rules/update-state.ts';
import { useBridge } from '../data/bridge-context.tsx';
import type { ShellUpdates } from '../data/bridge.ts';
import { useTimePlace } from '../records/use-time-place.ts';
import { exactTime } from '../ui/time-words.ts';
import classes from './pages.module.css';
import { useDeskWork, useUpdateState } from './use-shell-updates.ts';

export function UpdatePanel() {
  const { t } = useTranslation();
  const { updates } = useBridge();
  const state = useUpdateState();
  const work = useDeskWork();
  const place = useTimePlace();
  const heading = useShownFirst(state !== null);
  if (!updates || !state) return null;
  const checkedAt = 'checkedAt' in state ? state.checkedAt : null;
  return (
    <section className={classes.panel} aria-labelledby="update-title">
      <h2 id="update-title" tabIndex={-1} ref={heading}>
        {t('settings.updates.title')}
      </h2>
      <div className={classes.head}>
        <div>
          <p role="status">{stateWords(t, state)}</p>
          {checkedAt !== null && (
            <p className={classes.text}>
              {t('settings.updates.checkedAt', { time: exactTime(place, checkedAt) })}
            </p>
          )}
        </div>
        {state.kind === 'waiting' || state.kind === 'failed' ? (
          <Button variant="default" onClick={() => void updates.check()}>
            {t('settings.updates.check')}
          </Button>
        ) : null}
      </div>
      {state.kind === 'ready' && <Choice updates={updates} isChosen={state.chosen} work={work} />}
    </section>
  );
}

/** Who came for it (`showUpdates` of the link) has it in sight, and the next Tab reaches its buttons. */
function useShownFirst(isThere: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isAsked = (useLocation().state as { showUpdates?: boolean } | null)?.showUpdates ?? false;
  useEffect(() => {
    if (isThere && isAsked) heading.current?.focus();
  }, [isThere, isAsked]);
  return heading;
}

interface ChoiceProps {
  readonly updates: ShellUpdates;
  readonly isChosen: boolean;
  readonly work: DeskWork | null;
}

function Choice({ updates, isChosen, work }: ChoiceProps) {
  const { t } = useTranslation();
  const hindrance = installHindrance(work);
  return (
    <>
      {hindrance !== null && (
        <p className={classes.hint}>
          {t(`settings.updates.hindrance.${hindrance}`, work ?? { openVisits: 0, unsent: 0 })}
        </p>
      )}
      <div className={classes.actions}>
        {isChosen ? (
          <Button variant="default" onClick={() => void updates.choose('later')}>
            {t('settings.updates.later')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => void updates.choose('atQuit')}>
            {t('settings.updates.atQuit')}
          </Button>
        )}
        <Button disabled={hindrance !== null} onClick={() => void updates.choose('restart')}>
          {t('settings.updates.restart')}
        </Button>
      </div>
    </>
  );
}

function stateWords(t: TFunction, state: UpdateState): string {
  switch (state.kind) {
    case 'off':
      return t(`settings.updates.off.${state.why}`);
    case 'waiting':
      return t(`settings.updates.waiting.${waitingKind(state)}`);
    case 'checking':
      return t('settings.updates.checking');
    case 'downloading':
      return t('settings.updates.downloading', state);
    case 'ready':
      return t(`settings.updates.${state.chosen ? 'chosen' : 'ready'}`, state);
    case 'failed':
      return t(`settings.updates.failed.${state.why}`);
  }
}

function waitingKind({ checkedAt, offered }: Extract<UpdateState, { kind: 'waiting' }>) {
  if (checkedAt === null) return 'notYet';
  return offered === null ? 'none' : 'newest';
}
