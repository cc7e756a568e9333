/** The page went again and again: shown without the application, which may be what breaks it. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from './language-switch.tsx';
import classes from './pages.module.css';

export function TroublePage({ onGoOn }: { readonly onGoOn: () => void }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('frame.windowTitle');
  }, [t]);
  return (
    <main className={classes.centre}>
      <div className={classes.box} role="alert">
        <div className={classes.head}>
          <h1 className={classes.title}>{t('shell.trouble.title')}</h1>
          <LanguageSwitch />
        </div>
        <p className={classes.text}>{t('shell.trouble.text')}</p>
        <div className={classes.actions}>
          <Button autoFocus onClick={onGoOn}>
            {t('shell.trouble.goOn')}
          </Button>
        </div>
      </div>
    </main>
  );
}
