import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { visitPurposes, type VisitPurpose } from '../../../shared/entities/visit.ts';
import type { LocalRow } from '../../data/database.ts';
import { ChildrenField } from '../../records/children-field.tsx';
import { CountField } from '../../ui/count-field.tsx';
import { readyAt, type Clock, type EditProblems, type EditValues } from './edit-party-values.ts';
import { minutesUntil } from './minutes-until.ts';
import { useMoment } from '../../records/use-moment.ts';
import classes from './form.module.css';

interface FieldsProps {
  readonly values: EditValues;
  readonly opened: EditValues;
  /** As the row says now, which another desk may have changed. */
  readonly current: EditValues;
  readonly shown: EditValues;
  readonly problems: EditProblems;
  readonly visit: LocalRow<'visit'>;
  readonly clock: Clock;
  /** Who joined, and is not of this number. */
  readonly besides: number;
  readonly set: (change: Partial<EditValues>) => void;
}

export function EditFields(props: FieldsProps) {
  const { shown, problems, besides, set } = props;
  const { t } = useTranslation();
  const changed = useChangedWords(props);
  return (
    <>
      <TextInput
        label={t('reception.checkIn.partyName')}
        value={shown.partyName}
        onChange={(event) => set({ partyName: event.currentTarget.value })}
        maxLength={120}
        error={problems.partyName && t('reception.party.form.name')}
        {...changed('partyName')}
        autoFocus
      />
      <div className={classes.pair}>
        <NativeSelect
          label={t('reception.checkIn.purpose')}
          value={shown.purpose}
          onChange={(event) => set({ purpose: event.currentTarget.value as VisitPurpose })}
          data={visitPurposes.map((value) => ({ value, label: t(`reception.purposes.${value}`) }))}
          {...changed('purpose')}
        />
        <CountField
          label={t('reception.checkIn.partySize')}
          min={1}
          max={500}
          // A wrong number is told, not made another.
          clampBehavior="none"
          value={shown.partySize}
          onChange={(partySize) => set({ partySize: partySize || '' })}
          error={problems.partySize && t('reception.party.form.partySize')}
          {...(besides > 0 && { description: t('visits.join.besides', { count: besides }) })}
          {...changed('partySize')}
        />
      </div>
      <ChildrenField
        partySize={shown.partySize}
        value={shown.children}
        onChange={(children) => set({ children })}
        isWrong={problems.children === true}
        {...changed('children')}
      />
      <ReadyField {...props} />
      <TextInput
        label={t('reception.party.workshop')}
        value={shown.workshopNote}
        onChange={(event) => set({ workshopNote: event.currentTarget.value })}
        maxLength={2000}
        {...changed('workshopNote')}
      />
      <Textarea
        label={t('reception.checkIn.note')}
        rows={3}
        value={shown.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
        maxLength={2000}
        {...changed('note')}
      />
    </>
  );
}

const below = ['label', 'input', 'description', 'error'] as const;

/** Beside a field that was typed into here and changed by another desk meanwhile: what it says there. */
function useChangedWords({ values, opened, current }: FieldsProps) {
  const { t } = useTranslation();
  return (field: keyof EditValues) => {
    const isTyped = values[field] !== opened[field];
    const isChanged = current[field] !== opened[field] && current[field] !== values[field];
    if (!isTyped || !isChanged) return {};
    const value = field === 'purpose' ? t(`reception.purposes.${current.purpose}`) : String(current[field]);
    const description =
      value === '' ? t('reception.party.form.emptied') : t('reception.party.form.changed', { value });
    return {
      description,
      inputWrapperOrder: [...below],
      descriptionProps: { className: classes.changedWords ?? '', role: 'status' },
    };
  };
}

/** A time of day, and in words which day it is taken for. */
function ReadyField(props: FieldsProps) {
  const { values, opened, current, shown, visit, clock, problems, set } = props;
  const { t } = useTranslation();
  const moment = useMoment();
  const changed = useChangedWords(props)('ready');
  const isTyped = values.ready !== opened.ready || values.readyDays !== opened.readyDays;
  const at = readyAt(
    isTyped ? { values, opened, visit } : { values: current, opened: current, visit },
    clock,
  );
  const minutes = at === null ? 0 : minutesUntil(at, clock.now);
  const words = at !== null && {
    description: t(minutes < 0 ? 'reception.party.form.readyPast' : 'reception.party.form.readyIn', {
      moment: moment(at, clock.now),
      count: Math.abs(minutes),
    }),
    inputWrapperOrder: [...below],
  };
  return (
    <div className={classes.readyField}>
      <TextInput
        label={t('reception.checkIn.ready')}
        placeholder={t('reception.timeExample')}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        value={shown.ready}
        onChange={(event) => set({ ready: event.currentTarget.value, readyDays: 0 })}
        error={problems.ready && t('reception.timeUnreadable')}
        {...words}
        {...changed}
      />
      {isTyped && at !== null && (minutes < 0 || values.readyDays > 0) && (
        <Button variant="subtle" size="md" onClick={() => set({ readyDays: values.readyDays > 0 ? 0 : 1 })}>
          {t(values.readyDays > 0 ? 'reception.party.form.asToday' : 'reception.party.form.asTomorrow')}
        </Button>
      )}
    </div>
  );
}
