/** The house as the site arranges it: areas in walking order, and their seats. */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import { area, seat, type Area, type Seat } from '../entities/site.ts';
import { defineCommand, differing, type CommandOutcome, type DraftPatch } from './define.ts';

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

interface Undone {
  /** Whether all of it was taken back. */
  readonly isWhole: boolean;
}

const areaEdit = area.schema.omit({ position: true }).partial();

/** Name of an area, and whether it is in use. Fails with `row_missing`. */
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
  plan({ areaId, set, ifStill = {} }, context) {
    const before = context.row('area', areaId);
    if (!before) return { code: 'row_missing' };
    const own = stillOwn<Area>(before, set as Partial<Area>, ifStill as Partial<Area>);
    const patch = { entity: 'area', id: areaId, op: 'update', set: own.set } as const;
    return written('editArea', [patch], own.isWhole);
  },
});

const seatEdit = seat.schema.partial();

/** A seat's name, places, area (with its position there), and whether it is in use. Fails with `row_missing`. */
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
  plan({ seatId, set, ifStill = {} }, context) {
    const before = context.row('seat', seatId);
    if (!before) return { code: 'row_missing' };
    if (set.areaId !== undefined && !context.row('area', set.areaId)) return { code: 'row_missing' };
    const own = stillOwn<Seat>(before, set as Partial<Seat>, ifStill as Partial<Seat>);
    const patch = { entity: 'seat', id: seatId, op: 'update', set: own.set } as const;
    return written('editSeat', [patch], own.isWhole);
  },
});

const places = z
  .array(z.object({ id: id(), position: z.int().min(0).max(9999) }))
  .min(1)
  .max(500);

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
  plan({ entity, places: wanted, ifStill = [] }, context) {
    if (wanted.some((place) => !context.row(entity, place.id))) return { code: 'row_missing' };
    const left = new Map(ifStill.map((place) => [place.id, place.position]));
    const moves = wanted.map(({ id: rowId, position }) => {
      const stands = context.row(entity, rowId)?.position;
      const isOwn = (left.get(rowId) ?? stands) === stands;
      const isMoved = isOwn && stands !== position;
      return { isOwn, patch: { entity, id: rowId, op: 'update', set: isMoved ? { position } : {} } as const };
    });
    return written(
      'arrangeFloor',
      moves.map(({ patch }) => patch),
      moves.every(({ isOwn }) => isOwn),
    );
  },
});

/** What differs of `set`, but for the fields that no longer say what `ifStill` left: those are a colleague's by now. */
function stillOwn<Fields extends object>(row: Fields, set: Partial<Fields>, ifStill: Partial<Fields>) {
  const changedSince = Object.keys(differing(row, ifStill));
  const own = Object.entries(set).filter(([field]) => !changedSince.includes(field));
  return {
    set: differing(row, Object.fromEntries(own) as Partial<Fields>),
    isWhole: changedSince.length === 0,
  };
}

type Update = Extract<DraftPatch, { op: 'update' }>;

/** One change of what differs; none where nothing does. */
function written(name: string, updates: readonly Update[], isWhole: boolean): CommandOutcome<Undone> {
  const patches = updates.filter(({ set }) => Object.keys(set).length > 0);
  return { changes: patches.length === 0 ? [] : [{ name, version: 1, patches }], output: { isWhole } };
}
