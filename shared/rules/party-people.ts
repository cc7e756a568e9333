/** How many a party is, and how many of them are children (其中儿童). */
import type { Visit } from '../entities/visit.ts';

type Counted = Pick<Visit, 'partySize' | 'children'>;

/** Never more than the party: two desks may each have changed one of the two numbers. */
export function childrenOf({ partySize, children }: Counted): number {
  return Math.min(children ?? 0, partySize ?? 1);
}

export interface People {
  readonly people: number;
  /** Of these. */
  readonly children: number;
}

/**
 * With who joined them, and who had joined those: added up where it is read, so that parties that two desks apart let
 * join one all count. Whose people an earlier version had added to the other number counts there already.
 */
export function peopleWith(
  visit: Counted,
  joined: readonly (Counted & { readonly keepsPeople?: boolean | null })[] = [],
): People {
  const all = [visit, ...joined.filter(({ keepsPeople }) => keepsPeople === true)];
  return {
    people: all.reduce((sum, { partySize }) => sum + (partySize ?? 1), 0),
    children: all.reduce((sum, one) => sum + childrenOf(one), 0),
  };
}
