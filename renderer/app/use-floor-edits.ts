/** What can be done with the areas and seats of the house, each with its word and its way back. */
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { addArea, addSeat, arrangeFloor, editArea, editSeat } from '../../shared/commands/floor.ts';
import type { Command } from '../../shared/commands/define.ts';
import type { Area, Seat } from '../../shared/entities/site.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { failureWords } from '../records/change-words.ts';
import { showDone, showFailure, showUndo, whileSaving } from '../ui/notices.ts';
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
  closeArea(area: LocalRow<'area'>, outOfUse: boolean): Promise<boolean>;
  closeSeat(seat: LocalRow<'seat'>, outOfUse: boolean): Promise<boolean>;
  /** One place earlier (-1) or later (1): an area in the house, a seat in its area. */
  step(entity: FloorEntity, id: string, by: -1 | 1): Promise<boolean>;
}

type Done = 'added' | 'edited' | 'moved' | 'closed' | 'reopened';
type Undone = Promise<{ readonly isWhole: boolean } | undefined>;

interface Tools {
  readonly t: TFunction;
  house(): Promise<House>;
  /** A failure is told, and gives undefined. */
  run<Input, Output>(
    command: Command<Input, Output>,
    input: Input,
    seen?: SeenVersions,
  ): Promise<Output | undefined>;
}

/** Behind all others. */
export function positionAfter(rows: readonly { readonly position: number }[]): number {
  return Math.min(9999, Math.max(-1, ...rows.map(({ position }) => position)) + 1);
}

export function useFloorEdits(): FloorEdits {
  const { t } = useTranslation();
  const desk = useDesk();
  return useMemo(() => {
    const tools: Tools = {
      t,
      house: () => readHouse(desk.db),
      async run(command, input, seen) {
        const result = await desk.run(command, input, seen);
        if (result.ok) return result.value;
        showFailure(failureWords(t, result.error));
        return undefined;
      },
    };
    return eachWhileSaving({ ...additions(tools), ...editions(tools), step: inTurn(stepWith(tools)) });
  }, [desk, t]);
}

/** From the key to the notice with its undo some time passes, in which the undo of the action before still stands. */
function eachWhileSaving(edits: FloorEdits): FloorEdits {
  return {
    addArea: (...given) => whileSaving(() => edits.addArea(...given)),
    addSeat: (...given) => whileSaving(() => edits.addSeat(...given)),
    editArea: (...given) => whileSaving(() => edits.editArea(...given)),
    editSeat: (...given) => whileSaving(() => edits.editSeat(...given)),
    closeArea: (...given) => whileSaving(() => edits.closeArea(...given)),
    closeSeat: (...given) => whileSaving(() => edits.closeSeat(...given)),
    step: (...given) => whileSaving(() => edits.step(...given)),
  };
}

/** One after the other, so that each begins where the one before has ended. */
function inTurn<Given extends unknown[], Output>(work: (...given: Given) => Promise<Output>) {
  let last: Promise<unknown> = Promise.resolve();
  return (...given: Given): Promise<Output> => {
    const next = last.then(() => work(...given));
    last = next.catch(() => undefined);
    return next;
  };
}

/** What a colleague changed since stays, which is told: the undo did less than it seems. */
function tell({ t }: Tools, word: Done, name: string, undo: () => Undone): true {
  showUndo(t(`settings.floor.done.${word}`, { name }), () => {
    void undo().then((done) => {
      if (done?.isWhole === false) showDone(t('reception.done.colleagueKept', { name }));
    });
  });
  return true;
}

/** Nobody erases a row in passing: what is taken back stays, out of use. */
const takenBack = { set: { outOfUse: true }, ifStill: { outOfUse: false } } as const;

function additions(tools: Tools): Pick<FloorEdits, 'addArea' | 'addSeat'> {
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

function editions(tools: Tools): Omit<FloorEdits, 'addArea' | 'addSeat' | 'step'> {
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
    closeArea: (row, outOfUse) => area(row, { outOfUse }, closed(outOfUse)),
    closeSeat: (row, outOfUse) => seat(row, { outOfUse }, closed(outOfUse)),
  };
}

/** The fields of an edit as they stood before it; one of an earlier version has none in `outOfUse`, which is in use. */
function asBefore<Fields extends object>(row: Fields, set: Partial<Fields>): Partial<Fields> {
  const before = Object.keys(set).map((field) => [field, row[field as keyof Fields] ?? null] as const);
  return Object.fromEntries(before) as Partial<Fields>;
}

function stepWith(tools: Tools): FloorEdits['step'] {
  const { run, house } = tools;
  return async (entity, id, by) => {
    const { areas, seats } = await house();
    const seat = seats.find((one) => one.id === id);
    const rows = entity === 'area' ? areas : seats.filter(({ areaId }) => areaId === seat?.areaId);
    const from = rows.findIndex((row) => row.id === id);
    const row = rows[from];
    if (!row || !rows[from + by]) return false;
    const order = rows.map((one) => one.id);
    order.splice(from + by, 0, ...order.splice(from, 1));
    const places = order.map((rowId, position) => ({ id: rowId, position }));
    if ((await run(arrangeFloor, { entity, places })) === undefined) return false;
    const before = rows.map((one) => ({ id: one.id, position: one.position }));
    const undo = { entity, places: before, ifStill: places };
    return tell(tools, 'moved', row.name, () => run(arrangeFloor, undo));
  };
}
