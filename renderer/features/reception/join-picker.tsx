/** Which party the people of this one go over to (并到): by tap, by arrows and Enter. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { partyTitle, seatName } from './names.ts';
import { useChoices } from './pickers.tsx';
import type { Floor, Party } from './use-floor.ts';
import classes from './pickers.module.css';

interface Props {
  readonly floor: Floor;
  readonly party: Party;
  readonly onPick: (target: Party) => void;
  readonly onBack: () => void;
}

export function JoinPicker({ floor, party, onPick, onBack }: Props) {
  const { t, i18n } = useTranslation();
  const choices = useChoices();
  const others = floor.parties.filter(({ visit }) => visit.id !== party.visit.id);
  return (
    <section className={classes.picker} aria-label={t('visits.join.title')}>
      <h3>{t('visits.join.title')}</h3>
      <div className={classes.pickerScroll}>
        <div className={classes.choices} ref={choices}>
          {others.map((other) => (
            <button key={other.visit.id} type="button" onClick={() => onPick(other)}>
              <span>{partyTitle(t, other)}</span>
              <small>
                {other.seat ? seatName(floor, i18n.language, other.seat) : t('reception.checkIn.noSeat')}
              </small>
            </button>
          ))}
        </div>
      </div>
      <p className={classes.pickerHint}>
        {others.length === 0 ? t('visits.join.none') : t('visits.join.hint')}
      </p>
      <Button variant="default" size="md" onClick={onBack}>
        {t('common.cancel')}
      </Button>
    </section>
  );
}
