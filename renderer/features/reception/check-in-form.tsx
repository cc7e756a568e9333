/** The left, one step further: who it is and what they come for. Enter goes on, Ctrl+Enter checks in, Esc goes back. */
import { Button, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { visitPurposes } from '../../../shared/entities/visit.ts';
import { useSettings } from '../../data/hooks.ts';
import { CountField } from '../../ui/count-field.tsx';
import type { CheckInDraft } from './check-in-draft.ts';
import { draftProblems } from './check-in-draft.ts';
import { GuestChips } from './guest-chips.tsx';
import { nameIn, seatName } from './names.ts';
import classes from './reception.module.css';
import type { Floor } from './use-floor.ts';
import { useDuplicate } from './use-duplicate.ts';
import type { GuestFacts } from './use-guest-facts.ts';

export interface CheckInFormProps {
  readonly draft: CheckInDraft;
  readonly facts: GuestFacts | undefined;
  readonly floor: Floor;
  /** Whether a save was tried, so that problems are shown. */
  readonly isTried: boolean;
  readonly onChange: (change: Partial<CheckInDraft>) => void;
  readonly onSubmit: () => void;
  readonly onBack: () => void;
  /** Absent where another guest cannot be taken instead. */
  readonly onUseExisting?: (guestCardId: string, name: string) => void;
  /** The whole check-in, or the part that one rejected change was about. */
  readonly part?: 'customer' | 'party';
  /** On the button; `登记` where absent. */
  readonly submitWord?: string;
}

const titles = {
  known: 'reception.checkIn.title',
  new: 'reception.checkIn.newTitle',
  anonymous: 'reception.checkIn.anonymousTitle',
} as const;

export function CheckInForm(props: CheckInFormProps) {
  const { draft, facts, floor, part, onSubmit, onBack } = props;
  const { t } = useTranslation();
  const submitWord = props.submitWord ?? t('reception.checkIn.submit');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [draft.guest]);

  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  function onKeyDown(event: KeyboardEvent<HTMLFormElement>) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onBack();
    }
    if (event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      onSubmit();
    } else if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) {
      event.preventDefault();
      focusNext(event.currentTarget, event.target);
    }
  }
  const title = t(titles[draft.guest]);
  return (
    // Enter and Escape mean the same in every field of it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form ref={form} className={classes.form} onSubmit={submit} onKeyDown={onKeyDown} aria-label={title}>
      <h2>{draft.guest === 'known' ? draft.partyName : title}</h2>
      {facts && (
        <span className={classes.chips}>
          <GuestChips facts={facts} floor={floor} />
        </span>
      )}
      {draft.guest === 'new' && <CustomerFields {...props} />}
      {part !== 'customer' && <PartyFields {...props} />}
      <div className={classes.formActions}>
        <Button variant="default" size="md" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button
          type="submit"
          size="md"
          rightSection={<kbd className={classes.onAccent}>{t('reception.checkIn.submitKey')}</kbd>}
        >
          {submitWord}
        </Button>
      </div>
    </form>
  );
}

/** From field to field; after the last one the button. */
function focusNext(form: HTMLFormElement, from: HTMLElement): void {
  const fields = [
    ...form.querySelectorAll<HTMLElement>('input:not([type=radio]), select, textarea, button[type=submit]'),
  ];
  fields[fields.indexOf(from) + 1]?.focus();
}

function CustomerFields({ draft, isTried, onChange, onUseExisting }: CheckInFormProps) {
  const { t } = useTranslation();
  const settings = useSettings();
  const problems = isTried ? draftProblems(draft, settings?.plateProvince ?? null) : {};
  const duplicate = useDuplicate(draft, settings?.plateProvince ?? null);
  const isOrganisation = draft.kind === 'organisation';
  return (
    <>
      <SegmentedControl
        aria-label={t('reception.checkIn.kind')}
        value={draft.kind}
        onChange={(value) => onChange({ kind: value as CheckInDraft['kind'] })}
        data={[
          { value: 'private', label: t('reception.checkIn.private') },
          { value: 'organisation', label: t('reception.checkIn.organisation') },
        ]}
      />
      <TextInput
        data-first
        label={isOrganisation ? t('reception.checkIn.organisationName') : t('reception.checkIn.name')}
        value={draft.name}
        maxLength={120}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={problems.name && t('reception.checkIn.errors.name')}
        autoComplete="off"
      />
      {isOrganisation && (
        <TextInput
          label={t('reception.checkIn.contact')}
          value={draft.contactPerson}
          maxLength={80}
          onChange={(event) => onChange({ contactPerson: event.currentTarget.value })}
          autoComplete="off"
        />
      )}
      <div className={classes.pair}>
        <TextInput
          label={t('reception.checkIn.phone')}
          value={draft.phone}
          maxLength={30}
          inputMode="tel"
          onChange={(event) => onChange({ phone: event.currentTarget.value })}
          error={problems.phone && t('reception.checkIn.errors.phone')}
          autoComplete="off"
        />
        <TextInput
          label={t('reception.checkIn.plate')}
          value={draft.plate}
          maxLength={16}
          onChange={(event) => onChange({ plate: event.currentTarget.value })}
          error={problems.plate && t('reception.checkIn.errors.plate')}
          autoComplete="off"
        />
      </div>
      {duplicate && (
        <div className={classes.duplicate} role="status">
          {t('reception.checkIn.duplicate', { name: duplicate.name })}
          {onUseExisting && (
            <Button variant="default" onClick={() => onUseExisting(duplicate.id, duplicate.name)}>
              {t('reception.checkIn.useExisting')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function PartyFields(props: CheckInFormProps) {
  const { draft, isTried, onChange } = props;
  const { t } = useTranslation();
  const problems = isTried ? draftProblems(draft, null) : {};
  return (
    <>
      {draft.guest === 'anonymous' && (
        <TextInput
          data-first
          label={t('reception.checkIn.partyName')}
          value={draft.partyName}
          maxLength={120}
          onChange={(event) => onChange({ partyName: event.currentTarget.value })}
          error={problems.partyName && t('reception.checkIn.errors.name')}
          autoComplete="off"
        />
      )}
      <div className={classes.pair}>
        <NativeSelect
          {...(draft.guest === 'known' ? { 'data-first': true } : {})}
          label={t('reception.checkIn.purpose')}
          value={draft.purpose}
          onChange={(event) => onChange({ purpose: event.currentTarget.value as CheckInDraft['purpose'] })}
          data={visitPurposes.map((value) => ({ value, label: t(`reception.purposes.${value}`) }))}
        />
        <CountField
          label={t('reception.checkIn.partySize')}
          min={1}
          max={500}
          value={draft.partySize}
          onChange={(partySize) => onChange({ partySize })}
          error={problems.partySize && t('reception.checkIn.errors.partySize')}
        />
      </div>
      <SeatAndDrink {...props} />
      <Textarea
        label={t('reception.checkIn.note')}
        value={draft.note}
        maxLength={2000}
        rows={2}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
    </>
  );
}

/** A taken seat can be chosen, with a warning: two parties may share a table. */
function SeatAndDrink({ draft, floor, part, onChange }: CheckInFormProps) {
  const { t, i18n } = useTranslation();
  const takenBy = new Map(floor.parties.map((party) => [party.visit.seatId, party.name]));
  const seats = floor.seats.map((seat) => {
    const label = seatName(floor, i18n.language, seat);
    return { value: seat.id, label, party: takenBy.get(seat.id) };
  });
  const chosen = seats.find((seat) => seat.value === draft.seatId);
  const drinks = floor.menu.filter((item) => item.available !== false);
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={t('reception.checkIn.seat')}
          value={draft.seatId}
          onChange={(event) => onChange({ seatId: event.currentTarget.value })}
          data={[
            { value: '', label: t('reception.checkIn.noSeat') },
            ...seats.map(({ value, label, party }) => ({
              value,
              label: party === undefined ? label : t('reception.checkIn.taken', { seat: label, party }),
            })),
          ]}
        />
        {part === undefined && (
          <NativeSelect
            label={t('reception.checkIn.drink')}
            value={draft.menuItemId ?? ''}
            onChange={(event) => onChange({ menuItemId: event.currentTarget.value })}
            data={[
              { value: '', label: t('reception.checkIn.noDrink') },
              ...drinks.map((item) => ({ value: item.id, label: nameIn(i18n.language, item) })),
            ]}
          />
        )}
      </div>
      {chosen?.party !== undefined && (
        <p className={classes.warning}>
          {t('reception.checkIn.takenWarning', { seat: chosen.label, party: chosen.party })}
        </p>
      )}
    </>
  );
}
