import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { FormEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditVisitInput } from '../../../shared/commands/party.ts';
import type { Fields } from '../../../shared/entities/registry.ts';
import { visitPurposes, type VisitPurpose } from '../../../shared/entities/visit.ts';
import { nextWallTime, wallTime } from '../../../shared/rules/time-zone.ts';
import type { LocalRow } from '../../data/database.ts';
import { useTimeZone } from '../../data/hooks.ts';
import { useDraft } from '../../data/use-draft.ts';
import { CountField } from '../../ui/count-field.tsx';
import classes from './reception.module.css';

interface Props {
  readonly visit: LocalRow<'visit'>;
  readonly onBack: () => void;
  readonly onSave: (input: EditVisitInput) => Promise<boolean>;
  /** An edit that the server rejected: the form opens with what it said, and sends all of that again. */
  readonly rejected?: { readonly opId: string; readonly set: Partial<Fields<'visit'>> };
}

interface Draft {
  /** As the form showed them at first: what was left as it was is not sent. */
  readonly opened: EditValues;
  readonly values: EditValues;
}

export function EditPartyForm({ visit, onBack, onSave, rejected }: Props) {
  const { t } = useTranslation();
  const [draft, keep] = useDraft<Draft>(rejected ? `amend-${rejected.opId}` : `edit-visit-${visit.id}`);
  const timeZone = useTimeZone();
  const first = {
    opened: toValues(visit, timeZone),
    values: toValues({ ...visit, ...rejected?.set }, timeZone),
  };
  const { opened, values } = draft ?? first;
  const set = (change: Partial<EditValues>) => keep({ opened, values: { ...values, ...change } });

  function end() {
    keep(null);
    onBack();
  }
  async function save(event: FormEvent) {
    event.preventDefault();
    if (await onSave(toInput(values, opened, visit, timeZone, rejected?.set))) end();
  }
  /** Escape leaves what was typed for the next time; the button drops it. */
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onBack();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={classes.form}
      onSubmit={(event) => void save(event)}
      onKeyDown={onKeyDown}
      aria-label={t('reception.party.edit')}
    >
      <EditFields values={values} set={set} />
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

interface FieldsProps {
  readonly values: EditValues;
  readonly set: (change: Partial<EditValues>) => void;
}

function EditFields({ values, set }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        label={t('reception.checkIn.partyName')}
        value={values.partyName}
        onChange={(event) => set({ partyName: event.currentTarget.value })}
        maxLength={120}
        required
        autoFocus
      />
      <div className={classes.pair}>
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
          value={values.partySize}
          onChange={(partySize) => set({ partySize: partySize || 1 })}
        />
      </div>
      <TextInput
        type="time"
        label={t('reception.checkIn.ready')}
        value={values.ready}
        onChange={(event) => set({ ready: event.currentTarget.value })}
      />
      <TextInput
        label={t('reception.party.workshop')}
        value={values.workshopNote}
        onChange={(event) => set({ workshopNote: event.currentTarget.value })}
        maxLength={2000}
      />
      <Textarea
        label={t('reception.checkIn.note')}
        rows={3}
        value={values.note}
        onChange={(event) => set({ note: event.currentTarget.value })}
        maxLength={2000}
      />
    </>
  );
}

function toValues(visit: LocalRow<'visit'>, timeZone: string) {
  return {
    partyName: visit.partyName ?? '',
    partySize: visit.partySize ?? 1,
    purpose: visit.purpose,
    ready: visit.expectedReadyAt === null ? '' : wallTime(visit.expectedReadyAt, timeZone),
    workshopNote: visit.workshopNote ?? '',
    note: visit.note ?? '',
  };
}
type EditValues = ReturnType<typeof toValues>;

/** @param resent is sent in any case, as the form has it now */
function toInput(
  values: EditValues,
  opened: EditValues,
  visit: LocalRow<'visit'>,
  timeZone: string,
  resent: object = {},
): EditVisitInput {
  const has = (field: keyof EditValues) =>
    values[field] !== opened[field] || Object.hasOwn(resent, field === 'ready' ? 'expectedReadyAt' : field);
  return {
    visitId: visit.id,
    ...(has('partyName') && { partyName: values.partyName.trim() }),
    ...(has('partySize') && { partySize: values.partySize }),
    ...(has('purpose') && { purpose: values.purpose }),
    // On the day of arrival; before the arrival it means the next morning.
    ...(has('ready') && { expectedReadyAt: nextWallTime(values.ready, visit.arrivedAt, timeZone) }),
    ...(has('workshopNote') && { workshopNote: values.workshopNote.trim() || null }),
    ...(has('note') && { note: values.note.trim() || null }),
  };
}
