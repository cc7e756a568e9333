import { useTranslation } from 'react-i18next';
import { usePreferenceWords } from '../../records/preference-words.ts';
import classes from './guest-likes.module.css';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';

interface Props {
  readonly facts: Pick<GuestFacts, 'card' | 'preferences'>;
  readonly floor: Floor;
  /** Of the card, too. */
  readonly withNote?: boolean;
}

/** What was said they like, before anything is poured; what they must not have stands in red elsewhere. */
export function GuestLikes({ facts: { card, preferences }, floor, withNote = false }: Props) {
  const { t } = useTranslation();
  const { words } = usePreferenceWords(floor.menu);
  const likes = [...new Set(preferences.filter(({ kind }) => kind !== 'avoid').map(words))];
  return (
    <>
      {likes.length > 0 && (
        <span className={classes.likes}>
          <b>{t('reception.party.likes')}</b> {likes.join(t('common.listSeparator'))}
        </span>
      )}
      {withNote && card.note && (
        <span className={classes.likes}>
          <b>{t('reception.party.guestNote')}</b> {card.note}
        </span>
      )}
    </>
  );
}
