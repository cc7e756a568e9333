/** While what was written alone is put on its way: nothing else is written, for some seconds; cut off, it goes on. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/desk-context.tsx';
import { FrontPage } from '../front-page.tsx';
import classes from '../pages.module.css';
import { GiveUpJoining } from './give-up-joining.tsx';
import { TimeLeft } from './time-left.tsx';

interface Props {
  readonly done: number;
  readonly total: number;
}

export function JoiningPage({ done, total }: Props) {
  const { t } = useTranslation();
  useBringing();
  return (
    <FrontPage title={t('alone.join.bringing')}>
      <TimeLeft label={t('alone.join.bringing')} left={Math.max(0, total - done)} total={total} />
      <p className={classes.text}>{t('alone.join.bringingText')}</p>
      <GiveUpJoining />
    </FrontPage>
  );
}

const againMs = 2_000;

/** Each window tries; a disk that is full now may not be so later. */
function useBringing(): void {
  const { alone } = useDesk();
  useEffect(() => {
    const leaving = new AbortController();
    const bring = () => void alone.bringRows(leaving.signal).catch(() => undefined);
    bring();
    const timer = setInterval(bring, againMs);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [alone]);
}
