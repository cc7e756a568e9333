import type { TFunction } from 'i18next';
import { awaySince } from '../../../shared/rules/away.ts';
import { longestAwaited } from '../../../shared/rules/staff-calls.ts';
import type { KeyBinding } from '../../ui/use-keys.ts';
import type { Task } from './party-panel-props.ts';
import type { Party } from './use-floor.ts';
import type { TurnActions } from './use-turn-actions.ts';

interface Given {
  readonly party: Party;
  readonly turns: TurnActions;
}

/** Keys of the chosen party beside those of drinks, seats and leaving. */
export function turnKeys(t: TFunction, { party, turns }: Given, begin: (task: Task) => void): KeyBinding[] {
  const isAway = awaySince(party.visit) !== null;
  const awaited = longestAwaited(party.calls);
  return [
    isAway
      ? { keys: 'l', label: t('visits.keys.back'), run: () => void turns.comeBack(party) }
      : { keys: 'l', label: t('visits.keys.out'), run: () => void turns.stepOut(party) },
    { keys: 'j', label: t('visits.keys.join'), run: () => begin('join') },
    { keys: 'a', label: t('visits.keys.call'), run: () => begin('call') },
    ...(awaited
      ? [{ keys: 'y', label: t('visits.keys.came'), run: () => void turns.came(party, awaited.call) }]
      : []),
  ];
}
