/** Merging, keeping apart, and taking either back: done at once, told, undone in one step. */
import { useTranslation } from 'react-i18next';
import {
  keepApart,
  mergeCustomers,
  undoMerge,
  type MergeInput,
  type MergePair,
  type UndoMergeInput,
} from '../../../shared/commands/merge-customers.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import { fieldLabel } from '../../records/field-words.ts';
import { useRun } from '../../records/use-run.ts';
import { showDone, showUndo, whileSaving } from '../../ui/notices.ts';

interface Names {
  readonly kept: string;
  readonly other: string;
}

export interface MergeActions {
  /** @param seen what the form showed @returns whether it was kept */
  merge(input: MergeInput, names: Names, seen: SeenVersions): Promise<boolean>;
  setApart(pair: MergePair, names: Names): Promise<boolean>;
  undo(made: UndoMergeInput, isMerge: boolean): Promise<boolean>;
}

export function useMergeActions(): MergeActions {
  const { t } = useTranslation();
  const run = useRun();
  const undo: MergeActions['undo'] = (made, isMerge) =>
    whileSaving(async () => {
      const undone = await run(undoMerge, made);
      if (!undone) return false;
      const fields = undone.left.map((field) => fieldLabel(t, field)).join(t('common.listSeparator'));
      if (fields !== '') showDone(t('merge.done.left', { fields }));
      else showDone(t(isMerge ? 'merge.done.undone' : 'merge.done.apartUndone'));
      return true;
    });
  return {
    undo,
    merge: (input, names, seen) =>
      whileSaving(async () => {
        const made = await run(mergeCustomers, input, seen);
        if (!made) return false;
        showUndo(t('merge.done.merged', { ...names }), () => void undo(made, true));
        return true;
      }),
    setApart: (pair, { kept, other }) =>
      whileSaving(async () => {
        const made = await run(keepApart, pair);
        if (!made) return false;
        showUndo(t('merge.done.apart', { left: kept, right: other }), () => void undo(made, false));
        return true;
      }),
  };
}
