import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../data/hooks.ts';
import { errorText } from '../ui/error-words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import classes from './pages.module.css';

/** Until the first bootstrap is whole; it goes on by itself after any interruption. */
export function FirstLoadPage({ siteName }: { readonly siteName: string }) {
  const { t } = useTranslation();
  const status = useSyncStatus();
  return (
    <main className={classes.centre}>
      <div className={classes.box} role="status">
        <div className={classes.head}>
          <span className={classes.brand}>{siteName}</span>
          <LanguageSwitch />
        </div>
        <h1 className={classes.title}>{t('signIn.load.title')}</h1>
        <Progress value={100} animated aria-label={t('signIn.load.title')} />
        <p className={classes.text}>{t('signIn.load.rows', { count: status.loadedRows ?? 0 })}</p>
        {status.problem !== null && (
          <p className={classes.hint}>
            {errorText(t, status.problem)} {t('signIn.load.offline')}
          </p>
        )}
      </div>
    </main>
  );
}
