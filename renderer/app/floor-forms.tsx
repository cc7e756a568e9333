/** The two forms of the house: an area, and a seat; new ones or those that are there. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { amendArea, amendSeat } from '../../shared/commands/amend-rejected.ts';
import { areaInput, seatInput } from '../../shared/commands/floor.ts';
import type { Area, Seat } from '../../shared/entities/site.ts';
import type { LocalRow } from '../data/database.ts';
import { useRecordDraft, type RecordDraft } from '../data/use-record-draft.ts';
import { amendingForm, saidValues, type Amending } from '../records/amending.ts';
import { nameIn } from '../records/name-in.ts';
import { ArrangedForm, RowActions } from './arranged-form.tsx';
import pages from './pages.module.css';
import { positionAfter } from './use-edit-tools.ts';
import { editedOf, useChecked } from './use-checked.ts';
import type { FloorEdits } from './use-floor-edits.ts';
import type { House } from './use-house.ts';

interface FormProps {
  readonly house: House;
  readonly edits: FloorEdits;
  readonly onClose: () => void;
  /** Where a rejected change is put right. */
  readonly amending?: Amending | undefined;
}

interface AreaFormProps extends FormProps {
  /** Absent for a new one. */
  readonly area?: LocalRow<'area'>;
}

const areaValues = (area: Partial<Area> | undefined) => ({
  name: area?.name ?? '',
  nameEn: area?.nameEn ?? '',
});

export function AreaForm({ area, house, edits, onClose, amending }: AreaFormProps) {
  const { t, i18n } = useTranslation();
  const draft = useRecordDraft(
    amending ? amendingForm(amending) : `floor-${area?.id ?? 'area'}`,
    areaValues(area),
    area?.rowVersion ?? 0,
    amending && saidValues(amending, 'area', areaValues),
  );
  const { shown, set } = draft;
  const { problems, checked } = useChecked(
    areaInput.safeParse({ name: shown.name.trim(), nameEn: shown.nameEn.trim() || null }),
  );
  const isTaken = house.seats.some(({ id, areaId }) => areaId === area?.id && house.taken.has(id));
  async function save() {
    const read = checked();
    if (!read) return false;
    if (amending) return amending.onSend(amendArea(area ? (editedOf(draft, read) ?? {}) : read));
    if (!area) return edits.addArea(read, positionAfter(house.areas));
    const changed = editedOf(draft, read);
    return !changed || edits.editArea(area, changed, draft.version);
  }
  return (
    <ArrangedForm
      title={
        area
          ? t('settings.floor.areaTitle', { name: nameIn(i18n.language, area) })
          : t('settings.floor.addArea')
      }
      onSave={save}
      onLeave={onClose}
      onDrop={draft.drop}
      submitWord={amending && t('status.rejected.send')}
      actions={
        area &&
        !amending && (
          <RowActions
            rows={house.areas}
            row={area}
            isTaken={isTaken}
            words={[t('settings.floor.earlierArea'), t('settings.floor.laterArea')]}
            onStep={(by) => void edits.step('area', area.id, by)}
            onOutOfUse={(outOfUse) => edits.setAreaOutOfUse(area, outOfUse)}
            onDone={onClose}
          />
        )
      }
    >
      <TextInput
        label={t('settings.floor.areaName')}
        value={shown.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={problems.has('name') && t('settings.floor.errors.name')}
      />
      <TextInput
        label={t('settings.floor.areaNameEn')}
        value={shown.nameEn}
        onChange={(event) => set({ nameEn: event.currentTarget.value })}
        error={problems.has('nameEn') && t('settings.floor.errors.nameEn')}
      />
    </ArrangedForm>
  );
}

interface SeatFormProps extends FormProps {
  /** Absent for a new one. */
  readonly seat?: LocalRow<'seat'>;
  /** Where it stands, or where a new one is meant to stand. */
  readonly areaId: string;
}

const seatValues = (seat: Partial<Seat> | undefined, areaId: string): SeatValues => ({
  name: seat?.name ?? '',
  capacity: String(seat?.capacity ?? ''),
  areaId: seat?.areaId ?? areaId,
});

export function SeatForm({ seat, areaId, house, edits, onClose, amending }: SeatFormProps) {
  const { t } = useTranslation();
  const draft = useRecordDraft(
    amending ? amendingForm(amending) : `floor-${seat?.id ?? `in-${areaId}`}`,
    seatValues(seat, areaId),
    seat?.rowVersion ?? 0,
    amending && saidValues(amending, 'seat', (set) => seatValues(set, areaId)),
  );
  const { shown } = draft;
  const { problems, checked } = useChecked(
    seatInput.safeParse({
      name: shown.name.trim(),
      areaId: shown.areaId,
      capacity: countOf(shown.capacity),
    }),
  );
  const seatsOf = (id: string) => house.seats.filter((one) => one.areaId === id);
  async function save() {
    const read = checked();
    if (!read) return false;
    const position = positionAfter(seatsOf(shown.areaId));
    if (!seat) return amending ? amending.onSend(amendSeat(read)) : edits.addSeat(read, position);
    const changed: Partial<Seat> | null = editedOf(draft, read);
    // In another area it stands last.
    const set = changed?.areaId === undefined ? changed : { ...changed, position };
    if (amending) return amending.onSend(amendSeat(set ?? {}));
    return !set || edits.editSeat(seat, set, draft.version);
  }
  return (
    <ArrangedForm
      title={seat ? t('settings.floor.seatTitle', { name: seat.name }) : t('settings.floor.addSeat')}
      onSave={save}
      onLeave={onClose}
      onDrop={draft.drop}
      submitWord={amending && t('status.rejected.send')}
      actions={
        seat &&
        !amending && (
          <RowActions
            rows={seatsOf(seat.areaId)}
            row={seat}
            isTaken={house.taken.has(seat.id)}
            words={[t('settings.floor.earlierSeat'), t('settings.floor.laterSeat')]}
            onStep={(by) => void edits.step('seat', seat.id, by)}
            onOutOfUse={(outOfUse) => edits.setSeatOutOfUse(seat, outOfUse)}
            onDone={onClose}
          />
        )
      }
    >
      <SeatFields {...{ draft, problems, house }} />
      <SameName name={shown.name.trim()} {...{ seat, house }} />
    </ArrangedForm>
  );
}

interface SeatValues {
  readonly name: string;
  /** As typed. */
  readonly capacity: string;
  readonly areaId: string;
}

interface SeatFieldsProps {
  readonly draft: RecordDraft<SeatValues>;
  readonly problems: ReadonlySet<unknown>;
  readonly house: House;
}

function SeatFields({ draft: { shown, set }, problems, house }: SeatFieldsProps) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <TextInput
        label={t('settings.floor.seatName')}
        value={shown.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={problems.has('name') && t('settings.floor.errors.name')}
      />
      <TextInput
        label={t('settings.floor.capacity')}
        inputMode="numeric"
        value={shown.capacity}
        onChange={(event) => set({ capacity: event.currentTarget.value })}
        error={problems.has('capacity') && t('settings.floor.errors.capacity')}
      />
      <NativeSelect
        label={t('settings.floor.area')}
        value={shown.areaId}
        onChange={(event) => set({ areaId: event.currentTarget.value })}
        data={house.areas.map((area) => {
          const name = nameIn(i18n.language, area);
          const label = area.outOfUse ? t('settings.floor.closedArea', { name }) : name;
          return { value: area.id, label };
        })}
      />
    </>
  );
}

interface SameNameProps {
  readonly name: string;
  readonly seat: LocalRow<'seat'> | undefined;
  readonly house: House;
}

/** It can be meant so, but who is sent to `A1` should find one. */
function SameName({ name, seat, house }: SameNameProps) {
  const { t, i18n } = useTranslation();
  const same = house.seats.find(
    (one) => one.id !== seat?.id && !one.outOfUse && one.name.toLowerCase() === name.toLowerCase(),
  );
  const area = house.areas.find(({ id }) => id === same?.areaId);
  if (!same || !area) return null;
  return (
    <p className={pages.hint} role="status">
      {t('settings.floor.sameName', { seat: same.name, area: nameIn(i18n.language, area) })}
    </p>
  );
}

/** `３` of a Chinese input method is a 3; what is no number is told as none. */
function countOf(typed: string): number | null {
  const text = typed.normalize('NFKC').trim();
  return text === '' ? null : Number(text);
}
