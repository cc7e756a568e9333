/** Which station receives and writes which scope. */
import type { Scope } from './scopes.ts';

export const stations = ['bar', 'callback', 'office', 'finance', 'department'] as const;
export type Station = (typeof stations)[number];

type ScopeAccess = 'full' | 'createOnly';

/** Own cases of a department come with the case desk; until then a department holds `site` alone. */
export const scopeAccess: Readonly<Record<Station, Partial<Record<Scope, ScopeAccess>>>> = {
  bar: { site: 'full', front: 'full', people: 'createOnly' },
  callback: { site: 'full', front: 'full', people: 'full', care: 'full' },
  office: { site: 'full', front: 'full', people: 'full', care: 'full', private: 'full', money: 'full' },
  finance: { site: 'full', money: 'full' },
  department: { site: 'full' },
};

/** Where rows may be erased: who does it answers for it, and a desk in the lounge stands open (R9.7). */
export const erasingStation: Station = 'office';

/** The scopes a station receives, in the order of the scope list. */
export function receivedScopes(station: Station): Scope[] {
  return Object.entries(scopeAccess[station])
    .filter(([, access]) => access === 'full')
    .map(([scope]) => scope as Scope);
}
