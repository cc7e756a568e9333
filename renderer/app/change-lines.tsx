import { useTranslation } from 'react-i18next';
import type { LocalPatch } from '../../shared/sync/device/device-store.ts';
import { patchLines } from '../records/change-words.ts';
import { useChangeSpeaker } from '../records/use-speaker.ts';
import { useStaffNames } from '../data/use-staff-names.ts';

const shownLines = 4;

interface ChangeLinesProps {
  readonly patches: readonly LocalPatch[];
  /** Of the change that this one hangs on. */
  readonly before?: readonly LocalPatch[] | undefined;
}

/** The rows of a change, one line each; of a large one the first. */
export function ChangeLines({ patches, before }: ChangeLinesProps) {
  const shown = patches.slice(0, shownLines);
  const lines = patchLines(useChangeSpeaker(shown, before), shown);
  const more = patches.length - shownLines;
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      {more > 0 && <div>{`+ ${more}`}</div>}
    </>
  );
}

/** Who made a change: a person, else the desk itself. */
export function usePersonNames(): (id: string) => string {
  const { t } = useTranslation();
  const nameOf = useStaffNames();
  return (id) => nameOf(id) || t('status.byDesk');
}
