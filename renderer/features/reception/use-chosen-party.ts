import { useState } from 'react';
import type { DeskDatabase } from '../../data/database.ts';
import { useLiveOf } from '../../data/use-live-of.ts';
import type { Floor, Party } from './use-floor.ts';

interface Chosen {
  /** Null where it is not in the house, unless it is held. */
  readonly party: Party | null;
  /** It is in the house, and not drawn on the floor yet: what is pressed meanwhile is meant for nobody else. */
  readonly isComing: boolean;
  /** Keeps a party on the screen after it has left, while a form on it is open; null lets it go. */
  readonly hold: (party: Party | null) => void;
}

/** The party of the address. */
export function useChosenParty(floor: Floor, visitId: string | null): Chosen {
  const [held, hold] = useState<Party | null>(null);
  // Null where there is none, undefined until that is known.
  const visit = useLiveOf(visitId, readVisit);
  const here = floor.parties.find((party) => party.visit.id === visitId) ?? null;
  const isHeld = here === null && held?.visit.id === visitId;
  const isOver =
    visit !== undefined && (visit === null || visit.leftAt !== null || visit.cancelledAt !== null);
  const isComing = visitId !== null && here === null && !isHeld && !isOver;
  if (!isHeld) return { party: here, isComing, hold };
  return { party: { ...held, visit: visit ?? held.visit }, isComing, hold };
}

const readVisit = (db: DeskDatabase, id: string) => db.visit.get(id).then((row) => row ?? null);
