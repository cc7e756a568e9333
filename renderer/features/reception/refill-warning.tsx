/** What a tap on “refill” would hand over, and what speaks against it. */
import { useTranslation } from 'react-i18next';
import { avoidedAs } from '../../../shared/rules/avoids.ts';
import { drinkInstead, isOffered } from '../../../shared/rules/drink-instead.ts';
import type { LocalRow } from '../../data/database.ts';
import { nameIn } from '../../records/name-in.ts';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { insteadWords } from './instead-words.ts';
import type { Floor, Party } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import classes from './warnings.module.css';

interface Props {
  readonly party: Party;
  readonly floor: Floor;
  readonly facts: GuestFacts | undefined;
}

/** What a refill would be; undefined where nothing was served yet, or the bar has it no more. */
export function refilled({ party, floor }: Pick<Props, 'party' | 'floor'>) {
  return floor.menu.find((item) => item.id === party.lastServing?.menuItemId && isOffered(item));
}

/** Of the guest, and what those who joined must not have. */
export function preferencesOf(
  { avoids }: Pick<Party, 'avoids'>,
  facts: GuestFacts | undefined,
): readonly LocalRow<'preference'>[] {
  const own = facts?.preferences ?? [];
  return [...own, ...avoids.filter(({ id }) => own.every((one) => one.id !== id))];
}

/** A refill is one tap: what speaks against that drink stands beside it. */
export function RefillWarning({ party, facts, floor }: Props) {
  const { t, i18n } = useTranslation();
  const { avoids } = usePreferenceWords(floor.menu);
  const { usuals = [] } = facts ?? {};
  const preferences = preferencesOf(party, facts);
  const instead = drinkInstead(floor.menu, party.lastServing?.menuItemId, { usuals, preferences });
  if (instead) return <p className={classes.warning}>{insteadWords(t, i18n.language, 'drink', instead)}</p>;
  const drink = refilled({ party, floor });
  const against = drink ? avoidedAs(preferences, drink, floor.menu) : null;
  if (!drink || against === null) return null;
  return (
    <p className={classes.warning} data-tone="bad">
      {t('reception.checkIn.avoidedWarning', {
        drink: nameIn(i18n.language, drink),
        avoids: avoids(against),
      })}
    </p>
  );
}
