/** This desk's database was lost, or lacked something, and the journal gave it back: told until a person has read it. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../data/desk-context.tsx';
import { useTimePlace } from '../records/use-time-place.ts';
import { exactTime } from '../ui/time-words.ts';
import frame from './frame.module.css';

export function BroughtBackBar() {
  const { t } = useTranslation();
  const { db } = useDesk();
  const sentence = useBroughtBack();
  if (!sentence) return null;
  return (
    <div className={frame.alarm} role="alert">
      {sentence}
      <Button variant="default" onClick={() => void db.meta.delete('broughtBack')}>
        {t('frame.broughtBack.close')}
      </Button>
    </div>
  );
}

/** The sentence; null where nothing was brought back, or it was read. */
export function useBroughtBack(): string | null {
  const { t } = useTranslation();
  const place = useTimePlace();
  const { db } = useDesk();
  const row = useLiveQuery(() => db.meta.get('broughtBack'), [db]);
  if (row?.key !== 'broughtBack') return null;
  const { isLost, changes: count, damaged, at } = row.value;
  if (!isLost && count === 0) return t('frame.broughtBack.unreadable', { time: exactTime(place, at) });
  const what = isLost
    ? count > 0
      ? t('frame.broughtBack.lost', { time: exactTime(place, at), count })
      : t('frame.broughtBack.lostNothing', { time: exactTime(place, at) })
    : t('frame.broughtBack.some', { count });
  return damaged > 0 ? `${what} ${t('frame.broughtBack.damaged', { count: damaged })}` : what;
}
