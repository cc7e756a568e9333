import type { TFunction } from 'i18next';
import type { drinkInstead } from '../../../shared/rules/drink-instead.ts';
import type { LocalRow } from '../../data/database.ts';
import { nameIn } from '../../records/name-in.ts';

type Instead = NonNullable<ReturnType<typeof drinkInstead<LocalRow<'menuItem'>>>>;

/** @param as what is not there: the guest's usual drink, or one that was asked for or served before */
export function insteadWords(
  t: TFunction,
  language: string,
  as: 'usual' | 'drink',
  { wanted, drink }: Pick<Instead, 'wanted' | 'drink'>,
): string {
  const words = { wanted: nameIn(language, wanted) };
  return drink
    ? t(`menu.instead.${as}`, { ...words, drink: nameIn(language, drink) })
    : t(`menu.instead.${as}None`, words);
}
