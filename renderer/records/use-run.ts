/** How a screen runs a command: what fails is told in words, and what an undo could not take back too. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Command } from '../../shared/commands/define.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import { useDesk } from '../data/desk-context.tsx';
import { showDone, showFailure } from '../ui/notices.ts';
import { failureWords } from './change-words.ts';

/**
 * @param seen the versions that a form showed
 * @returns the command's output, undefined where nothing was saved, which is told by then
 */
export type Run = <Input, Output>(
  command: Command<Input, Output>,
  input: Input,
  seen?: SeenVersions,
) => Promise<Output | undefined>;

export function useRun(): Run {
  const { t } = useTranslation();
  const desk = useDesk();
  return useMemo(
    () => async (command, input, seen) => {
      const result = await desk.run(command, input, seen);
      if (result.ok) return result.value;
      showFailure(failureWords(t, result.error));
      return undefined;
    },
    [desk, t],
  );
}

/** Of an undo: false where a colleague changed some of it since, which stays. */
export interface Undone {
  readonly isWhole: boolean;
}

/** What a colleague changed since stays, which is told: the undo did less than it seems. */
export function tellUndone(undone: Undone | undefined, words: string): void {
  if (undone?.isWhole === false) showDone(words);
}
