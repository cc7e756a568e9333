import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { vehiclePeople } from '../../../shared/commands/customer-data.ts';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readCardsOfCustomers } from '../../data/merged-guests.ts';
import { fieldLabel } from '../../records/field-words.ts';
import classes from './customers.module.css';
import { Fact } from './customer-data.tsx';

/** What is known of a car, and who its people are. */
export function VehicleFacts({ vehicle }: { readonly vehicle: LocalRow<'vehicle'> }) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const ids = vehiclePeople.map((field) => vehicle[field] ?? '');
  const key = ids.join();
  const cards = useLiveQuery(() => readCardsOfCustomers(db, key.split(',')), [db, key]);
  return (
    <dl className={classes.facts}>
      {(['plate', 'vin', 'model', 'colour', 'note'] as const).map((field) => {
        const value = vehicle[field];
        if (!value) return null;
        return (
          <Fact
            key={field}
            label={fieldLabel(t, field)}
            value={field === 'plate' ? showPlate(value) : value}
          />
        );
      })}
      {vehiclePeople.map((field) => {
        // Rows of version 1 know the owner alone.
        const id = (vehicle[field] as string | null | undefined) ?? null;
        // Who brings it in and who uses it is the owner, where nobody said otherwise.
        if (id === null && field !== 'customerId') return null;
        const card = id === null ? undefined : cards?.get(id);
        return (
          <div key={field}>
            <dt>{t(`customers.people.${field}`)}</dt>
            <dd>
              {card ? (
                <Link to={`/customers/${card.id}`}>{card.name}</Link>
              ) : (
                t(id === null ? 'customers.noOwner' : 'records.unknown')
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
