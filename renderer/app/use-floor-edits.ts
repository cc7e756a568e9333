/** What can be done with the areas and seats of the house, each with its word and its way back. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { addArea, addSeat, arrangeFloor, editArea, editSeat } from '../../shared/commands/floor.ts';
import type { Command } from '../../shared/commands/define.ts';
import type { Area, Seat } from '../../shared/entities/site.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { errorText } from '../ui/error-words.ts';
import { showFailure, showUndo } from '../ui/notices.ts';

export type AreaEdit = Pick<Area, 'name' | 'nameEn'>;
export type SeatEdit = Pick<Seat, 'name' | 'capacity' | 'areaId'>;
type Run = <Input, Output>(
  command: Command<Input, Output>,
  input: Input,
  seen?: SeenVersions,
) => Promise<Output | undefined>;

/** Behind all others. */
export function positionAfter(rows: readonly { readonly position: number }[]): number {
  return Math.min(9999, Math.max(-1, ...rows.map(({ position }) => position)) + 1);
}

/** Each resolves to whether it was saved. */
export function useFloorEdits() {
  const { t } = useTranslation();
  const desk = useDesk();
  return useMemo(() => {
    const run: Run = async (command, input, seen) => {
      const result = await desk.run(command, input, seen);
      if (result.ok) return result.value;
      showFailure(errorText(t, result.error.code));
      return undefined;
    };
    const tell = (
      word: 'added' | 'edited' | 'moved' | 'closed' | 'reopened',
      name: string,
      undo: () => void,
    ) => {
      showUndo(t(`settings.floor.done.${word}`, { name }), undo);
      return true;
    };
    return {
      async addArea(set: AreaEdit, position: number) {
        const done = await run(addArea, { ...set, position });
        if (!done) return false;
        // Nobody erases a row in passing: what is taken back stays, out of use.
        const undo = { areaId: done.areaId, set: { outOfUse: true } };
        return tell('added', set.name, () => void run(editArea, undo));
      },
      async addSeat(set: SeatEdit, position: number) {
        const done = await run(addSeat, { ...set, position });
        if (!done) return false;
        const undo = { seatId: done.seatId, set: { outOfUse: true } };
        return tell('added', set.name, () => void run(editSeat, undo));
      },
      async editArea({ id: areaId, name, nameEn }: LocalRow<'area'>, set: AreaEdit, version: number) {
        if ((await run(editArea, { areaId, set }, { [areaId]: version })) === undefined) return false;
        return tell('edited', set.name, () => void run(editArea, { areaId, set: { name, nameEn } }));
      },
      async editSeat(seat: LocalRow<'seat'>, set: Partial<Seat>, version: number) {
        const { id: seatId } = seat;
        if ((await run(editSeat, { seatId, set }, { [seatId]: version })) === undefined) return false;
        const before = Object.fromEntries(
          Object.keys(set).map((field) => [field, seat[field as keyof Seat]]),
        );
        return tell('edited', set.name ?? seat.name, () => void run(editSeat, { seatId, set: before }));
      },
      async closeArea({ id: areaId, name }: LocalRow<'area'>, outOfUse: boolean) {
        if ((await run(editArea, { areaId, set: { outOfUse } })) === undefined) return false;
        const undo = { areaId, set: { outOfUse: !outOfUse } };
        return tell(outOfUse ? 'closed' : 'reopened', name, () => void run(editArea, undo));
      },
      async closeSeat({ id: seatId, name }: LocalRow<'seat'>, outOfUse: boolean) {
        if ((await run(editSeat, { seatId, set: { outOfUse } })) === undefined) return false;
        const undo = { seatId, set: { outOfUse: !outOfUse } };
        return tell(outOfUse ? 'closed' : 'reopened', name, () => void run(editSeat, undo));
      },
      /** One place earlier (-1) or later (1) among its neighbours, which are given in their order. */
      async step(
        entity: 'area' | 'seat',
        rows: readonly LocalRow<'area' | 'seat'>[],
        row: LocalRow<'area' | 'seat'>,
        by: -1 | 1,
      ) {
        const from = rows.findIndex(({ id }) => id === row.id);
        const to = from + by;
        if (from < 0 || to < 0 || to >= rows.length) return false;
        const order = rows.map(({ id }) => id);
        order.splice(to, 0, ...order.splice(from, 1));
        const places = order.map((id, position) => ({ id, position }));
        const before = rows.map(({ id, position }) => ({ id, position }));
        if ((await run(arrangeFloor, { entity, places })) === undefined) return false;
        return tell('moved', row.name, () => void run(arrangeFloor, { entity, places: before }));
      },
    };
  }, [desk, t]);
}

export type FloorEdits = ReturnType<typeof useFloorEdits>;
