/** Nothing can be kept here: pages and bars that say what happened and what to do. */
import { Button } from '@mantine/core';
import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../data/bridge-context.tsx';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice } from '../data/hooks.ts';
import type { StorageFailure } from '../../shared/sync/device/device-store.ts';
import { useKeys } from '../ui/use-keys.ts';
import { LanguageSwitch } from './language-switch.tsx';
import classes from './pages.module.css';
import frame from './frame.module.css';

type Problem = StorageFailure['code'];

/** What may pass leaves the screens as they stand, with what was typed there. */
const passing: readonly Problem[] = ['storage_full', 'storage_unopened', 'storage_reload'];

export const isForGood = (problem: Problem | null) => problem !== null && !passing.includes(problem);

/** For good: instead of the application. */
export function StorageProblemPage({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation();
  const { journal } = useBridge();
  return (
    <main className={classes.centre}>
      <Box title={t(`frame.storage.${problem}.title`)}>
        <p className={classes.text}>
          {problem === 'storage_lost' && journal
            ? t('frame.storage.lostButJournal')
            : t(`frame.storage.${problem}.text`)}
        </p>
        {problem === 'storage_lost' && <p className={classes.text}>{t('frame.storage.lostDrafts')}</p>}
        <div className={classes.actions}>
          <Reload />
        </div>
      </Box>
    </main>
  );
}

/**
 * The database does not open: over everything, since what stands there can be neither trusted nor saved, but with
 * what was typed below it. A dialog of the browser's own, for it must cover open ones as well.
 */
export function StorageAway() {
  const { t } = useTranslation();
  const { openNow } = useDesk();
  const dialog = useRef<HTMLDialogElement>(null);
  const tryNow = useRef<HTMLButtonElement>(null);
  // Also when it was closed: Escape pressed twice closes even what does not want to be.
  const show = () => {
    if (!dialog.current || dialog.current.open) return;
    dialog.current.showModal();
    tryNow.current?.focus();
  };
  useLayoutEffect(show, []);
  return (
    <dialog
      ref={dialog}
      className={classes.over}
      aria-modal="true"
      aria-label={t('frame.storage.storage_unopened.title')}
      onCancel={(event) => event.preventDefault()}
      onClose={show}
    >
      <Box title={t('frame.storage.storage_unopened.title')}>
        <p>{t('frame.storage.storage_unopened.text')}</p>
        <p>{t('frame.storage.away.goesOn')}</p>
        <p className={classes.text}>{t('frame.storage.away.typed')}</p>
        <Unsent />
        <div className={classes.actions}>
          <Reload variant="default" />
          <Button ref={tryNow} onClick={openNow}>
            {t('frame.storage.away.tryNow')}
          </Button>
        </div>
      </Box>
    </dialog>
  );
}

/** What may be lost, if the worst has happened. */
function Unsent() {
  const { t } = useTranslation();
  const { journal } = useBridge();
  const isAlone = (useDevice()?.aloneSince ?? null) !== null;
  const words = isAlone ? 'unsentAlone' : journal ? 'unsentJournal' : 'unsent';
  return <p className={classes.text}>{t(`frame.storage.away.${words}`)}</p>;
}

function Box({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className={classes.box} role="alert">
      <div className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        <LanguageSwitch />
      </div>
      {children}
    </div>
  );
}

function Reload({ variant = 'filled' }: { readonly variant?: 'filled' | 'default' }) {
  const { t } = useTranslation();
  return (
    <Button variant={variant} onClick={() => window.location.reload()}>
      {t('frame.storage.reload')}
    </Button>
  );
}

/** The database opens again, but not for this page: what was typed can be looked at before it is loaded anew. */
export function StorageReloadBar() {
  const { t } = useTranslation();
  useKeys([{ keys: 'g u', label: t('frame.storage.reload'), run: () => window.location.reload() }]);
  return (
    <div className={frame.alarm} role="alert">
      <span>
        <b>{t('frame.storage.storage_reload.title')}</b> {t('frame.storage.storage_reload.text')}
      </span>
      <Reload />
      <kbd>G</kbd>
      <kbd>U</kbd>
    </div>
  );
}

/** A write failed for want of space: a bar, so that what was typed stays where it is. */
export function StorageFullBar() {
  const { t } = useTranslation();
  return (
    <div className={frame.alarm} role="alert">
      <b>{t('frame.storage.storage_full.title')}</b> {t('frame.storage.storage_full.text')}
    </div>
  );
}
