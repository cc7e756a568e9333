/** Saying that a drink ran out, or is there again: once, however often it is pressed, and with its way back. */
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { setDrinkSupply } from '../../../shared/commands/menu.ts';
import type { LocalRow } from '../../data/database.ts';
import { nameIn } from '../../records/name-in.ts';
import { tellUndone, useRun } from '../../records/use-run.ts';
import { showUndo, whileSaving } from '../../ui/notices.ts';

/** A second press within this time is a slip of the finger, not a change of mind. */
const slipMs = 500;

/** @param at when it was pressed, ms of the page */
type SetSupply = (drink: LocalRow<'menuItem'>, available: boolean, at: number) => Promise<void>;

export function useDrinkSupply(): SetSupply {
  const { t, i18n } = useTranslation();
  const run = useRun();
  const pressedAt = useRef(new Map<string, number>());
  return useMemo(() => {
    return async (drink, available, at) => {
      const menuItemId = drink.id;
      const before = pressedAt.current.get(menuItemId) ?? -Infinity;
      pressedAt.current.set(menuItemId, at);
      if (at - before < slipMs) return;
      await whileSaving(async () => {
        const done = await run(setDrinkSupply, { menuItemId, available });
        if (!done?.isNews) return;
        const name = nameIn(i18n.language, drink);
        const text = t(available ? 'menu.done.there' : 'menu.done.out', { drink: name });
        showUndo(text, () => {
          const undo = { menuItemId, available: !available, ifStill: available };
          void run(setDrinkSupply, undo).then((undone) =>
            tellUndone(undone, t('reception.done.colleagueKept', { name })),
          );
        });
      });
    };
  }, [i18n.language, run, t]);
}
