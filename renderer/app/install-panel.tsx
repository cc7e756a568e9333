import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { installStore, installWay } from './install.ts';
import classes from './pages.module.css';

/** Quietly among the settings: a bar over the reception would be in the way of every guest. */
export function InstallPanel() {
  const { t } = useTranslation();
  const state = useStore(installStore);
  if (!state.isBrowser) return null;
  const { userAgent, maxTouchPoints } = navigator;
  const way = installWay(state, { userAgent, maxTouchPoints, isSecure: window.isSecureContext });
  return (
    <section className={classes.panel} aria-labelledby="install-title">
      <h2 id="install-title">{t('settings.install.title')}</h2>
      <div className={classes.head}>
        <p className={classes.text}>{t(`settings.install.${way}`)}</p>
        {state.ask && way === 'ask' && (
          <Button variant="default" onClick={state.ask}>
            {t('settings.install.button')}
          </Button>
        )}
      </div>
    </section>
  );
}
