/** A new version, told where it disturbs nobody; taken by a click or by `g u`, never by itself. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useKeys } from '../ui/use-keys.ts';
import classes from './frame.module.css';
import { updateStore } from './service-worker-registration.ts';

export function UpdateBar() {
  const news = useStore(updateStore, (state) => state.news);
  return news === null ? null : <News key={news} news={news} />;
}

function News({ news }: { readonly news: 'ready' | 'replaced' }) {
  const { t } = useTranslation();
  const [isTaking, setTaking] = useState(false);
  function take() {
    setTaking(true);
    updateStore.getState().apply();
  }
  useKeys([{ keys: 'g u', label: t(`frame.update.${news}.take`), run: take }]);
  return (
    <div className={classes.update} role="status">
      <span>{t(`frame.update.${news}.text`)}</span>
      <Button onClick={take} loading={isTaking}>
        {t(`frame.update.${news}.take`)}
      </Button>
      <kbd>G</kbd>
      <kbd>U</kbd>
    </div>
  );
}
