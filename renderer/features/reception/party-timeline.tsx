/** What was served at this visit, the latest first, each with its way back; and when the party came. */
import { useTranslation } from 'react-i18next';
import { useMoment } from '../../records/use-moment.ts';
import { drinkName } from './names.ts';
import type { PartyPanelProps, Task } from './party-panel-props.ts';
import classes from './party-panel.module.css';

/** A check-in of today can still turn out a mistake; what a day was told of stays. */
export const isToday = ({ party, businessDay }: Pick<PartyPanelProps, 'party' | 'businessDay'>) =>
  party.visit.businessDay === businessDay;

interface TimelineProps extends PartyPanelProps {
  readonly onTask: (task: Task) => void;
}

export function PartyTimeline({ onTask, ...props }: TimelineProps) {
  const { party, floor, now, actions } = props;
  const { t, i18n } = useTranslation();
  const moment = useMoment();
  const served = [...party.servings].reverse();
  return (
    <section className={classes.timeline} aria-label={t('reception.party.timeline')}>
      {served.map((serving) => {
        const time = moment(serving.servedAt, now);
        const words = {
          drink: drinkName(floor, i18n.language, serving.menuItemId),
          count: serving.quantity,
        };
        return (
          <div key={serving.id} className={classes.served}>
            <span>
              {time} {t('reception.party.served', words)}
            </span>
            <button
              type="button"
              aria-label={t('reception.party.takeBackOf', { time, ...words })}
              onClick={() => void actions.takeBack(party, serving)}
            >
              {t('reception.party.takeBack')}
            </button>
          </div>
        );
      })}
      <div className={classes.served}>
        <span>
          {moment(party.visit.arrivedAt, now)} {t('reception.party.came')}
        </span>
        {isToday(props) && (
          <button type="button" onClick={() => onTask('cancel')}>
            {t('reception.cancel.button')} <kbd>U</kbd>
          </button>
        )}
      </div>
    </section>
  );
}
