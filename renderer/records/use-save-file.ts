/** How a screen hands a file to the person; what went wrong is told in words. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../data/bridge-context.tsx';
import { errorText } from '../ui/error-words.ts';
import { showFailure } from '../ui/notices.ts';

/** @returns whether the person has it: not where they thought better of it */
export type SaveFile = (name: string, type: string, content: string | Blob) => Promise<boolean>;

export function useSaveFile(): SaveFile {
  const { t } = useTranslation();
  const bridge = useBridge();
  return useMemo(
    () => async (name, type, content) => {
      const answer = await bridge.saveFile(name, type, content);
      if (!answer.ok) showFailure(errorText(t, answer.error.code));
      else if (answer.value !== 'saved' && answer.value !== 'cancelled')
        showFailure(t(`shell.save.${answer.value}`));
      return answer.ok && answer.value === 'saved';
    },
    [bridge, t],
  );
}
