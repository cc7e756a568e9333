import { useTranslation } from 'react-i18next';
import { birthdayNear } from '../../../shared/rules/birthday.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { drinkName, placesOf } from './names.ts';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import chips from '../../ui/chips.module.css';

const flagTones = { openCase: 'bad', wrongNumber: 'warn', maintenanceDue: 'warn', voucher: 'ok' } as const;
type KnownFlag = keyof typeof flagTones;

const isKnownFlag = (flag: string): flag is KnownFlag => Object.hasOwn(flagTones, flag);

/** Where the guest is; two cards of one guest want a word in any place, that of the party itself included. */
function HereChip({ facts, floor }: { readonly facts: GuestFacts; readonly floor: Floor }) {
  const { t } = useTranslation();
  const here = floor.parties.filter(({ visit, joined }) =>
    [visit, ...joined.map((one) => one.visit)].some(({ guestCardId }) => guestCardId === facts.card.id),
  );
  if (here.length > 1)
    return (
      <span className={chips.chip} data-tone="bad">
        {t('reception.hereTwice', { places: placesOf(t, here) })}
      </span>
    );
  if (facts.openVisitId === null || here.length === 0) return null;
  return (
    <span className={chips.chip} data-tone="ok">
      {t('reception.hereAt', { place: placesOf(t, here) })}
    </span>
  );
}

/** What must not be offered, what is usual, what to say. */
export function GuestChips({ facts, floor }: { readonly facts: GuestFacts; readonly floor: Floor }) {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const { card, usual, preferences } = facts;
  const { avoids } = usePreferenceWords(floor.menu);
  // Two desks apart may each have recorded it.
  const against = new Set(preferences.filter(({ kind }) => kind === 'avoid').map(avoids));
  const birthday = birthdayNear(card.birthMonthDay, desk.businessDay());
  return (
    <>
      {[...against].map((words) => (
        <span key={words} className={chips.chip} data-tone="bad">
          {words}
        </span>
      ))}
      {usual && (
        <span className={chips.chip} data-tone="accent">
          {t('reception.usualTimes', {
            drink: drinkName(floor, i18n.language, usual.menuItemId),
            times: usual.times,
            visits: usual.visits,
          })}
        </span>
      )}
      {birthday && (
        <span className={chips.chip} data-tone="warn">
          {t(`reception.birthday.${birthday}`)}
        </span>
      )}
      {card.flags.filter(isKnownFlag).map((flag) => (
        <span key={flag} className={chips.chip} data-tone={flagTones[flag]}>
          {t(`reception.flags.${flag}`)}
        </span>
      ))}
      <HereChip facts={facts} floor={floor} />
    </>
  );
}
