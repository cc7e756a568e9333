/** After how many minutes without input this desk asks who is there again; of the desk, whoever is signed in. */
import { useLiveQuery } from 'dexie-react-hooks';
import { defaultIdleMinutes } from '../../shared/rules/idle-lock.ts';
import type { DeskDatabase } from './database.ts';
import { useDesk } from './desk-context.tsx';

/** @returns null: never; undefined while it is being read */
export function useIdleMinutes(): number | null | undefined {
  const { db } = useDesk();
  return useLiveQuery(async () => {
    const row = await db.meta.get('idleMinutes');
    return row?.key === 'idleMinutes' ? row.value : defaultIdleMinutes;
  }, [db]);
}

/** @param minutes null: never */
export async function keepIdleMinutes(db: DeskDatabase, minutes: number | null): Promise<void> {
  await db.meta.put({ key: 'idleMinutes', value: minutes });
}
