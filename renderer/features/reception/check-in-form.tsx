/** The left, one step further: who it is and what they come for. Enter goes on, Ctrl+Enter checks in, Esc goes back. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { visitPurposes } from '../../../shared/entities/visit.ts';
import { vehicleWords } from '../../../shared/rules/formats/vehicle-words.ts';
import { ChildrenField } from '../../records/children-field.tsx';
import { CountField } from '../../ui/count-field.tsx';
import { KeyForm } from '../../ui/key-form.tsx';
import { useFirstWrong } from '../../ui/use-first-wrong.ts';
import { BackAgain } from './back-again.tsx';
import { draftProblems, type CheckInDraft } from './check-in-draft.ts';
import type { CheckInFormProps } from './check-in-form-props.ts';
import { CustomerFields } from './customer-fields.tsx';
import { GuestChips } from './guest-chips.tsx';
import { GuestLikes } from './guest-likes.tsx';
import { SeatAndDrink } from './seat-and-drink.tsx';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import classes from './form.module.css';
import frameClasses from './reception.module.css';

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
  const toFirstWrong = useFirstWrong(form);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [draft.guest]);

  function submit() {
    onSubmit();
    toFirstWrong();
  }
  const title = t(titles[draft.guest]);
  return (
    <KeyForm ref={form} className={classes.form} onSubmit={submit} onLeave={onBack} label={title}>
      <h2>{draft.guest === 'known' ? draft.partyName : title}</h2>
      {facts && <GuestHead facts={facts} floor={floor} />}
      {facts && props.onRestore && <BackAgain facts={facts} onRestore={props.onRestore} />}
      {draft.guest === 'new' && <CustomerFields {...props} />}
      {part !== 'customer' && <PartyFields {...props} />}
      <div className={classes.formActions}>
        <Button variant="default" size="md" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button type="submit" size="md" rightSection={<kbd data-on-accent>Ctrl Enter</kbd>}>
          {submitWord}
        </Button>
      </div>
    </KeyForm>
  );
}

/** Which of two people of one name it is, and what to know of them. */
function GuestHead({ facts, floor }: { readonly facts: GuestFacts; readonly floor: Floor }) {
  const { t } = useTranslation();
  const { card, vehicles } = facts;
  const details = [
    card.kind === 'organisation' ? t('reception.organisation') : '',
    card.phoneLast4 ? t('reception.digits', { digits: card.phoneLast4 }) : '',
    ...vehicles.slice(0, shownCars).map(vehicleWords),
    vehicles.length > shownCars ? t('reception.cars', { count: vehicles.length }) : '',
  ].filter((part) => part !== '');
  return (
    <div className={classes.guestHead}>
      {details.length > 0 && <p>{details.join(' · ')}</p>}
      <span className={frameClasses.chips}>
        <GuestChips facts={facts} floor={floor} />
      </span>
      <GuestLikes facts={facts} floor={floor} withNote />
    </div>
  );
}

const shownCars = 3;

/** Which of several cars it is: where it was typed to find the guest, Enter goes past it. */
function CarField({ draft, facts, onChange }: CheckInFormProps) {
  const { t } = useTranslation();
  const vehicles = facts?.vehicles ?? [];
  if (vehicles.length < 2) return null;
  return (
    <NativeSelect
      wrapperProps={draft.vehicleId ? { 'data-aside': true } : {}}
      label={t('reception.checkIn.car')}
      value={draft.vehicleId ?? ''}
      onChange={(event) => onChange({ vehicleId: event.currentTarget.value })}
      data={[
        { value: '', label: t('reception.checkIn.carUnknown') },
        ...vehicles.map((one) => ({ value: one.id, label: vehicleWords(one) })),
      ]}
    />
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
      {draft.guest === 'known' && <CarField {...props} />}
      <ChildrenField
        partySize={draft.partySize}
        value={draft.children ?? 0}
        onChange={(children) => onChange({ children: children || 0 })}
        isWrong={problems.children === true}
      />
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
