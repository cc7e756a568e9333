import { Button } from '@mantine/core';
import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreferenceSaid } from '../../shared/commands/preference.ts';
import { isSaid } from '../../shared/rules/preference-terms.ts';
import type { LocalRow } from '../data/database.ts';
import { useDraft } from '../data/use-draft.ts';
import { usePreferenceWords } from './preference-words.ts';
import classes from './preferences.module.css';
import { SaidFields } from './said-fields.tsx';
import { nothingSaid, sameSaid, toSaid, toSaidValues, type SaidValues } from './said-values.ts';
import type { OfGuest, PreferenceActions } from './use-preference-actions.ts';

type Preference = LocalRow<'preference'>;

interface Props {
  readonly guest: OfGuest;
  readonly actions: PreferenceActions;
  /** Null: one more. */
  readonly changed: Preference | null;
  /** Those that hold. */
  readonly standing: readonly Preference[];
  readonly onLeave: () => void;
  /** Saved, or the change is dropped: a new form takes the place of this one. */
  readonly onEnd: () => void;
}

export function SaidForm({ guest, actions, changed, standing, onLeave, onEnd }: Props) {
  const { t } = useTranslation();
  const { opened, values, version, set, drop } = useSaidDraft(changed, guest.guestCardId);
  const [isTried, setTried] = useState(false);
  const isSaving = useRef(false);
  const said = toSaid(values);
  const problem = problemOf(
    said,
    standing.filter(({ id }) => id !== changed?.id),
  );

  async function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (isSaving.current || problem !== null) return;
    isSaving.current = true;
    const isSaved = changed
      ? await actions.change(changed, said, { [changed.id]: version })
      : await actions.record(said);
    // Saved, this form saves no more: a key that comes before the next one is drawn still finds its words.
    if (!isSaved) return void (isSaving.current = false);
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
    // Enter and Escape mean the same in every field of it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={classes.form}
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => formKey(event, onLeave)}
      noValidate
      aria-label={title}
    >
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
        <Button type="submit" rightSection={<kbd>{t('reception.checkIn.submitKey')}</kbd>}>
          {t(changed ? 'common.save' : 'records.preferences.add')}
        </Button>
      </div>
    </form>
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
function useSaidDraft(changed: Preference | null, guestCardId: string) {
  const [draft, keep] = useDraft<Draft>(`preference-${changed?.id ?? `new-${guestCardId}`}`);
  const [first] = useState<Draft>(() => {
    const values = changed ? toSaidValues(changed) : nothingSaid;
    return { opened: values, values, version: changed?.rowVersion ?? 0 };
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

/** Escape leaves what was typed for the next time; the button drops it. */
function formKey(event: KeyboardEvent<HTMLFormElement>, onLeave: () => void): void {
  if (event.nativeEvent.isComposing || event.keyCode === 229) return;
  if (event.key === 'Escape') {
    event.preventDefault();
    onLeave();
  }
  if (event.key !== 'Enter') return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    event.currentTarget.requestSubmit();
  } else if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
    event.preventDefault();
    fieldAfter(event.currentTarget, event.target)?.focus();
  }
}

/** Enter goes on: from field to field, past the words to the button. */
function fieldAfter(form: HTMLFormElement, field: HTMLElement): HTMLElement | undefined {
  const fields = [...form.querySelectorAll<HTMLElement>('input, select, [type=submit]')];
  return fields[fields.indexOf(field) + 1];
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
