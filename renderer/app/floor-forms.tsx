/** The two forms of the house: an area, and a seat; new ones or those that are there. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { areaInput, seatInput } from '../../shared/commands/floor.ts';
import type { LocalRow } from '../data/database.ts';
import classes from './floor-panel.module.css';
import pages from './pages.module.css';
import { positionAfter, type AreaEdit, type FloorEdits, type SeatEdit } from './use-floor-edits.ts';
import type { House } from './use-house.ts';

interface FormProps {
  readonly house: House;
  readonly edits: FloorEdits;
  readonly onClose: () => void;
}

interface AreaFormProps extends FormProps {
  /** Absent for a new one. */
  readonly area?: LocalRow<'area'>;
  /** @param version of the row the form began with @returns whether it was saved */
  readonly onSave: (set: AreaEdit, version: number) => Promise<boolean>;
}

export function AreaForm({ area, house, edits, onSave, onClose }: AreaFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(area?.name ?? '');
  const [nameEn, setNameEn] = useState(area?.nameEn ?? '');
  const [version] = useState(area?.rowVersion ?? 0);
  const [errors, setErrors] = useState<ReadonlySet<unknown>>(new Set());
  const isTaken = house.seats.some(({ id, areaId }) => areaId === area?.id && house.taken.has(id));
  async function save() {
    const read = areaInput.safeParse({ name: name.trim(), nameEn: nameEn.trim() || null });
    if (!read.success) return setErrors(new Set(read.error.issues.map(({ path }) => path[0])));
    if (await onSave(read.data, version)) onClose();
  }
  const title = area ? t('settings.floor.areaTitle', { name: area.name }) : t('settings.floor.addArea');
  return (
    <FormFrame title={title} isTaken={isTaken} onSave={save} onClose={onClose}>
      <TextInput
        label={t('settings.floor.areaName')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors.has('name') && t('settings.floor.errors.name')}
      />
      <TextInput
        label={t('settings.floor.areaNameEn')}
        value={nameEn}
        onChange={(event) => setNameEn(event.currentTarget.value)}
        error={errors.has('nameEn') && t('settings.floor.errors.nameEn')}
      />
      {area && (
        <RowActions
          rows={house.areas}
          row={area}
          isTaken={isTaken}
          words={[t('settings.floor.earlierArea'), t('settings.floor.laterArea')]}
          onStep={(by) => void edits.step('area', house.areas, area, by)}
          onClosed={(isClosed) => void edits.closeArea(area, isClosed)}
        />
      )}
    </FormFrame>
  );
}

interface SeatFormProps extends FormProps {
  /** Absent for a new one. */
  readonly seat?: LocalRow<'seat'>;
  readonly first: SeatEdit;
}

export function SeatForm({ seat, first, house, edits, onClose }: SeatFormProps) {
  const { t, i18n } = useTranslation();
  const [name, setName] = useState(first.name);
  const [capacity, setCapacity] = useState(first.capacity === null ? '' : String(first.capacity));
  const [areaId, setAreaId] = useState(first.areaId);
  const [before] = useState(seat);
  const [errors, setErrors] = useState<ReadonlySet<unknown>>(new Set());
  const seatsOf = (id: string) => house.seats.filter((one) => one.areaId === id);
  const isTaken = seat !== undefined && house.taken.has(seat.id);
  async function save() {
    const typed = { name: name.trim(), areaId, capacity: capacity.trim() === '' ? null : Number(capacity) };
    const read = seatInput.safeParse(typed);
    if (!read.success) return setErrors(new Set(read.error.issues.map(({ path }) => path[0])));
    const position = positionAfter(seatsOf(areaId));
    const isSaved = before
      ? await edits.editSeat(before, changedOf(before, read.data, position), before.rowVersion)
      : await edits.addSeat(read.data, position);
    if (isSaved) onClose();
  }
  const title = seat ? t('settings.floor.seatTitle', { name: seat.name }) : t('settings.floor.addSeat');
  return (
    <FormFrame title={title} isTaken={isTaken} onSave={save} onClose={onClose}>
      <TextInput
        label={t('settings.floor.seatName')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={errors.has('name') && t('settings.floor.errors.name')}
      />
      <TextInput
        label={t('settings.floor.capacity')}
        inputMode="numeric"
        value={capacity}
        onChange={(event) => setCapacity(event.currentTarget.value)}
        error={errors.has('capacity') && t('settings.floor.errors.capacity')}
      />
      <NativeSelect
        label={t('settings.floor.area')}
        value={areaId}
        onChange={(event) => setAreaId(event.currentTarget.value)}
        data={house.areas.map((one) => ({
          value: one.id,
          label: i18n.language === 'en' ? (one.nameEn ?? one.name) : one.name,
        }))}
      />
      {seat && (
        <RowActions
          rows={seatsOf(seat.areaId)}
          row={seat}
          isTaken={isTaken}
          words={[t('settings.floor.earlierSeat'), t('settings.floor.laterSeat')]}
          onStep={(by) => void edits.step('seat', seatsOf(seat.areaId), seat, by)}
          onClosed={(isClosed) => void edits.closeSeat(seat, isClosed)}
        />
      )}
    </FormFrame>
  );
}

/** What was edited here, alone: the rest is another desk's. In another area the seat comes last. */
function changedOf(before: SeatEdit, now: SeatEdit, position: number) {
  return {
    ...(now.name !== before.name && { name: now.name }),
    ...(now.capacity !== before.capacity && { capacity: now.capacity }),
    ...(now.areaId !== before.areaId && { areaId: now.areaId, position }),
  };
}

interface FrameProps {
  readonly title: string;
  readonly isTaken: boolean;
  readonly onSave: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function FormFrame({ title, isTaken, onSave, onClose, children }: FrameProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  function submit(event: FormEvent) {
    event.preventDefault();
    void onSave();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={classes.form}
      aria-label={title}
      ref={form}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      noValidate
    >
      {children}
      <Button type="submit" size="md">
        {t('common.save')}
      </Button>
      <Button variant="default" size="md" onClick={onClose}>
        {t('common.cancel')}
      </Button>
      {isTaken && <p className={pages.text}>{t('settings.floor.taken')}</p>}
    </form>
  );
}

interface RowActionsProps {
  readonly rows: readonly { readonly id: string }[];
  readonly row: { readonly id: string; readonly outOfUse: boolean | null };
  readonly isTaken: boolean;
  readonly words: readonly [earlier: string, later: string];
  readonly onStep: (by: -1 | 1) => void;
  readonly onClosed: (isClosed: boolean) => void;
}

function RowActions({ rows, row, isTaken, words, onStep, onClosed }: RowActionsProps) {
  const { t } = useTranslation();
  const place = rows.findIndex(({ id }) => id === row.id);
  const isClosed = row.outOfUse === true;
  return (
    <>
      <Button variant="default" size="md" disabled={place <= 0} onClick={() => onStep(-1)}>
        {words[0]}
      </Button>
      <Button variant="default" size="md" disabled={place >= rows.length - 1} onClick={() => onStep(1)}>
        {words[1]}
      </Button>
      <Button variant="default" size="md" disabled={isTaken && !isClosed} onClick={() => onClosed(!isClosed)}>
        {isClosed ? t('settings.floor.reopen') : t('settings.floor.close')}
      </Button>
    </>
  );
}
