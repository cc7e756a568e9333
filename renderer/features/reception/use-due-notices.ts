/** The system tells what falls due while the window is not in front; in a browser nobody does. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../data/bridge-context.tsx';
import { nameIn } from '../../records/name-in.ts';
import { dueKey, newlyDue } from './due-notices.ts';
import type { NextTask } from './next-tasks.ts';

/** Over pages: who comes back to the floor is not told again. */
const told = new Set<string>();

/** @param now UTC ms, corrected */
export function useDueNotices(tasks: readonly NextTask[], now: number): void {
  const { t, i18n } = useTranslation();
  const { surroundings } = useBridge();
  useEffect(() => {
    if (!surroundings) return;
    for (const task of newlyDue(tasks, told, now)) {
      told.add(dueKey(task));
      const { visit, seat, area } = task.party;
      const place = seat && area ? `${nameIn(i18n.language, area)} ${seat.name}` : seat?.name;
      surroundings.notify({
        about: visit.id,
        title: place ?? t('shell.notice.noSeat'),
        body: t(task.kind === 'ready' ? 'shell.notice.ready' : 'shell.notice.refill'),
      });
    }
  }, [tasks, now, surroundings, t, i18n.language]);
}
