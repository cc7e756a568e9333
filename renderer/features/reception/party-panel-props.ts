import type { Floor, Party } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import type { PartyActions } from './use-party-actions.ts';
import type { TurnActions } from './use-turn-actions.ts';

export interface PartyPanelProps {
  readonly party: Party;
  readonly floor: Floor;
  readonly now: number;
  readonly businessDay: string;
  readonly actions: PartyActions;
  readonly turns: TurnActions;
  /** Keeps the panel open should the party leave; null lets it go. */
  readonly hold: (party: Party | null) => void;
  readonly onClose: () => void;
}

/** What is known of the party's guest; undefined of an anonymous one, and while it loads. */
export interface WithFacts extends PartyPanelProps {
  readonly facts: GuestFacts | undefined;
}

/** What is being done in place of the facts. */
export type Task = 'drink' | 'seat' | 'edit' | 'leave' | 'preferences' | 'call' | 'join' | 'cancel' | null;
