/** The form of a preference, opened with what a rejected change said of it, so that it can be put right and sent. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { amendPreference } from '../../shared/commands/amend-rejected.ts';
import { preferenceSaid, type PreferenceSaid } from '../../shared/commands/preference.ts';
import { standingPreferences } from '../../shared/rules/preference-terms.ts';
import { useDesk } from '../data/desk-context.tsx';
import { readMergesOf } from '../data/merged-guests.ts';
import { amendingForm, type Amending } from './amending.ts';
import { SaidForm } from './said-form.tsx';

interface Props {
  readonly amending: Amending;
  /** What was typed stays for the next time. */
  readonly onBack: () => void;
}

export function AmendPreference({ amending, onBack }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const [patch] = amending.change.patches;
  const { id = '', set = {}, op } = patch ?? {};
  const held = useLiveQuery(async () => {
    const changed = (await db.preference.get(id)) ?? null;
    const guestCardId = changed?.guestCardId ?? (set['guestCardId'] as string | undefined) ?? '';
    const [card, menu, preferences] = await Promise.all([
      db.guestCard.get(guestCardId),
      db.menuItem.toArray(),
      readMergesOf(db, [guestCardId]).then(({ groupOf }) =>
        db.preference.where('guestCardId').anyOf(groupOf(guestCardId).cardIds).toArray(),
      ),
    ]);
    const guest = { guestCardId, menu, name: card?.name ?? t('records.unknown') };
    return { changed, guest, standing: standingPreferences(preferences) };
  }, [db, id, set]);
  if (!held) return null;
  const { changed, guest, standing } = held;
  if (op === 'update' && !changed) return <p>{t('status.rejected.rowMissing')}</p>;
  const send = (said: PreferenceSaid) => amending.onSend(amendPreference(said));
  return (
    <SaidForm
      {...{ guest, standing, changed }}
      actions={{ record: send, change: (_before, said) => send(said) }}
      amended={{ form: amendingForm(amending), said: saidOf({ ...changed, ...set }) }}
      onLeave={onBack}
      onEnd={onBack}
    />
  );
}

/** What does not fit any more is left to the form. */
function saidOf(fields: Readonly<Record<string, unknown>>): PreferenceSaid {
  const nothing = { kind: 'beverage', menuItemId: null, detail: null } as const;
  const { kind, menuItemId, detail } = preferenceSaid.shape;
  const said = (['kind', 'menuItemId', 'detail'] as const).flatMap((field) => {
    const read = { kind, menuItemId, detail }[field].safeParse(fields[field]);
    return read.success ? [[field, read.data] as const] : [];
  });
  return { ...nothing, ...Object.fromEntries(said) };
}
