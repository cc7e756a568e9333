import { VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { refillState } from '../../../shared/rules/refill.ts';
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
  const { party, floor, isChosen, now, refillMinutes, onChoose, onRefill } = props;
  const { t, i18n } = useTranslation();
  const { visit, lastServing, seat } = party;
  const state = refillState(lastServing?.servedAt ?? null, now, refillMinutes);
  const stay = stayWords(t, now - visit.arrivedAt);
  const drink = lastServing ? drinkName(floor, i18n.language, lastServing.menuItemId) : '';
  return (
    <article className={classes.card} data-chosen={isChosen || undefined} aria-label={party.name}>
      <button
        type="button"
        className={classes.cardBody}
        aria-pressed={isChosen}
        data-visit={visit.id}
        onClick={() => onChoose(visit.id)}
      >
        <b>{partyTitle(t, party)}</b>
        <span>
          {seat?.name ?? t('reception.checkIn.noSeat')} · {stay}
        </span>
        <span>{lastServing ? `${drink} ×${lastServing.quantity}` : ''}</span>
        <span className={classes.cardChips}>
          <CardChips {...props} />
        </span>
      </button>
      <button
        type="button"
        className={classes.cardRing}
        disabled={!lastServing}
        onClick={() => onRefill(party)}
      >
        {lastServing && (
          <VisuallyHidden>{t('reception.floor.refill', { name: party.name, drink })}</VisuallyHidden>
        )}
        <RefillRing state={state} />
      </button>
    </article>
  );
});

function CardChips({ party, businessDay, isOverruled }: Props) {
  const { t } = useTranslation();
  const clock = useClock();
  const { visit, lastServing } = party;
  const ready = visit.expectedReadyAt;
  return (
    <>
      {visit.businessDay < businessDay && (
        <span className={classes.chip} data-tone="bad">
          {t('reception.floor.overnight')}
        </span>
      )}
      {ready !== null && (
        <span className={classes.chip} data-tone="warn">
          {t('reception.floor.ready', { time: clock(ready) })}
        </span>
      )}
      {isOverruled && (
        <span className={classes.chip} data-tone="warn">
          {t('records.conflict.overruled')}
        </span>
      )}
      <span className={classes.chip}>{t(`reception.purposes.${visit.purpose}`)}</span>
      {!lastServing && <span className={classes.chip}>{t('reception.floor.notServed')}</span>}
      {visit.guestCardId === null && <span className={classes.chip}>{t('reception.floor.anonymous')}</span>}
      {visit.note && <span className={classes.cardNote}>{visit.note}</span>}
    </>
  );
}
