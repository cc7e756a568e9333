/** What a guest likes: recorded, changed, withdrawn, each with its word and its way back. */
import { useTranslation } from 'react-i18next';
import {
  changePreference,
  recordPreference,
  withdrawPreference,
  type PreferenceSaid,
} from '../../shared/commands/preference.ts';
import type { SeenVersions } from '../../shared/sync/device/local-change.ts';
import type { LocalRow } from '../data/database.ts';
import { showUndo, whileSaving } from '../ui/notices.ts';
import { usePreferenceWords } from './preference-words.ts';
import { tellUndone, useRun, type Undone } from './use-run.ts';

type Preference = LocalRow<'preference'>;

export interface PreferenceActions {
  /** @returns whether it was saved */
  record(said: PreferenceSaid): Promise<boolean>;
  /** @param seen what the form showed */
  change(before: Preference, said: PreferenceSaid, seen: SeenVersions): Promise<boolean>;
  withdraw(before: Preference): Promise<boolean>;
}

export interface OfGuest {
  readonly guestCardId: string;
  /** The guest's. */
  readonly name: string;
  readonly menu: readonly LocalRow<'menuItem'>[];
}

export function usePreferenceActions({ guestCardId, name, menu }: OfGuest): PreferenceActions {
  const { t } = useTranslation();
  const { words } = usePreferenceWords(menu);
  const run = useRun();
  const tell = (undone: Undone | undefined) =>
    tellUndone(undone, t('records.preferences.colleagueKept', { name }));
  const told = (said: Pick<PreferenceSaid, 'menuItemId' | 'detail'>) => ({ name, what: words(said) });
  const sayAsBefore = async (before: Preference, ifStill: PreferenceSaid) => {
    const { id: preferenceId, kind, menuItemId, detail, recordedBy, recordedAt } = before;
    const recorded = { by: recordedBy, at: recordedAt };
    const undo = { preferenceId, kind, menuItemId, detail, recorded, ifStill };
    tell(await run(changePreference, undo));
  };
  return {
    record: (said) =>
      whileSaving(async () => {
        const done = await run(recordPreference, { ...said, guestCardId });
        if (done === undefined) return false;
        const undo = { preferenceId: done.preferenceId, ifStill: said };
        showUndo(
          t('records.preferences.done.recorded', told(said)),
          () => void run(withdrawPreference, undo).then(tell),
        );
        return true;
      }),
    change: (before, said, seen) =>
      whileSaving(async () => {
        const input = { ...said, preferenceId: before.id };
        if ((await run(changePreference, input, seen)) === undefined) return false;
        const text = t('records.preferences.done.changed', told(said));
        showUndo(text, () => void sayAsBefore(before, said));
        return true;
      }),
    withdraw: (before) =>
      whileSaving(async () => {
        if ((await run(withdrawPreference, { preferenceId: before.id })) === undefined) return false;
        const nothing = { kind: before.kind, menuItemId: null, detail: null };
        const text = t('records.preferences.done.withdrawn', told(before));
        showUndo(text, () => void sayAsBefore(before, nothing));
        return true;
      }),
  };
}
