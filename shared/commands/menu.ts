/** The menu of free drinks (赠饮): what the bar has at the moment, and the list as the site arranges it. */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { menuItem, type MenuItem } from '../entities/site.ts';
import { arranged, places, stillOwn, written } from './arranging.ts';
import { defineCommand } from './define.ts';

export const drinkInput = menuItem.schema.pick({ name: true, nameEn: true, kind: true, ingredients: true });

/**
 * That the bar has a drink, or has it no more. Nothing where it says so already: who says it twice, or as a second
 * one, says nothing new. Output: whether it did, and (`isWhole`) whether an undo found it as it was left. Fails with
 * `row_missing`.
 */
export const setDrinkSupply = defineCommand({
  name: 'setDrinkSupply',
  version: 1,
  input: z.object({
    menuItemId: id(),
    available: z.boolean(),
    /** Of an undo: only where it still says this. */
    ifStill: z.boolean().optional(),
  }),
  permission: 'reception.use',
  reads: ({ menuItemId }) => [{ entity: 'menuItem', id: menuItemId }],
  plan({ menuItemId, available, ifStill }, context) {
    const before = context.row('menuItem', menuItemId);
    if (!before) return { code: 'row_missing' };
    const stands = before.available !== false;
    const isWhole = ifStill === undefined || ifStill === stands;
    const isNews = isWhole && stands !== available;
    const patch = { entity: 'menuItem', id: menuItemId, op: 'update', set: { available } } as const;
    return { ...written('setDrinkSupply', isNews ? [patch] : [], isWhole), output: { isNews, isWhole } };
  },
});

/** A new drink, behind those that are there, and there at once. Output: its id. */
export const addDrink = defineCommand({
  name: 'addDrink',
  version: 1,
  input: menuItem.schema.omit({ available: true, outOfUse: true }),
  permission: 'floor.edit',
  reads: () => [],
  plan(fields, context) {
    const menuItemId = context.newId();
    const set = { ...fields, available: true, outOfUse: false };
    const patch = { entity: 'menuItem', id: menuItemId, op: 'create', set } as const;
    return { changes: [{ name: 'addDrink', version: 1, patches: [patch] }], output: { menuItemId } };
  },
});

const drinkEdit = menuItem.schema.omit({ available: true, position: true }).partial();

/** A drink's names, kind and ingredients, and whether it is on the menu. Fails with `row_missing`. */
export const editDrink = defineCommand({
  name: 'editDrink',
  version: 1,
  input: z.object({
    menuItemId: id(),
    set: drinkEdit,
    /** Of an undo: only fields that still say this are set. */
    ifStill: drinkEdit.optional(),
  }),
  permission: 'floor.edit',
  reads: ({ menuItemId }) => [{ entity: 'menuItem', id: menuItemId }],
  plan({ menuItemId, set, ifStill = {} }, context) {
    const before = context.row('menuItem', menuItemId);
    if (!before) return { code: 'row_missing' };
    const own = stillOwn<MenuItem>(before, set as Partial<MenuItem>, ifStill as Partial<MenuItem>);
    const patch = { entity: 'menuItem', id: menuItemId, op: 'update', set: own.set } as const;
    return written('editDrink', [patch], own.isWhole);
  },
});

/** Puts the drinks in another order, all in one change. Fails with `row_missing`. */
export const arrangeMenu = defineCommand({
  name: 'arrangeMenu',
  version: 1,
  input: z.object({
    places,
    /** Of an undo: only what still stands here is moved. */
    ifStill: places.optional(),
  }),
  permission: 'floor.edit',
  reads: (input) => input.places.map((place) => ({ entity: 'menuItem', id: place.id })),
  plan: (input, context) => arranged('arrangeMenu', { entity: 'menuItem', ...input }, context),
});
