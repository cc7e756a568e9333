/** Saying that a drink ran out, or is there again: once, however often it is pressed, and with its way back. */
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { setDrinkSupply } from '../../../shared/commands/menu.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { nameIn } from '../../records/name-in.ts';
import { errorText } from '../../ui/error-words.ts';
import { showDone, showFailure, showUndo, whileSaving } from '../../ui/notices.ts';

/** A second press within this time is a slip of the finger, not a change of mind. */
const slipMs = 500;

/** @param at when it was pressed, ms of the page */
type SetSupply = (drink: LocalRow<'menuItem'>, available: boolean, at: number) => Promise<void>;

export function useDrinkSupply(): SetSupply {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const pressedAt = useRef(new Map<string, number>());
  return useMemo(() => {
    async function run(input: { menuItemId: string; available: boolean; ifStill?: boolean }) {
      const done = await desk.run(setDrinkSupply, input);
      if (!done.ok) showFailure(errorText(t, done.error.code));
      return done.ok ? done.value : null;
    }
    return async (drink, available, at) => {
      const menuItemId = drink.id;
      const before = pressedAt.current.get(menuItemId) ?? -Infinity;
      pressedAt.current.set(menuItemId, at);
      if (at - before < slipMs) return;
      await whileSaving(async () => {
        const done = await run({ menuItemId, available });
        if (!done?.isNews) return;
        const name = nameIn(i18n.language, drink);
        const text = t(available ? 'menu.done.there' : 'menu.done.out', { drink: name });
        showUndo(text, () => {
          void run({ menuItemId, available: !available, ifStill: available }).then((undone) => {
            if (undone?.isWhole === false) showDone(t('reception.done.colleagueKept', { name }));
          });
        });
      });
    };
  }, [desk, i18n.language, t]);
}
