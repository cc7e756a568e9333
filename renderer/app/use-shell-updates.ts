/** Updates of the desktop program as the page knows them; in a browser there are none. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useState } from 'react';
import { addDays } from '../../shared/rules/register/period.ts';
import { isShiftOpen, type ShiftDay } from '../../shared/rules/shift.ts';
import type { DeskWork, UpdateState } from '../../shared/rules/update-state.ts';
import { useBridge } from '../data/bridge-context.tsx';
import type { DeskDatabase } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useDevice, useNow } from '../data/hooks.ts';

/** How the update stands, live; null in a browser, and until the shell has said. */
export function useUpdateState(): UpdateState | null {
  const { updates } = useBridge();
  const [state, setState] = useState<UpdateState | null>(null);
  useEffect(() => {
    if (!updates) return;
    // First the ear, then the question: nothing is said between the two.
    const stop = updates.onChange(setState);
    void updates.state().then((answer) => answer.ok && setState((told) => told ?? answer.value));
    return stop;
  }, [updates]);
  return state;
}

/** What an update would disturb on this desk; null until it is known. */
export function useDeskWork(): DeskWork | null {
  const desk = useDesk();
  const device = useDevice();
  // Counted anew when the day turns.
  useNow(60_000);
  const today = desk.businessDay();
  const station = device === null ? null : device?.station;
  // One PC without a server is the bar too.
  const receives = station === 'bar' || (device?.aloneSince ?? null) !== null;
  const work = useLiveQuery(async (): Promise<DeskWork | null> => {
    if (station === undefined) return null;
    const unsent = await desk.db.outbox.count();
    if (!receives) return { shiftOpen: false, openVisits: 0, unsent };
    // Of a shift that nobody closed the last guests may still sit there after the day's end; of earlier days none.
    const days = [
      await readShiftDay(desk.db, today),
      await readShiftDay(desk.db, addDays(today, -1)),
    ] as const;
    const shiftOpen = days.some((day) => isShiftOpen(day, today));
    // A visit forgotten last night has no guest any more.
    return { shiftOpen, openVisits: days[0].openVisits, unsent };
  }, [desk, station, receives, today]);
  return work ?? null;
}

async function readShiftDay(db: DeskDatabase, businessDay: string): Promise<ShiftDay> {
  const rows = await db.barCheck.where('businessDay').equals(businessDay).toArray();
  const open = db.visit.where('isOpen').equals(1);
  return {
    businessDay,
    rows,
    openVisits: await open.filter((row) => row.businessDay === businessDay).count(),
  };
}

/** Tells the shell what an update would disturb, whenever that changes. */
export function useWorkNotes(): void {
  const { updates } = useBridge();
  const work = useDeskWork();
  const said = work === null ? null : JSON.stringify(work);
  useEffect(() => {
    if (updates && said !== null) void updates.noteWork(JSON.parse(said) as DeskWork);
  }, [updates, said]);
}
