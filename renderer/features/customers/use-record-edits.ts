/** Edits of records: done at once, told, and taken back in one step. */
import type { Command } from '../../../shared/commands/define.ts';
import { undoRecordEdit, type RecordBefore } from '../../../shared/commands/customer-data.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import { useRun } from '../../records/use-run.ts';
import { showUndo } from '../../ui/notices.ts';

export type RunEdit = <Input>(
  command: Command<Input, RecordBefore>,
  input: Input,
  done: string,
  seen?: SeenVersions,
) => Promise<boolean>;

/** @returns whether it was kept; what was typed stays where it was not */
export function useRunEdit(): RunEdit {
  const run = useRun();
  return async (command, input, done, seen) => {
    const before = await run(command, input, seen);
    if (before === undefined) return false;
    const { rows } = before;
    if (rows.length > 0) showUndo(done, () => void run(undoRecordEdit, { rows: [...rows] }));
    return true;
  };
}
