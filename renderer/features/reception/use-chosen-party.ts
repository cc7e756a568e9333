import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useDesk } from '../../data/desk-context.tsx';
import type { Floor, Party } from './use-floor.ts';

interface Chosen {
  /** Null where it is not in the house, unless it is held. */
  readonly party: Party | null;
  /** Keeps a party on the screen after it has left, while a form on it is open; null lets it go. */
  readonly hold: (party: Party | null) => void;
}

/** The party of the address. */
export function useChosenParty(floor: Floor, visitId: string | null): Chosen {
  const { db } = useDesk();
  const [held, hold] = useState<Party | null>(null);
  const visit = useLiveQuery(() => (visitId === null ? undefined : db.visit.get(visitId)), [db, visitId]);
  const here = floor.parties.find((party) => party.visit.id === visitId) ?? null;
  if (here || held?.visit.id !== visitId) return { party: here, hold };
  return { party: { ...held, visit: visit?.id === visitId ? visit : held.visit }, hold };
}
