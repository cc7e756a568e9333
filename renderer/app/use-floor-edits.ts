/** What can be done with the areas and seats of the house, each with its word and its way back. */
import { useMemo } from 'react';
import { addArea, addSeat, arrangeFloor, editArea, editSeat } from '../../shared/commands/floor.ts';
import type { Area, Seat } from '../../shared/entities/site.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import type { LocalRow } from '../data/database.ts';
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
import { readHouse, type House } from './use-house.ts';

export type AreaEdit = Pick<Area, 'name' | 'nameEn'>;
export type SeatEdit = Pick<Seat, 'name' | 'capacity' | 'areaId'>;
export type FloorEntity = 'area' | 'seat';

/** Each resolves to whether it was saved. */
export interface FloorEdits {
  addArea(set: AreaEdit, position: number): Promise<boolean>;
  addSeat(set: SeatEdit, position: number): Promise<boolean>;
  /** @param set what was edited, alone @param version of the row when typing began */
  editArea(area: LocalRow<'area'>, set: Partial<Area>, version: number): Promise<boolean>;
  editSeat(seat: LocalRow<'seat'>, set: Partial<Seat>, version: number): Promise<boolean>;
  /** Out of use, or back. */
  setAreaOutOfUse(area: LocalRow<'area'>, outOfUse: boolean): Promise<boolean>;
  setSeatOutOfUse(seat: LocalRow<'seat'>, outOfUse: boolean): Promise<boolean>;
  /** One place earlier (-1) or later (1): an area in the house, a seat in its area. */
  step(entity: FloorEntity, id: string, by: -1 | 1): Promise<boolean>;
}

export function useFloorEdits(): FloorEdits {
  const { db } = useDesk();
  const tools = useEditTools();
  return useMemo(
    () =>
      eachWhileSaving({
        ...additions(tools),
        ...editions(tools),
        step: inTurn(stepWith(tools, () => readHouse(db))),
      }),
    [db, tools],
  );
}

function additions(tools: EditTools): Pick<FloorEdits, 'addArea' | 'addSeat'> {
  const { run } = tools;
  return {
    async addArea(set, position) {
      const done = await run(addArea, { ...set, position });
      return (
        done !== undefined &&
        tell(tools, 'added', set.name, () => run(editArea, { areaId: done.areaId, ...takenBack }))
      );
    },
    async addSeat(set, position) {
      const done = await run(addSeat, { ...set, position });
      return (
        done !== undefined &&
        tell(tools, 'added', set.name, () => run(editSeat, { seatId: done.seatId, ...takenBack }))
      );
    },
  };
}

function editions(tools: EditTools): Omit<FloorEdits, 'addArea' | 'addSeat' | 'step'> {
  const { run } = tools;
  async function area(row: LocalRow<'area'>, set: Partial<Area>, word: Done, seen?: SeenVersions) {
    const areaId = row.id;
    if ((await run(editArea, { areaId, set }, seen)) === undefined) return false;
    const undo = { areaId, set: asBefore<Area>(row, set), ifStill: set };
    return tell(tools, word, set.name ?? row.name, () => run(editArea, undo));
  }
  async function seat(row: LocalRow<'seat'>, set: Partial<Seat>, word: Done, seen?: SeenVersions) {
    const seatId = row.id;
    if ((await run(editSeat, { seatId, set }, seen)) === undefined) return false;
    const undo = { seatId, set: asBefore<Seat>(row, set), ifStill: set };
    return tell(tools, word, set.name ?? row.name, () => run(editSeat, undo));
  }
  const closed = (outOfUse: boolean): Done => (outOfUse ? 'closed' : 'reopened');
  return {
    editArea: (row, set, version) => area(row, set, 'edited', { [row.id]: version }),
    editSeat: (row, set, version) => seat(row, set, 'edited', { [row.id]: version }),
    setAreaOutOfUse: (row, outOfUse) => area(row, { outOfUse }, closed(outOfUse)),
    setSeatOutOfUse: (row, outOfUse) => seat(row, { outOfUse }, closed(outOfUse)),
  };
}

function stepWith(tools: EditTools, house: () => Promise<House>): FloorEdits['step'] {
  const { run } = tools;
  return async (entity, id, by) => {
    const { areas, seats } = await house();
    const seat = seats.find((one) => one.id === id);
    const rows: readonly LocalRow<FloorEntity>[] =
      entity === 'area' ? areas : seats.filter(({ areaId }) => areaId === seat?.areaId);
    const step = stepOf(rows, id, by);
    if (!step || (await run(arrangeFloor, { entity, places: step.places })) === undefined) return false;
    const undo = { entity, places: step.before, ifStill: step.places };
    return tell(tools, 'moved', step.row.name, () => run(arrangeFloor, undo));
  };
}
