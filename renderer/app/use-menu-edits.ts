/** What can be done with the drinks of the menu, each with its word and its way back. */
import { useMemo } from 'react';
import { addDrink, arrangeMenu, editDrink } from '../../shared/commands/menu.ts';
import type { MenuItem } from '../../shared/entities/site.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import type { DeskDatabase, LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { eachWhileSaving } from '../ui/notices.ts';
import {
  asBefore,
  inTurn,
  stepOf,
  takenBack,
  tell,
  useEditTools,
  type Done,
  type EditTools,
} from './use-edit-tools.ts';

type Drink = LocalRow<'menuItem'>;
export type DrinkEdit = Pick<MenuItem, 'name' | 'nameEn' | 'kind' | 'ingredients'>;

/** Each resolves to whether it was saved. */
export interface MenuEdits {
  add(set: DrinkEdit, position: number): Promise<boolean>;
  /** @param set what was edited, alone @param version of the row when typing began */
  edit(drink: Drink, set: Partial<DrinkEdit>, version: number): Promise<boolean>;
  /** Off the menu, or back. */
  setOutOfUse(drink: Drink, outOfUse: boolean): Promise<boolean>;
  /** One place earlier (-1) or later (1). */
  step(id: string, by: -1 | 1): Promise<boolean>;
}

/** In order, those out of use too. */
export async function readMenu(db: DeskDatabase): Promise<Drink[]> {
  return (await db.menuItem.toArray()).sort((a, b) => a.position - b.position);
}

export function useMenuEdits(): MenuEdits {
  const { db } = useDesk();
  const tools = useEditTools();
  return useMemo(
    () => eachWhileSaving({ ...editsWith(tools), step: inTurn(stepWith(tools, () => readMenu(db))) }),
    [db, tools],
  );
}

function editsWith(tools: EditTools): Omit<MenuEdits, 'step'> {
  const { run, nameOf } = tools;
  async function edit(row: Drink, set: Partial<MenuItem>, word: Done, seen?: SeenVersions) {
    const menuItemId = row.id;
    if ((await run(editDrink, { menuItemId, set }, seen)) === undefined) return false;
    const undo = { menuItemId, set: asBefore<MenuItem>(row, set), ifStill: set };
    return tell(tools, word, nameOf({ ...row, ...set }), () => run(editDrink, undo));
  }
  return {
    async add(set, position) {
      const done = await run(addDrink, { ...set, position });
      if (done === undefined) return false;
      const { menuItemId } = done;
      return tell(tools, 'added', nameOf(set), () => run(editDrink, { menuItemId, ...takenBack }));
    },
    edit: (row, set, version) => edit(row, set, 'edited', { [row.id]: version }),
    setOutOfUse: (row, outOfUse) => edit(row, { outOfUse }, outOfUse ? 'closed' : 'reopened'),
  };
}

function stepWith(tools: EditTools, menu: () => Promise<Drink[]>): MenuEdits['step'] {
  const { run } = tools;
  return async (id, by) => {
    const step = stepOf(await menu(), id, by);
    if (!step || (await run(arrangeMenu, { places: step.places })) === undefined) return false;
    const undo = { places: step.before, ifStill: step.places };
    return tell(tools, 'moved', tools.nameOf(step.row), () => run(arrangeMenu, undo));
  };
}
