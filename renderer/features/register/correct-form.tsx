/** Puts right what was written down wrong of a visit of today, whether the party is still here or has left. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { editVisit, type VisitEdit } from '../../../shared/commands/party.ts';
import { visitPurposes, type VisitPurpose } from '../../../shared/entities/visit.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useDraft } from '../../data/use-draft.ts';
import { CountField } from '../../ui/count-field.tsx';
import { errorText } from '../../ui/error-words.ts';
import { showDone, showFailure, showUndo } from '../../ui/notices.ts';
import { correctionOf, problemsOf, toCorrection, wayBack, type Correction } from './correction.ts';
import classes from './register.module.css';

interface Props {
  readonly visit: LocalRow<'visit'>;
  readonly onBack: () => void;
}

interface Draft {
  /** As the form showed them at first: what was left as it was is not sent. */
  readonly opened: Correction;
  readonly values: Correction;
  /** Of the row when the form was opened: what came later was not seen. */
  readonly version: number;
}

export function CorrectForm({ visit, onBack }: Props) {
  const { t } = useTranslation();
  const { values, problems, set, end, save } = useCorrection(visit, onBack);
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    void save();
  }
  /** Escape leaves what was typed for the next time; the button drops it. */
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={classes.form}
      onSubmit={onSubmit}
      onKeyDown={onKeyDown}
      noValidate
      aria-label={t('register.visit.correctTitle')}
    >
      <p className={classes.hint}>{t('register.visit.why')}</p>
      <TextInput
        label={t('reception.checkIn.partyName')}
        value={values.partyName}
        maxLength={120}
        onChange={(event) => set({ partyName: event.currentTarget.value })}
        error={problems.partyName && t('reception.party.form.name')}
        autoFocus
      />
      <NativeSelect
        label={t('reception.checkIn.purpose')}
        value={values.purpose}
        onChange={(event) => set({ purpose: event.currentTarget.value as VisitPurpose })}
        data={visitPurposes.map((value) => ({ value, label: t(`reception.purposes.${value}`) }))}
      />
      <CountField
        label={t('reception.checkIn.partySize')}
        min={1}
        max={500}
        clampBehavior="none"
        value={values.partySize}
        onChange={(partySize) => set({ partySize: partySize || '' })}
        error={problems.partySize && t('reception.party.form.partySize')}
      />
      <Textarea
        label={t('reception.checkIn.note')}
        value={values.note}
        maxLength={2000}
        rows={3}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <div className={classes.formActions}>
        <Button variant="default" size="md" onClick={end}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" size="md">
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

function useCorrection(visit: LocalRow<'visit'>, onBack: () => void) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [draft, keep] = useDraft<Draft>(`correct-visit-${visit.id}`);
  const [isTried, setTried] = useState(false);
  const [first] = useState<Draft>(() => {
    const opened = toCorrection(visit);
    return { opened, values: opened, version: visit.rowVersion };
  });
  const { opened, values, version } = draft ?? first;

  async function correct(fields: VisitEdit, seen: SeenVersions): Promise<boolean> {
    const result = await desk.run(editVisit, { ...fields, visitId: visit.id, alsoLeft: true }, seen);
    if (!result.ok) showFailure(errorText(t, result.error.code));
    return result.ok;
  }
  /** Only what is still as this correction left it: anything else is a colleague's by now. */
  async function undo(edit: VisitEdit, name: string): Promise<void> {
    const back = { ...wayBack(visit, edit), ifStill: edit, visitId: visit.id, alsoLeft: true };
    const result = await desk.run(editVisit, back, {});
    if (!result.ok) showFailure(errorText(t, result.error.code));
    else if (!result.value.isWhole) showDone(t('reception.done.colleagueKept', { name }));
  }
  function end() {
    keep(null);
    onBack();
  }
  return {
    values,
    problems: isTried ? problemsOf(values) : {},
    set: (change: Partial<Correction>) => keep({ opened, version, values: { ...values, ...change } }),
    end,
    async save() {
      setTried(true);
      if (Object.keys(problemsOf(values)).length > 0) return;
      const edit = correctionOf(values, opened);
      if (Object.keys(edit).length === 0) return end();
      if (!(await correct(edit, { [visit.id]: version }))) return;
      const name = values.partyName.trim();
      showUndo(t('register.visit.done', { name }), () => void undo(edit, name));
      end();
    },
  };
}
