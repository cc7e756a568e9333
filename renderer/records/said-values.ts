/** What the form of a preference holds, between the row and the screen. */
import type { PreferenceSaid } from '../../shared/commands/preference.ts';
import {
  offeredTerms,
  readDetail,
  writeDetail,
  type PreferenceTerm,
} from '../../shared/rules/preference-terms.ts';

export interface SaidValues {
  readonly kind: PreferenceSaid['kind'];
  readonly menuItemId: string | null;
  readonly terms: readonly PreferenceTerm[];
  /** The guest's own words, as typed. */
  readonly rest: string;
}

export const nothingSaid: SaidValues = { kind: 'beverage', menuItemId: null, terms: [], rest: '' };

export function toSaidValues({ kind, menuItemId, detail }: PreferenceSaid): SaidValues {
  return { kind, menuItemId, ...readDetail(detail) };
}

/** Words that were typed and are among the known ones become those. */
export function toSaid({ kind, menuItemId, terms, rest }: SaidValues): PreferenceSaid {
  const typed = readDetail(rest);
  const all = { terms: [...new Set([...terms, ...typed.terms])], rest: typed.rest };
  return { kind, menuItemId, detail: writeDetail(all) };
}

/** Another kind has its own words; what was typed stays, and so does what it has too. */
export function withKind(values: SaidValues, kind: SaidValues['kind']): SaidValues {
  const offered = offeredTerms[kind].flatMap(({ terms }) => terms);
  return {
    ...values,
    kind,
    menuItemId: kind === 'leisure' ? null : values.menuItemId,
    terms: values.terms.filter((term) => offered.includes(term)),
  };
}
