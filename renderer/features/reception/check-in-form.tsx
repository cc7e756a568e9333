/** The left, one step further: who it is and what they come for. Enter goes on, Ctrl+Enter checks in, Esc goes back. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { visitPurposes } from '../../../shared/entities/visit.ts';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { CountField } from '../../ui/count-field.tsx';
import { draftProblems, type CheckInDraft } from './check-in-draft.ts';
import type { CheckInFormProps } from './check-in-form-props.ts';
import { CustomerFields } from './customer-fields.tsx';
import { GuestChips } from './guest-chips.tsx';
import { SeatAndDrink } from './seat-and-drink.tsx';
import classes from './reception.module.css';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';

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
    <form
      ref={form}
      className={classes.form}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      aria-label={title}
      noValidate
    >
      <h2>{draft.guest === 'known' ? draft.partyName : title}</h2>
      {facts && <GuestHead facts={facts} floor={floor} />}
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

/** Which of two people of one name it is, and what to know of them. */
function GuestHead({ facts, floor }: { readonly facts: GuestFacts; readonly floor: Floor }) {
  const { t } = useTranslation();
  const { card, vehicles } = facts;
  const details = [
    card.kind === 'organisation' ? t('reception.organisation') : '',
    card.phoneLast4 ? t('reception.digits', { digits: card.phoneLast4 }) : '',
    ...vehicles
      .slice(0, shownCars)
      .map(({ plate, model }) => [plate && showPlate(plate), model].filter(Boolean).join(' ')),
    vehicles.length > shownCars ? t('reception.cars', { count: vehicles.length }) : '',
  ].filter((part) => part !== '');
  return (
    <div className={classes.guestHead}>
      {details.length > 0 && <p>{details.join(' · ')}</p>}
      <span className={classes.chips}>
        <GuestChips facts={facts} floor={floor} />
      </span>
    </div>
  );
}

const shownCars = 3;

/** From field to field; after the last one the button. */
function focusNext(form: HTMLFormElement, from: HTMLElement): void {
  const fields = [
    ...form.querySelectorAll<HTMLElement>('input:not([type=radio]), select, textarea, button[type=submit]'),
  ];
  fields[fields.indexOf(from) + 1]?.focus();
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
          // The word that stands for nobody gives way to the first letter typed.
          onFocus={({ currentTarget }) => {
            if (draft.partyName === t('reception.checkIn.anonymousName')) currentTarget.select();
          }}
          onChange={(event) => onChange({ partyName: event.currentTarget.value })}
          error={problems.partyName && t('reception.checkIn.errors.partyName')}
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
        rows={1}
        classNames={{ input: classes.growing ?? '' }}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
    </>
  );
}
