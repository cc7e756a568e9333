import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amendCustomer } from '../../../shared/commands/amend-rejected.ts';
import { editCustomer } from '../../../shared/commands/customer-data.ts';
import type { LocalRow } from '../../data/database.ts';
import { amendingForm, saidValues, type Amending } from '../../records/amending.ts';
import { fieldLabel } from '../../records/field-words.ts';
import type { CustomerFieldsProps } from './customer-fields-props.ts';
import classes from './customers.module.css';
import {
  customerErrors,
  customerWarnings,
  hasErrors,
  toCustomerEdit,
  toCustomerValues,
  withIdNumber,
  type CustomerErrors,
  type CustomerValues,
} from './customer-values.ts';
import { PhoneFields } from './phone-fields.tsx';
import { RecordForm } from './record-form.tsx';
import { useRecordDraft } from '../../data/use-record-draft.ts';
import { useRunEdit } from './use-record-edits.ts';
import { useReveal } from './use-reveal.ts';
import { Warning } from './warning.tsx';

interface Props {
  /** Null where this desk holds none. */
  readonly card: LocalRow<'guestCard'> | null;
  readonly customer: LocalRow<'customer'>;
  readonly onEnd: () => void;
  /** Where a rejected change is put right. */
  readonly amending?: Amending | undefined;
}

export function CustomerForm({ card, customer, onEnd, amending }: Props) {
  const { t } = useTranslation();
  const run = useRunEdit();
  const isRevealed = useRevealed(customer.id, onEnd);
  const draft = useRecordDraft(
    amending ? amendingForm(amending) : `edit-customer-${customer.id}`,
    toCustomerValues(customer),
    customer.rowVersion,
    amending && saidValues(amending, 'customer', (said) => toCustomerValues({ ...customer, ...said })),
  );
  const { opened, shown, basis, version, set, drop } = draft;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const errors = customerErrors(shown, opened);
  if (!isRevealed) return null;

  async function save() {
    setLeft(new Set(allFields));
    if (hasErrors(errors)) return;
    const edit = toCustomerEdit(shown, basis, customer);
    const guestCardId = card?.id ?? null;
    const input = { customerId: customer.id, guestCardId, set: edit };
    const done = t('customers.done.edited', { name: shown.name });
    const isSaved = amending
      ? await amending.onSend(amendCustomer(edit, guestCardId))
      : await run(editCustomer, input, done, { [customer.id]: version });
    if (!isSaved) return;
    drop();
    onEnd();
  }
  function cancel() {
    drop();
    onEnd();
  }
  const told: CustomerErrors = {
    ...Object.fromEntries(Object.entries(errors).filter(([field]) => left.has(field))),
    phones: errors.phones.filter((index) => left.has(`phone ${index}`)),
  };
  const fields: CustomerFieldsProps = {
    ...{ values: shown, errors: told, warnings: customerWarnings(shown), set },
    onLeft: (field) => setLeft((before) => new Set([...before, field])),
  };
  return (
    <RecordForm
      title={t('customers.form.title')}
      onSave={() => void save()}
      onLeave={onEnd}
      onCancel={cancel}
      submitWord={amending && t('status.rejected.send')}
    >
      <p className={classes.formHint}>{t('customers.form.recorded')}</p>
      <Names {...fields} />
      <PhoneFields {...fields} />
      {shown.kind === 'private' && <Identity {...fields} />}
      <div className={classes.pair}>
        {textsOf[shown.kind].map((field) => (
          <PlainField key={field} {...fields} field={field} />
        ))}
      </div>
      <Textarea
        label={fieldLabel(t, 'note')}
        value={shown.note}
        maxLength={2000}
        rows={2}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </RecordForm>
  );
}

const allFields = [
  'name',
  'birthDate',
  'idNumber',
  'email',
  ...Array.from({ length: 20 }, (_, at) => `phone ${at}`),
];

const textsOf = {
  private: ['email', 'employer', 'address', 'residence', 'maritalStatus'],
  organisation: ['email', 'contactPerson', 'address', 'industry', 'website'],
} as const;

const longest = {
  ...{ email: 254, employer: 120, address: 400, residence: 200, maritalStatus: 20 },
  ...{ contactPerson: 80, industry: 120, website: 254 },
} as const;

/** The form shows the numbers in full: once for each time it is opened, that is recorded. */
function useRevealed(customerId: string, onRefused: () => void): boolean {
  const reveal = useReveal();
  const [isRevealed, setRevealed] = useState(false);
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    void reveal(customerId, ['phones', 'idNumber']).then((done) => (done ? setRevealed(true) : onRefused()));
  });
  return isRevealed;
}

function Names({ values, errors, set, onLeft }: CustomerFieldsProps) {
  const { t } = useTranslation();
  const isOrganisation = values.kind === 'organisation';
  return (
    <>
      <SegmentedControl
        aria-label={fieldLabel(t, 'kind')}
        value={values.kind}
        onChange={(kind) => set({ kind: kind as CustomerValues['kind'] })}
        data={(['private', 'organisation'] as const).map((value) => ({
          value,
          label: t(`records.kinds.${value}`),
        }))}
      />
      <TextInput
        label={t(isOrganisation ? 'reception.checkIn.organisationName' : 'reception.checkIn.name')}
        value={values.name}
        maxLength={120}
        onChange={(event) => set({ name: event.currentTarget.value })}
        onBlur={() => onLeft('name')}
        error={errors.name && t('customers.errors.name')}
        autoComplete="off"
        autoFocus
      />
    </>
  );
}

function Identity({ values, errors, warnings, set, onLeft }: CustomerFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.pair}>
      <TextInput
        label={fieldLabel(t, 'idNumber')}
        value={values.idNumber}
        maxLength={30}
        onChange={(event) => set({ idNumber: event.currentTarget.value })}
        onBlur={() => {
          set(withIdNumber(values, values.idNumber));
          onLeft('idNumber');
        }}
        error={errors.idNumber && t('customers.errors.idNumber')}
        autoComplete="off"
      />
      <TextInput
        label={fieldLabel(t, 'birthDate')}
        value={values.birthDate}
        maxLength={20}
        placeholder={t('customers.form.dateExample')}
        onChange={(event) => set({ birthDate: event.currentTarget.value })}
        onBlur={() => onLeft('birthDate')}
        error={errors.birthDate && t('customers.errors.birthDate')}
        description={warnings.birthDate && <Warning text={t('customers.warnings.birthDate')} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autoComplete="off"
      />
      <NativeSelect
        label={fieldLabel(t, 'gender')}
        value={values.gender}
        onChange={(event) => set({ gender: event.currentTarget.value as CustomerValues['gender'] })}
        data={[
          { value: '', label: t('customers.form.unknown') },
          { value: 'male', label: t('records.genders.male') },
          { value: 'female', label: t('records.genders.female') },
        ]}
        description={warnings.gender && <Warning text={t('customers.warnings.gender')} />}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
    </div>
  );
}

interface PlainProps extends CustomerFieldsProps {
  readonly field: keyof typeof longest;
}

function PlainField({ values, errors, set, onLeft, field }: PlainProps) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={fieldLabel(t, field)}
      value={values[field]}
      maxLength={longest[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      onBlur={() => onLeft(field)}
      error={field === 'email' && errors.email && t('customers.errors.email')}
      autoComplete="off"
    />
  );
}
