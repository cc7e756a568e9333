/** What was drunk in a period, in words: each drink by its name, and what all cups took. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { inGreaterUnit, usedBy, type Used } from '../../../shared/rules/ingredients.ts';
import type { DrinkCount } from '../../../shared/rules/register/register-entry.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { nameIn } from '../../records/name-in.ts';

export interface DrinkWords {
  name(menuItemId: string | null): string;
  used(drinks: readonly DrinkCount[]): readonly Used[];
  /** `1.2 千克` */
  amount(used: Used): string;
}

/** @returns undefined while the menu is read */
export function useDrinkWords(): DrinkWords | undefined {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { db } = useDesk();
  const menu = useLiveQuery(
    async () => (await db.menuItem.toArray()).toSorted((a, b) => a.position - b.position),
    [db],
  );
  return useMemo(() => {
    if (!menu) return undefined;
    const format = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
    return {
      name(menuItemId) {
        const drink = menu.find(({ id }) => id === menuItemId);
        return drink ? nameIn(language, drink) : t('records.unknown');
      },
      used: (drinks) => usedBy(drinks, menu),
      amount(used) {
        const { amount, unit } = inGreaterUnit(used);
        return `${format.format(amount)} ${unit}`;
      },
    };
  }, [menu, language, t]);
}
