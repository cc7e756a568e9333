/** Who the customer is; what this desk does not hold is said. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { customer as customerEntity } from '../../../shared/entities/customer.ts';
import { maskIdNumber, maskPhone } from '../../../shared/rules/formats/mask.ts';
import { showPhone } from '../../../shared/rules/formats/phone.ts';
import { scopeAccess } from '../../../shared/entities/stations.ts';
import { useDevice } from '../../data/hooks.ts';
import { fieldLabel, valueWords } from '../../records/field-words.ts';
import { useSpeaker } from '../../records/use-speaker.ts';
import classes from './customers.module.css';
import { MaskedValues } from './masked-values.tsx';
import type { CustomerRecord } from './use-customer-record.ts';

interface Props {
  readonly record: CustomerRecord;
  /** Null where nothing may be edited now. */
  readonly onEdit: (() => void) | null;
}

export function CustomerData({ record, onEdit }: Props) {
  const { t } = useTranslation();
  const { card, customer } = record;
  return (
    <>
      <div className={classes.panelHead}>
        <h2>{t('customers.record.data')}</h2>
        {onEdit && (
          <Button variant="default" onClick={onEdit} rightSection={<kbd>E</kbd>}>
            {t(customer ? 'customers.record.edit' : 'customers.record.editNote')}
          </Button>
        )}
      </div>
      <dl className={classes.facts}>
        {customer ? <Full record={record} /> : <OfCard record={record} />}
        {card.note && <Fact label={t('customers.record.cardNote')} value={card.note} />}
      </dl>
      {!customer && <NotHeld record={record} />}
    </>
  );
}

function NotHeld({ record }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  const station = useDevice()?.station ?? 'bar';
  const isFull = scopeAccess[station].people === 'full';
  const why = isFull && record.card.customerId !== null ? 'onItsWay' : isFull ? 'cardOnly' : 'station';
  return <p className={classes.notHeld}>{t(`customers.record.notHeld.${why}`)}</p>;
}

/** What a card says of its customer. */
function OfCard({ record: { card } }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  const speaker = useSpeaker(null);
  const fields = ['name', 'kind', 'phoneLast4', 'birthMonthDay'] as const;
  return fields.map((field) => (
    <Fact key={field} label={fieldLabel(t, field)} value={valueWords(speaker, field, card[field])} />
  ));
}

/** What is known, in the order of the entity. */
function Full({ record: { customer } }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  const speaker = useSpeaker(null);
  if (!customer) return null;
  const fields = Object.keys(customerEntity.schema.shape).filter((field) => {
    const value: unknown = customer[field as keyof typeof customer];
    return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
  });
  return fields.map((field) => {
    const label = fieldLabel(t, field);
    if (field === 'phones')
      return (
        <MaskedValues
          key={field}
          {...{ label, field, row: customer.id }}
          masked={customer.phones.map(({ number }) => maskPhone(number))}
          values={customer.phones.map(({ number }) => showPhone(number))}
        />
      );
    if (field === 'idNumber' && customer.idNumber)
      return (
        <MaskedValues
          key={field}
          {...{ label, field, row: customer.id }}
          masked={[maskIdNumber(customer.idNumber)]}
          values={[customer.idNumber]}
        />
      );
    return <Fact key={field} label={label} value={valueWords(speaker, field, customer[field as 'note'])} />;
  });
}

export function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
