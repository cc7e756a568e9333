/** Puts right what was written down wrong of a visit of today, whether the party is still here or has left. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { editVisit, type VisitEdit } from '../../../shared/commands/party.ts';
import { visitPurposes, type VisitPurpose } from '../../../shared/entities/visit.ts';
import { vehicleWords } from '../../../shared/rules/formats/vehicle-words.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDraft } from '../../data/use-draft.ts';
import { ChildrenField } from '../../records/children-field.tsx';
import { tellUndone, useRun } from '../../records/use-run.ts';
import { CountField } from '../../ui/count-field.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { showUndo } from '../../ui/notices.ts';
import { useFirstWrong } from '../../ui/use-first-wrong.ts';
import { correctionOf, problemsOf, toCorrection, wayBack, type Correction } from './correction.ts';
import classes from './register.module.css';

interface Props {
  readonly visit: LocalRow<'visit'>;
  /** The guest's: which of several it was can be put right. */
  readonly cars: readonly LocalRow<'vehicle'>[];
  readonly onBack: () => void;
}

interface Draft {
  /** As the form showed them at first: what was left as it was is not sent. */
  readonly opened: Correction;
  readonly values: Correction;
  /** Of the row when the form was opened: what came later was not seen. */
  readonly version: number;
}

export function CorrectForm({ visit, cars, onBack }: Props) {
  const { t } = useTranslation();
  const { form, values, problems, set, end, save } = useCorrection(visit, onBack);
  return (
    <KeyForm
      ref={form}
      className={classes.form}
      onSubmit={() => void save()}
      onLeave={onBack}
      label={t('register.visit.correctTitle')}
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
      {cars.length > 1 && (
        <NativeSelect
          label={t('reception.checkIn.car')}
          value={values.vehicleId ?? ''}
          onChange={(event) => set({ vehicleId: event.currentTarget.value })}
          data={[
            { value: '', label: t('reception.checkIn.carUnknown') },
            ...cars.map((one) => ({ value: one.id, label: vehicleWords(one) })),
          ]}
        />
      )}
      <CountField
        label={t('reception.checkIn.partySize')}
        min={1}
        max={500}
        clampBehavior="none"
        value={values.partySize}
        onChange={(partySize) => set({ partySize: partySize || '' })}
        error={problems.partySize && t('reception.party.form.partySize')}
      />
      <ChildrenField
        partySize={values.partySize}
        value={values.children}
        onChange={(children) => set({ children })}
        isWrong={problems.children === true}
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
        <Button type="submit" size="md" rightSection={<kbd data-on-accent>Ctrl Enter</kbd>}>
          {t('common.save')}
        </Button>
      </div>
    </KeyForm>
  );
}

function useCorrection(visit: LocalRow<'visit'>, onBack: () => void) {
  const { t } = useTranslation();
  const run = useRun();
  const [draft, keep] = useDraft<Draft>(`correct-visit-${visit.id}`);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const toFirstWrong = useFirstWrong(form);
  const [first] = useState<Draft>(() => {
    const opened = toCorrection(visit);
    return { opened, values: opened, version: visit.rowVersion };
  });
  const { opened, values, version } = draft ?? first;

  /** Only what is still as this correction left it: anything else is a colleague's by now. */
  async function undo(edit: VisitEdit, name: string): Promise<void> {
    const back = { ...wayBack(visit, edit), ifStill: edit, visitId: visit.id, alsoLeft: true };
    tellUndone(await run(editVisit, back, {}), t('reception.done.colleagueKept', { name }));
  }
  function end() {
    keep(null);
    onBack();
  }
  return {
    form,
    values,
    problems: isTried ? problemsOf(values) : {},
    set: (change: Partial<Correction>) => keep({ opened, version, values: { ...values, ...change } }),
    end,
    async save() {
      setTried(true);
      if (Object.keys(problemsOf(values)).length > 0) return toFirstWrong();
      const edit = correctionOf(values, opened);
      if (Object.keys(edit).length === 0) return end();
      const input = { ...edit, visitId: visit.id, alsoLeft: true };
      if ((await run(editVisit, input, { [visit.id]: version })) === undefined) return;
      const name = values.partyName.trim();
      showUndo(t('register.visit.done', { name }), () => void undo(edit, name));
      end();
    },
  };
}
