import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sameSaid, type PreferenceSaid } from '../../shared/commands/preference.ts';
import { isSaid } from '../../shared/rules/preference-terms.ts';
import type { LocalRow } from '../data/database.ts';
import { useDraft } from '../data/use-draft.ts';
import { KeyForm } from '../ui/key-form.tsx';
import { useOnce } from '../ui/use-once.ts';
import { usePreferenceWords } from './preference-words.ts';
import classes from './preferences.module.css';
import { SaidFields } from './said-fields.tsx';
import { nothingSaid, toSaid, toSaidValues, type SaidValues } from './said-values.ts';
import type { OfGuest, PreferenceActions } from './use-preference-actions.ts';

type Preference = LocalRow<'preference'>;

interface Props {
  readonly guest: OfGuest;
  readonly actions: Pick<PreferenceActions, 'record' | 'change'>;
  /** Null: one more. */
  readonly changed: Preference | null;
  /** Those that hold. */
  readonly standing: readonly Preference[];
  readonly onLeave: () => void;
  /** Saved, or the change is dropped: a new form takes the place of this one. */
  readonly onEnd: () => void;
  /** Where a rejected change is put right: what it said. */
  readonly amended?: { readonly form: string; readonly said: PreferenceSaid } | undefined;
}

export function SaidForm({ guest, actions, changed, standing, onLeave, onEnd, amended }: Props) {
  const { t } = useTranslation();
  const { opened, values, version, set, drop } = useSaidDraft(changed, guest.guestCardId, amended);
  const [isTried, setTried] = useState(false);
  const once = useOnce();
  const said = toSaid(values);
  const problem = problemOf(
    said,
    standing.filter(({ id }) => id !== changed?.id),
  );

  async function save() {
    setTried(true);
    if (problem !== null) return;
    const isSaved = await once(() =>
      changed ? actions.change(changed, said, { [changed.id]: version }) : actions.record(said),
    );
    if (!isSaved) return;
    drop();
    onEnd();
  }
  function cancel() {
    drop();
    if (changed) onEnd();
    else onLeave();
  }
  const title = t(changed ? 'records.preferences.changeTitle' : 'records.preferences.addTitle');
  return (
    <KeyForm className={classes.form} onSubmit={() => void save()} onLeave={onLeave} label={title}>
      <h3>{title}</h3>
      {changed && <ChangedMeanwhile {...{ changed, opened, guest }} />}
      <SaidFields
        values={values}
        menu={guest.menu}
        error={isTried && problem !== null ? t(`records.preferences.${problem}`) : null}
        onChange={set}
      />
      <div className={classes.formActions}>
        <Button variant="default" onClick={cancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" rightSection={<kbd>Ctrl Enter</kbd>}>
          {amended ? t('status.rejected.send') : t(changed ? 'common.save' : 'records.preferences.add')}
        </Button>
      </div>
    </KeyForm>
  );
}

interface Draft {
  /** As the form showed them at first. */
  readonly opened: SaidValues;
  readonly values: SaidValues;
  /** Of the row when the form was opened: what came later was not seen. */
  readonly version: number;
}

/** Each has a draft of its own: what is half-typed of one waits while another is changed. */
function useSaidDraft(changed: Preference | null, guestCardId: string, amended: Props['amended']) {
  const usual = `preference-${changed?.id ?? `new-${guestCardId}`}`;
  const [draft, keep] = useDraft<Draft>(amended?.form ?? usual);
  const [first] = useState<Draft>(() => {
    const now = changed ? toSaidValues(changed) : nothingSaid;
    const values = amended ? toSaidValues(amended.said) : now;
    return { opened: now, values, version: changed?.rowVersion ?? 0 };
  });
  const { opened, values, version } = draft ?? first;
  return {
    ...{ opened, values, version },
    set: (next: SaidValues) => keep({ opened, version, values: next }),
    drop: () => keep(null),
  };
}

function problemOf(said: PreferenceSaid, others: readonly Preference[]): 'needed' | 'already' | null {
  if (!isSaid(said)) return 'needed';
  return others.some((one) => sameSaid(toSaid(toSaidValues(one)), said)) ? 'already' : null;
}

interface MeanwhileProps {
  readonly changed: Preference;
  readonly opened: SaidValues;
  readonly guest: OfGuest;
}

/** A colleague said it otherwise under the open form: that is told before it is overwritten. */
function ChangedMeanwhile({ changed, opened, guest }: MeanwhileProps) {
  const { t } = useTranslation();
  const { words } = usePreferenceWords(guest.menu);
  if (sameSaid(toSaid(toSaidValues(changed)), toSaid(opened))) return null;
  return (
    <p className={classes.warning} role="alert">
      {isSaid(changed)
        ? t('records.preferences.changedMeanwhile', { what: words(changed) })
        : t('records.preferences.withdrawnMeanwhile')}
    </p>
  );
}
