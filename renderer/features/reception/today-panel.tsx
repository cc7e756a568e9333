import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/desk-context.tsx';
import classes from './reception.module.css';

/** The right while nobody is chosen: how the day goes. */
export function TodayPanel() {
  const { t } = useTranslation();
  const desk = useDesk();
  const businessDay = desk.businessDay();
  const today = useLiveQuery(async () => {
    const visits = await desk.db.visit.where('businessDay').equals(businessDay).toArray();
    const counted = visits.filter((visit) => visit.cancelledAt === null);
    const stays = counted.flatMap((visit) => (visit.leftAt === null ? [] : [visit.leftAt - visit.arrivedAt]));
    const total = stays.reduce((sum, stay) => sum + stay, 0);
    return {
      groups: counted.length,
      people: counted.reduce((sum, visit) => sum + (visit.partySize ?? 1), 0),
      stayMinutes: stays.length > 0 ? Math.round(total / stays.length / 60_000) : null,
    };
  }, [desk, businessDay]);
  if (!today) return <aside className={classes.right} aria-label={t('reception.party.region')} />;
  return (
    <aside className={classes.right} aria-label={t('reception.party.region')}>
      <h2 className={classes.todayTitle}>{t('reception.party.today')}</h2>
      <p className={classes.figure}>{t('reception.party.todayGroups', { count: today.groups })}</p>
      <p className={classes.figure}>{t('reception.party.todayPeople', { count: today.people })}</p>
      <p className={classes.figure}>
        {today.stayMinutes === null
          ? t('reception.party.todayNoStay')
          : t('reception.party.todayStay', { minutes: today.stayMinutes })}
      </p>
      <p className={classes.panelHint}>{t('reception.party.none')}</p>
    </aside>
  );
}
