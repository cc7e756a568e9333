/** What is being edited on a record's page: the address says it, so that a reload returns to it. */
import { useSearchParams } from 'react-router';
import { useGo } from '../../ui/use-go.ts';

/** `customer`, `note`, `new-car`, or the id of a car that is being edited. */
export type RecordTask = string | null;

export function useRecordTask(mayEdit: boolean) {
  const go = useGo();
  const [params] = useSearchParams();
  return {
    task: mayEdit ? params.get('edit') : null,
    // In the place of the page itself, so that back leads out of the record.
    begin: (task: string) => go(`?edit=${task}`, { replace: true }),
    end: () => go('?', { replace: true }),
  };
}
