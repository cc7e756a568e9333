import { useLiveQuery } from 'dexie-react-hooks';
import { useDesk } from './desk-context.tsx';

/** Names of the site's people by their id; empty for who is nobody of it. */
export function useStaffNames(): (id: string) => string {
  const { db } = useDesk();
  const staff = useLiveQuery(() => db.staff.toArray(), [db]);
  return (id) => staff?.find((person) => person.id === id)?.name ?? '';
}
