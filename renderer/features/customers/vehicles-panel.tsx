import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { endVehicleRelation, vehiclePeople } from '../../../shared/commands/customer-data.ts';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import type { LocalRow } from '../../data/database.ts';
import chips from '../../ui/chips.module.css';
import classes from './customers.module.css';
import type { CustomerRecord } from './use-customer-record.ts';
import { useRunEdit } from './use-record-edits.ts';
import type { RecordTask } from './use-record-task.ts';
import { VehicleFacts } from './vehicle-facts.tsx';
import { VehicleForm } from './vehicle-form.tsx';

interface Props {
  readonly record: CustomerRecord;
  readonly task: RecordTask;
  readonly mayEdit: boolean;
  readonly begin: (task: string) => void;
  readonly end: () => void;
}

export function VehiclesPanel({ record, task, mayEdit, begin, end }: Props) {
  const { t } = useTranslation();
  const { vehicles, card, customerIds } = record;
  const { customerId } = card;
  return (
    <section className={classes.panel} aria-label={t('customers.of.vehicles')}>
      <div className={classes.panelHead}>
        <h2>{t('customers.record.vehiclesOf', { count: vehicles.length })}</h2>
        {mayEdit && customerId !== null && task === null && (
          <Button variant="default" onClick={() => begin('new-car')} rightSection={<kbd>N</kbd>}>
            {t('customers.vehicle.new')}
          </Button>
        )}
      </div>
      {task === 'new-car' && customerId !== null && (
        <VehicleForm vehicle={null} ownerId={customerId} onEnd={end} />
      )}
      {vehicles.length === 0 && task !== 'new-car' && (
        <p className={classes.none}>{t('customers.record.noVehicles')}</p>
      )}
      {vehicles.map((vehicle) =>
        task === vehicle.id ? (
          <VehicleForm key={vehicle.id} vehicle={vehicle} ownerId={null} onEnd={end} />
        ) : (
          <VehicleCard
            key={vehicle.id}
            {...{ vehicle, customerId, customerIds }}
            onEdit={mayEdit && task === null ? () => begin(vehicle.id) : null}
          />
        ),
      )}
    </section>
  );
}

interface CardProps {
  readonly vehicle: LocalRow<'vehicle'>;
  readonly customerId: string | null;
  /** With those who were merged into this customer. */
  readonly customerIds: readonly string[];
  readonly onEdit: (() => void) | null;
}

function VehicleCard({ vehicle, customerId, customerIds, onEdit }: CardProps) {
  const { t } = useTranslation();
  const run = useRunEdit();
  const title = vehicle.plate ? showPlate(vehicle.plate) : (vehicle.model ?? t('customers.noPlate'));
  const roles = vehiclePeople.filter((field) => customerIds.includes(vehicle[field] ?? ''));
  async function endRelation() {
    if (customerId === null) return;
    const alsoIds = customerIds.filter((id) => id !== customerId);
    const input = { vehicleId: vehicle.id, customerId, ...(alsoIds.length > 0 && { alsoIds }) };
    await run(endVehicleRelation, input, t('customers.done.ended', { car: title }), {
      [vehicle.id]: vehicle.rowVersion,
    });
  }
  return (
    <article className={classes.car} aria-label={title}>
      <div className={classes.panelHead}>
        <h3>
          <Link to={`/customers/cars/${vehicle.id}`}>{title}</Link>{' '}
          {roles.map((role) => (
            <span key={role} className={chips.chip}>
              {t(`customers.people.${role}`)}
            </span>
          ))}
        </h3>
        {onEdit && (
          <span className={classes.carActions}>
            <Button variant="subtle" onClick={() => void endRelation()}>
              {t('customers.vehicle.end')}
            </Button>
            <Button variant="default" onClick={onEdit}>
              {t('customers.vehicle.edit')}
            </Button>
          </span>
        )}
      </div>
      <VehicleFacts vehicle={vehicle} />
    </article>
  );
}
