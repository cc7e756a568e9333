import { VisuallyHidden } from '@mantine/core';
import type { TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { isOvernight } from '../../../shared/rules/business-day.ts';
import { awaySince, refillFrom } from '../../../shared/rules/away.ts';
import { refillState } from '../../../shared/rules/refill.ts';
import { childrenWords } from '../../records/guests-words.ts';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { useMoment } from '../../records/use-moment.ts';
import { AwayChip } from './away-chip.tsx';
import { CallChips } from './call-lines.tsx';
import { minutesUntil } from './minutes-until.ts';
import { drinkName, partyTitle, stayWords } from './names.ts';
import turnClasses from './calls.module.css';
import { RefillRing } from './refill-ring.tsx';
import { useClock } from './use-clock.ts';
import type { Floor, Party } from './use-floor.ts';
import classes from './party-card.module.css';
import chips from '../../ui/chips.module.css';

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
  const { people: guests, children } = party.size;
  const isOld = isOvernight(visit, businessDay);
  const stay = isOld ? moment(visit.arrivedAt, now) : stayWords(t, now - visit.arrivedAt);
  const drink = lastServing ? drinkName(floor, i18n.language, lastServing.menuItemId) : '';
  const { avoids } = usePreferenceWords(floor.menu);
  const against = [...new Set(party.avoids.map(avoids))].join(' · ');
  const workshop = visit.workshopNote && t('reception.floor.workshop', { note: visit.workshopNote });
  // A line each: what the workshop says must not push aside what the guest asked for.
  const notes = [workshop, visit.note].flatMap((note) => note || []);
  return (
    <article
      className={`${classes.card} ${turnClasses.card}`}
      data-chosen={isChosen || undefined}
      data-overnight={isOld || undefined}
      data-away={awaySince(visit) !== null || undefined}
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
          {children > 0 && <span>{childrenWords(t, children)}</span>}
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
        {notes.map((note) => (
          <span key={note} className={classes.cardNote} title={note}>
            {note}
          </span>
        ))}
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
  const state = refillState(refillFrom(visit, lastServing?.servedAt ?? null, now), now, refillMinutes);
  return (
    <button
      type="button"
      className={classes.cardRing}
      disabled={!lastServing || awaySince(visit) !== null}
      onClick={() => onRefill(party)}
    >
      {lastServing && (
        <VisuallyHidden>{t('reception.floor.refill', { name: party.name, drink })}</VisuallyHidden>
      )}
      <RefillRing state={state} stay={now - visit.arrivedAt} />
    </button>
  );
}

/** In order of weight. */
function CardChips({ party, floor, businessDay, now, isOverruled }: Props) {
  const { t } = useTranslation();
  const clock = useClock();
  const { visit } = party;
  const ready = visit.expectedReadyAt;
  const isOld = isOvernight(visit, businessDay);
  const minutes = ready === null ? 0 : minutesUntil(ready, now);
  const lateBy = -minutes;
  // The word for a guest without a name says it already.
  const isNamed = !party.name.startsWith(t('reception.checkIn.anonymousName'));
  const isAnonymous = visit.guestCardId === null && isNamed;
  const isTwice =
    visit.guestCardId !== null &&
    floor.parties.filter((other) => other.visit.guestCardId === visit.guestCardId).length > 1;
  return (
    <>
      {isOld && (
        <span className={chips.chip} data-tone="bad">
          {t('reception.floor.overnight')}
        </span>
      )}
      <AwayChip party={party} now={now} />
      {isTwice && (
        <span className={chips.chip} data-tone="bad">
          {t('reception.floor.twice')}
        </span>
      )}
      {ready !== null && !isOld && (
        <span className={chips.chip} data-tone={lateBy > 0 ? 'bad' : 'warn'}>
          {readyWords(t, { time: clock(ready), lateBy, minutes })}
        </span>
      )}
      <CallChips calls={party.calls} now={now} />
      {isOverruled && (
        <span className={chips.chip} data-tone="warn">
          {t('records.conflict.overruled')}
        </span>
      )}
      <span className={chips.chip}>{t(`reception.purposes.${visit.purpose}`)}</span>
      {isAnonymous && <span className={chips.chip}>{t('reception.floor.anonymous')}</span>}
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
