/** Who the chosen party is, and what is known of them and of this visit. */
import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { guestsWords } from '../../records/guests-words.ts';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { useMoment } from '../../records/use-moment.ts';
import { GuestChips } from './guest-chips.tsx';
import { minutesUntil } from './minutes-until.ts';
import { partyTitle, seatName, stayWords } from './names.ts';
import type { WithFacts } from './party-panel-props.ts';
import classes from './party-panel.module.css';
import frameClasses from './reception.module.css';
import chips from '../../ui/chips.module.css';

export function PartyHead({ party, facts, floor, onClose }: WithFacts) {
  const { t } = useTranslation();
  const cars =
    facts?.vehicles.map(({ model, plate }) => [plate && showPlate(plate), model].filter(Boolean).join(' ')) ??
    [];
  const digits = party.guestCard?.phoneLast4;
  const subtitle = [digits ? t('reception.digits', { digits }) : '', ...cars].filter((part) => part !== '');
  const isAnonymous = party.visit.guestCardId === null;
  return (
    <div>
      <div className={classes.partyTitle}>
        <h2 title={party.name}>{partyTitle(t, party)}</h2>
        <CloseButton aria-label={t('reception.party.close')} onClick={onClose} />
      </div>
      <p className={`${classes.subtitle} ${classes.parts}`}>
        {isAnonymous
          ? t('reception.floor.anonymous')
          : subtitle.map((part) => (
              <span key={part} className={classes.part}>
                {part}
              </span>
            ))}
      </p>
      {facts && (
        <span className={frameClasses.chips}>
          <GuestChips facts={{ ...facts, openVisitId: null }} floor={floor} />
          <Link className={frameClasses.recordLink} to={`/customers/${facts.card.id}`}>
            {t('reception.party.record')} <kbd>C</kbd>
          </Link>
        </span>
      )}
    </div>
  );
}

export function PartyFacts({ party, facts, floor, now }: WithFacts) {
  const { t, i18n } = useTranslation();
  const moment = useMoment();
  const nameOf = useStaffNames();
  const { visit, seat } = party;
  const likes = facts?.preferences.filter(({ kind }) => kind !== 'avoid') ?? [];
  const { words } = usePreferenceWords(floor.menu);
  const likeWords = likes.map(words);
  const arrival = [
    moment(visit.arrivedAt, now),
    stayWords(t, now - visit.arrivedAt),
    visit.receivedBy ? nameOf(visit.receivedBy) : '',
    t(`reception.purposes.${visit.purpose}`),
    party.size.children > 0 ? guestsWords(t, party.size) : '',
  ].filter((part) => part !== '');
  const readyIn = visit.expectedReadyAt === null ? null : minutesUntil(visit.expectedReadyAt, now);
  return (
    <dl className={classes.facts}>
      <dt>{t('reception.party.arrived')}</dt>
      <dd className={classes.parts}>
        {arrival.map((part) => (
          <span key={part} className={classes.part}>
            {part}
          </span>
        ))}
      </dd>
      <dt>{t('reception.party.seat')}</dt>
      <dd>{seat ? seatName(floor, i18n.language, seat) : t('reception.checkIn.noSeat')}</dd>
      {visit.expectedReadyAt !== null && readyIn !== null && (
        <>
          <dt>{t('reception.party.ready')}</dt>
          <dd>
            {moment(visit.expectedReadyAt, now)}{' '}
            <span className={chips.chip} data-tone={readyIn < 0 ? 'bad' : 'warn'}>
              {readyIn < 0
                ? t('reception.party.readyLate', { count: -readyIn })
                : t('reception.party.readyIn', { count: readyIn })}
            </span>
          </dd>
        </>
      )}
      {likeWords.length > 0 && (
        <>
          <dt>{t('reception.party.likes')}</dt>
          <dd>{likeWords.join(t('common.listSeparator'))}</dd>
        </>
      )}
      {(
        [
          ['reception.party.workshop', visit.workshopNote],
          ['reception.party.note', visit.note],
          ['reception.party.guestNote', facts?.card.note],
        ] as const
      ).map(
        ([key, value]) =>
          value && (
            <div key={key} className={classes.factRow}>
              <dt>{t(key)}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
