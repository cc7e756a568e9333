/** The attendant's checks of a day, and what can be done with them; live. */
import { useLiveQuery } from 'dexie-react-hooks';
import type { TFunction } from 'i18next';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { noteCheck, restoreCheck, takeBackCheck } from '../../../shared/commands/bar-checks.ts';
import { checkList, type CheckEntry } from '../../../shared/rules/bar-checks.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useSettings } from '../../data/hooks.ts';
import { useRun } from '../../records/use-run.ts';
import { showUndo, whileSaving } from '../../ui/notices.ts';

export type Entry = CheckEntry<LocalRow<'barCheck'>>;

/** @param businessDay `YYYY-MM-DD` @returns undefined while it loads */
export function useChecks(businessDay: string): Entry[] | undefined {
  const { db } = useDesk();
  const settings = useSettings();
  const rows = useLiveQuery(
    () => db.barCheck.where('businessDay').equals(businessDay).toArray(),
    [db, businessDay],
  );
  return useMemo(
    () => (rows && settings ? checkList(rows, { ...settings, businessDay }) : undefined),
    [rows, settings, businessDay],
  );
}

export interface CheckActions {
  /** @returns whether it was saved */
  note(entry: Entry, result: 'ok' | 'fault', note: string | null): Promise<boolean>;
  takeBack(entry: Entry): Promise<void>;
}

/** `室温约 25 ℃`; a round by its hour. */
export function checkName(t: TFunction, { item, slot }: Pick<Entry, 'item' | 'slot'>): string {
  return slot === null ? t(`checks.items.${item}`) : t('checks.roundAt', { time: slot });
}

export const entryKey = ({ item, slot }: Pick<Entry, 'item' | 'slot'>): string => `${item} ${slot ?? ''}`;

export function useCheckActions(): CheckActions {
  const { t } = useTranslation();
  const run = useRun();
  /** Between a key and the redrawn list it may be pressed again. */
  const busy = useRef(new Set<string>());
  return useMemo(() => {
    async function once<Value>(entry: Entry, work: () => Promise<Value>, else_: Value): Promise<Value> {
      const key = entryKey(entry);
      if (busy.current.has(key)) return else_;
      busy.current.add(key);
      try {
        return await whileSaving(work);
      } finally {
        busy.current.delete(key);
      }
    }
    return {
      note: (entry, result, note) =>
        once(
          entry,
          async () => {
            const done = await run(noteCheck, { item: entry.item, slot: entry.slot, result, note });
            if (done === undefined) return false;
            const { checkId } = done;
            const text = t(result === 'ok' ? 'checks.done.ok' : 'checks.done.fault', {
              check: checkName(t, entry),
            });
            showUndo(text, () => void run(takeBackCheck, { checkId }));
            return true;
          },
          false,
        ),
      takeBack: (entry) =>
        once(
          entry,
          async () => {
            const checkId = entry.rows.at(-1)?.id;
            if (checkId === undefined || (await run(takeBackCheck, { checkId })) === undefined) return;
            showUndo(
              t('checks.done.takenBack', { check: checkName(t, entry) }),
              () => void run(restoreCheck, { checkId }),
            );
          },
          undefined,
        ),
    };
  }, [run, t]);
}
