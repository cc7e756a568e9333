import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { LocalRow } from '../data/database.ts';
import { languages } from '../i18n/index.ts';

export type NameOf = (
  visit: Pick<LocalRow<'visit'>, 'partyName'>,
  guestCard: Pick<LocalRow<'guestCard'>, 'name'> | null,
  seat: Pick<LocalRow<'seat'>, 'name'> | null,
) => string;

/** What a party is called: several guests without a name are told apart by their seat, `来宾 A5`. */
export function useGuestName(): NameOf {
  const { t, i18n } = useTranslation();
  return useCallback(
    (visit, guestCard, seat) => {
      const name = visit.partyName || guestCard?.name;
      // The form writes the word itself into the row, in the language it was shown in.
      const isNameless =
        !name ||
        (!guestCard &&
          languages.some((one) => name === i18n.getFixedT(one)('reception.checkIn.anonymousName')));
      if (!isNameless) return name;
      return [t('reception.checkIn.anonymousName'), seat?.name ?? ''].join(' ').trim();
    },
    [t, i18n],
  );
}
