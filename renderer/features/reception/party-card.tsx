import { VisuallyHidden } from '@mantine/core';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { isOvernight } from '../../../shared/rules/business-day.ts';
import { refillState } from '../../../shared/rules/refill.ts';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { useMoment } from '../../records/use-moment.ts';
import { drinkName, partyTitle, stayWords } from './names.ts';
import classes from './reception.module.css';
import { RefillRing } from './refill-ring.tsx';
import { useClock } from './use-clock.ts';
import type { Floor, Party } from './use-floor.ts';

interface Props {
  readonly party: Party;
  readonly floor: Floor;
  readonly isChosen: boolean;
  /** An edit of this desk, or of who is signed in, lost against another. */
  readonly isOverruled: boolean;
  /** UTC ms, whole minutes are enough. */
  readonly now: number;
  readonly refillMinutes: number;
  readonly businessDay: string;
  readonly onChoose: (visitId: string) => void;
  readonly onRefill: (party: Party) => void;
}

/** One party: who, where, how long, what they drink, and the ring that refills with one tap. */
export const PartyCard = memo(function PartyCard(props: Props) {
  const { party, floor, isChosen, now, businessDay, onChoose } = props;
  const { t, i18n } = useTranslation();
  const moment = useMoment();
  const { visit, lastServing, seat } = party;
  const guests = visit.partySize ?? 1;
  const isOld = isOvernight(visit, businessDay);
  const stay = isOld ? moment(visit.arrivedAt, now) : stayWords(t, now - visit.arrivedAt);
  const drink = lastServing ? drinkName(floor, i18n.language, lastServing.menuItemId) : '';
  const { avoids } = usePreferenceWords(floor.menu);
  const against = [...new Set(party.avoids.map(avoids))].join(' · ');
  const workshop = visit.workshopNote && t('reception.floor.workshop', { note: visit.workshopNote });
  const notes = [workshop, visit.note].filter(Boolean).join(' · ');
  return (
    <article
      className={classes.card}
      data-chosen={isChosen || undefined}
      data-overnight={isOld || undefined}
      aria-label={party.name}
    >
      <button
        type="button"
        className={classes.cardBody}
        aria-pressed={isChosen}
        data-visit={visit.id}
        onClick={() => onChoose(visit.id)}
      >
        <b className={classes.cardTitle} title={partyTitle(t, party)}>
          <span>{party.name}</span>{' '}
          {guests > 1 && <span>{t('reception.floor.guests', { count: guests })}</span>}
        </b>
        <span className={classes.cardStay}>
          {seat?.name ?? t('reception.checkIn.noSeat')} · {stay}
        </span>
        {lastServing ? (
          <span className={classes.cardDrink}>
            {drink} ×{lastServing.quantity}
          </span>
        ) : (
          <span className={isOld ? undefined : classes.notServed}>{t('reception.floor.notServed')}</span>
        )}
        {against && (
          <span className={classes.cardAvoids} title={against}>
            {against}
          </span>
        )}
        {notes && (
          <span className={classes.cardNote} title={notes}>
            {notes}
          </span>
        )}
        <span className={classes.cardChips}>
          <CardChips {...props} />
        </span>
      </button>
      {!isOld && <CardRing {...props} drink={drink} />}
    </article>
  );
});

function CardRing({ party, now, refillMinutes, onRefill, drink }: Props & { readonly drink: string }) {
  const { t } = useTranslation();
  const { visit, lastServing } = party;
  const state = refillState(lastServing?.servedAt ?? null, now, refillMinutes);
  return (
    <button
      type="button"
      className={classes.cardRing}
      disabled={!lastServing}
      onClick={() => onRefill(party)}
    >
      {lastServing && (
        <VisuallyHidden>{t('reception.floor.refill', { name: party.name, drink })}</VisuallyHidden>
      )}
      <RefillRing state={state} stay={now - visit.arrivedAt} />
    </button>
  );
}

/** In order of weight: what does not fit wraps out of sight. */
function CardChips({ party, floor, businessDay, now, isOverruled }: Props) {
  const { t } = useTranslation();
  const clock = useClock();
  const { visit } = party;
  const ready = visit.expectedReadyAt;
  const isOld = isOvernight(visit, businessDay);
  const lateBy = ready === null ? 0 : Math.floor((now - ready) / 60_000);
  // The word for a guest without a name says it already.
  const isNamed = !party.name.startsWith(t('reception.checkIn.anonymousName'));
  const isAnonymous = visit.guestCardId === null && isNamed;
  const isTwice =
    visit.guestCardId !== null &&
    floor.parties.filter((other) => other.visit.guestCardId === visit.guestCardId).length > 1;
  return (
    <>
      {isOld && (
        <span className={classes.chip} data-tone="bad">
          {t('reception.floor.overnight')}
        </span>
      )}
      {isTwice && (
        <span className={classes.chip} data-tone="bad">
          {t('reception.floor.twice')}
        </span>
      )}
      {ready !== null && !isOld && (
        <span className={classes.chip} data-tone={lateBy > 0 ? 'bad' : 'warn'}>
          {readyWords(t, { time: clock(ready), lateBy, minutes: Math.ceil((ready - now) / 60_000) })}
        </span>
      )}
      {isOverruled && (
        <span className={classes.chip} data-tone="warn">
          {t('records.conflict.overruled')}
        </span>
      )}
      <span className={classes.chip}>{t(`reception.purposes.${visit.purpose}`)}</span>
      {isAnonymous && <span className={classes.chip}>{t('reception.floor.anonymous')}</span>}
    </>
  );
}

/** From this many minutes on, what is left counts more than what the clock says. */
const countedDown = 60;

interface ReadyTimes {
  readonly time: string;
  readonly lateBy: number;
  /** Until the car is ready. */
  readonly minutes: number;
}

function readyWords(t: TFunction, { time, lateBy, minutes }: ReadyTimes): string {
  if (lateBy > 0) return t('reception.floor.readyLate', { time, count: lateBy });
  if (minutes <= 0) return t('reception.today.ready.now');
  if (minutes > countedDown) return t('reception.floor.ready', { time });
  return t('reception.floor.readyIn', { time, count: minutes });
}
