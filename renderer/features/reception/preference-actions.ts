/** What a guest likes: recorded, changed, withdrawn, each with its word and its way back. */
import {
  changePreference,
  recordPreference,
  withdrawPreference,
  type PreferenceSaid,
} from '../../../shared/commands/preference.ts';
import type { LocalRow } from '../../data/database.ts';
import { showUndo } from '../../ui/notices.ts';
import { preferenceWords } from './names.ts';
import type { PartyTools } from './party-tools.ts';
import type { Party } from './use-floor.ts';

export interface PreferenceActions {
  /** @returns whether it was saved */
  recordPreference(party: Party, said: PreferenceSaid): Promise<boolean>;
  changePreference(party: Party, before: LocalRow<'preference'>, said: PreferenceSaid): Promise<boolean>;
  withdrawPreference(party: Party, before: LocalRow<'preference'>): Promise<void>;
}

export function preferenceActions({ t, language, floor, run }: PartyTools): PreferenceActions {
  const wordsOf = ({ name }: Party, said: Pick<PreferenceSaid, 'menuItemId' | 'detail'>) => ({
    name,
    what: floor ? preferenceWords(floor, language, said) : '',
  });
  const sayAsBefore = ({ id, kind, menuItemId, detail, recordedBy, recordedAt }: LocalRow<'preference'>) =>
    run(changePreference, {
      ...{ preferenceId: id, kind, menuItemId, detail },
      recorded: { by: recordedBy, at: recordedAt },
    });
  return {
    async recordPreference(party, said) {
      const guestCardId = party.visit.guestCardId;
      if (guestCardId === null) return false;
      const done = await run(recordPreference, { ...said, guestCardId });
      if (!done) return false;
      const { preferenceId } = done.output;
      showUndo(
        t('reception.done.recorded', wordsOf(party, said)),
        () => void run(withdrawPreference, { preferenceId }),
      );
      return true;
    },
    async changePreference(party, before, said) {
      if (!(await run(changePreference, { ...said, preferenceId: before.id }))) return false;
      showUndo(t('reception.done.changedPreference', wordsOf(party, said)), () => void sayAsBefore(before));
      return true;
    },
    async withdrawPreference(party, before) {
      if (!(await run(withdrawPreference, { preferenceId: before.id }))) return;
      showUndo(t('reception.done.withdrawn', wordsOf(party, before)), () => void sayAsBefore(before));
    },
  };
}
