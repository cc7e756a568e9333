import { Loader } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow, useSyncStatus } from '../data/hooks.ts';
import { errorText } from '../ui/error-words.ts';
import { useBroughtBack } from './brought-back.tsx';
import { EnrolAgain } from './enrol-again.tsx';
import { FrontPage } from './front-page.tsx';
import classes from './pages.module.css';

/** Until the first bootstrap is whole; it goes on by itself after any interruption. */
export function FirstLoadPage({ siteName }: { readonly siteName: string }) {
  const { t } = useTranslation();
  const status = useSyncStatus();
  const loaded = status.loadedRows ?? 0;
  const rate = useRate(loaded);
  const broughtBack = useBroughtBack();
  return (
    <FrontPage role="status" brand={siteName} title={t('signIn.load.title')}>
      <p className={classes.loading}>
        <Loader size="sm" aria-hidden />
        {t('signIn.load.rows', { count: loaded })}
        {rate > 0 && status.problem === null && ` · ${t('signIn.load.rate', { count: rate })}`}
      </p>
      <p className={classes.text}>{t('signIn.load.unknownTotal')}</p>
      {broughtBack && <p className={classes.hint}>{broughtBack}</p>}
      {status.problem !== null && (
        <p className={classes.hint}>
          {errorText(t, status.problem)} {t('signIn.load.offline')}
        </p>
      )}
      <EnrolAgain />
    </FrontPage>
  );
}

/** Rows a second since this page saw the first of them; 0 until that can be told. How many there are, no one says. */
function useRate(rows: number): number {
  const now = useNow(1_000);
  const [first] = useState(() => ({ rows, at: now }));
  const seconds = (now - first.at) / 1000;
  return seconds < 2 ? 0 : Math.round((rows - first.rows) / seconds);
}
