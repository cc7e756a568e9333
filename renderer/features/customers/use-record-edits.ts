/** Edits of records: done at once, told, and taken back in one step. */
import { useTranslation } from 'react-i18next';
import type { Command } from '../../../shared/commands/define.ts';
import { undoRecordEdit, type RecordBefore } from '../../../shared/commands/customer-data.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { failureWords } from '../../records/change-words.ts';
import { showFailure, showUndo } from '../../ui/notices.ts';

export type RunEdit = <Input>(
  command: Command<Input, RecordBefore>,
  input: Input,
  done: string,
  seen?: SeenVersions,
) => Promise<boolean>;

/** @returns whether it was kept; what was typed stays where it was not */
export function useRunEdit(): RunEdit {
  const { t } = useTranslation();
  const desk = useDesk();
  async function undo({ rows }: RecordBefore) {
    const result = await desk.run(undoRecordEdit, { rows: [...rows] });
    if (!result.ok) showFailure(failureWords(t, result.error));
  }
  return async (command, input, done, seen) => {
    const result = await desk.run(command, input, seen);
    if (!result.ok) {
      showFailure(failureWords(t, result.error));
      return false;
    }
    const before = result.value;
    if (before.rows.length > 0) showUndo(done, () => void undo(before));
    return true;
  };
}
