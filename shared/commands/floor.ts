/** The house as the site arranges it: areas in walking order, and their seats. */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { area, seat, type Area, type Seat } from '../entities/site.ts';
import { arranged, places, stillOwn, written } from './arranging.ts';
import { defineCommand, type CommandContext, type RowQuery } from './define.ts';

export const areaInput = area.schema.pick({ name: true, nameEn: true });
export const seatInput = seat.schema.pick({ areaId: true, name: true, capacity: true });

/** A new area, behind those that are there. Output: its id. */
export const addArea = defineCommand({
  name: 'addArea',
  version: 1,
  input: area.schema.omit({ outOfUse: true }),
  permission: 'floor.edit',
  reads: () => [],
  plan(set, context) {
    const areaId = context.newId();
    const patch = { entity: 'area', id: areaId, op: 'create', set: { ...set, outOfUse: false } } as const;
    return { changes: [{ name: 'addArea', version: 1, patches: [patch] }], output: { areaId } };
  },
});

/** A new seat of an area. Output: its id. Fails with `row_missing`. */
export const addSeat = defineCommand({
  name: 'addSeat',
  version: 1,
  input: seat.schema.omit({ outOfUse: true }),
  permission: 'floor.edit',
  reads: ({ areaId }) => [{ entity: 'area', id: areaId }],
  plan(set, context) {
    if (!context.row('area', set.areaId)) return { code: 'row_missing' };
    const seatId = context.newId();
    const patch = { entity: 'seat', id: seatId, op: 'create', set: { ...set, outOfUse: false } } as const;
    return { changes: [{ name: 'addSeat', version: 1, patches: [patch] }], output: { seatId } };
  },
});

/** Parties that are in the house: who sits there keeps a seat in use. */
const whoIsHere: RowQuery = { entity: 'visit', index: 'isOpen', value: 1 };

function isTaken(seatIds: readonly string[], context: CommandContext): boolean {
  return context.found('visit').some(({ seatId }) => seatId !== null && seatIds.includes(seatId));
}

const areaEdit = area.schema.omit({ position: true }).partial();

/**
 * Name of an area, and whether it is in use. Fails with `row_missing`; with `seat_taken` where it would go out of use
 * under a party that sits there.
 */
export const editArea = defineCommand({
  name: 'editArea',
  version: 1,
  input: z.object({
    areaId: id(),
    set: areaEdit,
    /** Of an undo: only fields that still say this are set. */
    ifStill: areaEdit.optional(),
  }),
  permission: 'floor.edit',
  reads: ({ areaId }) => [{ entity: 'area', id: areaId }],
  finds: ({ areaId }) => [whoIsHere, { entity: 'seat', index: 'areaId', value: areaId }],
  plan({ areaId, set, ifStill = {} }, context) {
    const before = context.row('area', areaId);
    if (!before) return { code: 'row_missing' };
    const own = stillOwn<Area>(before, set as Partial<Area>, ifStill as Partial<Area>);
    const seatIds = context.found('seat').map((one) => one.id);
    if (own.set.outOfUse && isTaken(seatIds, context)) return { code: 'seat_taken' };
    const patch = { entity: 'area', id: areaId, op: 'update', set: own.set } as const;
    return written('editArea', [patch], own.isWhole);
  },
});

const seatEdit = seat.schema.partial();

/**
 * A seat's name, places, area (with its position there), and whether it is in use. Fails with `row_missing`; with
 * `seat_taken` where it would go out of use under a party that sits there.
 */
export const editSeat = defineCommand({
  name: 'editSeat',
  version: 1,
  input: z.object({
    seatId: id(),
    set: seatEdit,
    /** Of an undo: only fields that still say this are set. */
    ifStill: seatEdit.optional(),
  }),
  permission: 'floor.edit',
  reads: ({ seatId, set }) => [
    { entity: 'seat', id: seatId } as const,
    ...(set.areaId === undefined ? [] : [{ entity: 'area', id: set.areaId } as const]),
  ],
  finds: () => [whoIsHere],
  plan({ seatId, set, ifStill = {} }, context) {
    const before = context.row('seat', seatId);
    if (!before) return { code: 'row_missing' };
    if (set.areaId !== undefined && !context.row('area', set.areaId)) return { code: 'row_missing' };
    const own = stillOwn<Seat>(before, set as Partial<Seat>, ifStill as Partial<Seat>);
    if (own.set.outOfUse && isTaken([seatId], context)) return { code: 'seat_taken' };
    const patch = { entity: 'seat', id: seatId, op: 'update', set: own.set } as const;
    return written('editSeat', [patch], own.isWhole);
  },
});

/** Puts areas, or the seats of an area, in another order, all in one change. Fails with `row_missing`. */
export const arrangeFloor = defineCommand({
  name: 'arrangeFloor',
  version: 1,
  input: z.object({
    entity: z.enum(['area', 'seat']),
    places,
    /** Of an undo: only what still stands here is moved. */
    ifStill: places.optional(),
  }),
  permission: 'floor.edit',
  reads: (input) => input.places.map((place) => ({ entity: input.entity, id: place.id })),
  plan: (input, context) => arranged('arrangeFloor', input, context),
});
