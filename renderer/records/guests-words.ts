import type { TFunction } from 'i18next';
import type { People } from '../../shared/rules/party-people.ts';

/** `3 人`; `3 人，儿童 1` where some are children. */
export function guestsWords(t: TFunction, { people, children }: People): string {
  const all = t('common.people', { count: people });
  return children === 0 ? all : t('visits.peopleWith', { people: all, children: childrenWords(t, children) });
}

/** `儿童 1` */
export function childrenWords(t: TFunction, count: number): string {
  return t('visits.children', { count });
}
