/** What a guest likes and must not have (客户喜好登记): what is recorded, each changed or withdrawn, and one more. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { standingPreferences } from '../../shared/rules/preference-terms.ts';
import type { LocalRow } from '../data/database.ts';
import { useDesk } from '../data/desk-context.tsx';
import { readMergesOf } from '../data/merged-guests.ts';
import { useDraft } from '../data/use-draft.ts';
import { usePreferenceWords } from './preference-words.ts';
import { PreferenceList } from './preference-list.tsx';
import classes from './preferences.module.css';
import { SaidForm } from './said-form.tsx';
import { usePreferenceActions, type OfGuest } from './use-preference-actions.ts';

type Preference = LocalRow<'preference'>;

interface Props extends OfGuest {
  /** What was typed waits for the next time. */
  readonly onLeave: () => void;
}

export function PreferencesForm({ onLeave, ...guest }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const { guestCardId } = guest;
  // Those withdrawn too: one may be withdrawn while it is being changed here.
  const preferences = useLiveQuery(async () => {
    const { groupOf } = await readMergesOf(db, [guestCardId]);
    return db.preference.where('guestCardId').anyOf(groupOf(guestCardId).cardIds).toArray();
  }, [db, guestCardId]);
  const actions = usePreferenceActions(guest);
  const { words } = usePreferenceWords(guest.menu);
  // Which one is being changed: a half-typed change is come back to, as everything half-typed is.
  const [openId, open] = useDraft<string>(`look-preference-of-${guestCardId}`);
  const [round, setRound] = useState(0);
  const beginAnew = () => setRound((before) => before + 1);
  if (!preferences) return null;
  const changed = preferences.find(({ id }) => id === openId) ?? null;
  const standing = standingPreferences(preferences);
  const title = t('records.preferences.title', { name: guest.name });
  /** Its buttons go with it: the focus has its place in the form. */
  async function withdraw(preference: Preference) {
    if (!(await actions.withdraw(preference))) return;
    if (preference.id === changed?.id) open(null);
    beginAnew();
  }
  return (
    <section className={classes.preferences} aria-label={title}>
      <h2>{title}</h2>
      {standing.length === 0 && <p className={classes.none}>{t('records.preferences.none')}</p>}
      <PreferenceList
        preferences={standing}
        menu={guest.menu}
        actions={(preference) => {
          const what = words(preference);
          return (
            <>
              <Button
                variant="subtle"
                px={8}
                aria-label={t('records.preferences.changeOf', { what })}
                onClick={() => open(preference.id)}
              >
                {t('records.preferences.change')}
              </Button>
              <Button
                variant="subtle"
                px={8}
                aria-label={t('records.preferences.withdrawOf', { what })}
                onClick={() => void withdraw(preference)}
              >
                {t('records.preferences.withdraw')}
              </Button>
            </>
          );
        }}
      />
      <SaidForm
        key={`${changed?.id ?? 'new'} ${round}`}
        {...{ guest, actions, changed, standing, onLeave }}
        onEnd={() => {
          open(null);
          beginAnew();
        }}
      />
    </section>
  );
}
