/** What a guest likes or must not have, in the language of the screen, whichever it was recorded in. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isAllergy, readDetail } from '../../shared/rules/preference-terms.ts';
import type { LocalRow } from '../data/database.ts';
import { nameIn } from './name-in.ts';

export type SaidWords = Pick<LocalRow<'preference'>, 'menuItemId' | 'detail'>;

export interface PreferenceWords {
  /** `绿茶 少糖`: the drink, and what was said of it. */
  words(preference: SaidWords): string;
  /** `忌 咖啡`; an allergy says so by itself, and first: `花生过敏 · 忌 咖啡`. */
  avoids(preference: SaidWords): string;
}

/** @param menu all drinks of the house */
export function usePreferenceWords(menu: readonly LocalRow<'menuItem'>[]): PreferenceWords {
  const { t, i18n } = useTranslation();
  function drinkOf(menuItemId: string | null): string[] {
    const item = menu.find((one) => one.id === menuItemId);
    if (item) return [nameIn(i18n.language, item)];
    return menuItemId === null ? [] : [t('records.unknown')];
  }
  function words({ menuItemId, detail }: SaidWords): string {
    return [...drinkOf(menuItemId), ...(detail ? [detailWords(t, detail)] : [])].join(' ');
  }
  return {
    words,
    avoids(preference) {
      const parts = preference.menuItemId === null ? detailParts(t, preference.detail) : [words(preference)];
      const list = (some: string[]) => some.join(t('common.listSeparator'));
      const allergies = parts.filter(isAllergy);
      const others = parts.filter((part) => !isAllergy(part));
      return [list(allergies), others.length > 0 ? t('reception.avoid', { detail: list(others) }) : '']
        .filter((part) => part !== '')
        .join(' · ');
    },
  };
}

/** `少冰、少糖、靠窗`: the known words in this language, the guest's own as they are. */
export function detailWords(t: TFunction, detail: string): string {
  return detailParts(t, detail).join(t('common.listSeparator'));
}

function detailParts(t: TFunction, detail: string | null): string[] {
  const { terms, rest } = readDetail(detail);
  return [...terms.map((term) => t(`records.preferences.terms.${term}`)), ...(rest === '' ? [] : [rest])];
}
