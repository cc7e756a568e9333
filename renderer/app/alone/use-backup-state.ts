/** How old the copy of this PC's data is, in words. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { backupEveryMs } from '../../data/alone/backup.ts';
import type { BackupRecord } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDevice, useNow } from '../../data/hooks.ts';
import { useTimePlace } from '../../records/use-time-place.ts';
import { agoWords } from '../../ui/time-words.ts';

/** null where there is none, undefined while loading. */
export function useLastBackup(): BackupRecord | null | undefined {
  const { db } = useDesk();
  return useLiveQuery(async () => {
    const row = await db.meta.get('backup');
    return row?.key === 'backup' ? row.value : null;
  }, [db]);
}

/** `isDue`: older than a week, or none although the desk is. */
export function useBackupState(): { readonly words: string; readonly isDue: boolean } {
  const { t } = useTranslation();
  const place = useTimePlace();
  const now = useNow(60_000);
  const last = useLastBackup();
  const since = useDevice()?.aloneSince ?? null;
  if (last === undefined) return { words: '', isDue: false };
  const from = last?.madeAt ?? since ?? now;
  if (!isBackupDue(from, now))
    return {
      words: last
        ? t('alone.backup.ago', { ago: agoWords(t, place, last.madeAt, now) })
        : t('alone.backup.never'),
      isDue: false,
    };
  const days = Math.floor((now - from) / 86_400_000);
  return { words: last ? t('alone.backup.due', { days }) : t('alone.backup.neverDue'), isDue: true };
}

/** A clock that was set back says nothing of how long ago it was: then it is time, too. @param from of the last one */
export function isBackupDue(from: number, now: number): boolean {
  return now - from >= backupEveryMs || from - now > backupEveryMs;
}
