import type { TFunction } from 'i18next';

/** `3`; `3 童1` where some are children. */
export function peopleWords(t: TFunction, people: number, children: number): string {
  return children === 0 ? String(people) : t('visits.peopleCell', { people, count: children });
}
