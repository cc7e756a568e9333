/** One car, also where it belongs to nobody: its data, its people, what collided. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { usePerson } from '../../data/hooks.ts';
import { useLiveOf } from '../../data/use-live-of.ts';
import { ConflictsOf } from '../../records/conflict-list.tsx';
import { useGo } from '../../ui/use-go.ts';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './customers.module.css';
import { MissingRecord, RecordHead } from './record-head.tsx';
import { useWayBack } from './use-way-back.ts';
import { VehicleFacts } from './vehicle-facts.tsx';
import { VehicleForm } from './vehicle-form.tsx';
import { WaitingEdits } from './waiting-edits.tsx';

export function VehiclePage() {
  const { vehicleId = '' } = useParams();
  const vehicle = useLiveOf(vehicleId, readVehicle);
  if (vehicle === undefined) return <main className={classes.page} />;
  return vehicle ? <VehicleRecord key={vehicleId} vehicle={vehicle} /> : <MissingRecord />;
}

const readVehicle = (db: DeskDatabase, id: string) => db.vehicle.get(id).then((row) => row ?? null);

function VehicleRecord({ vehicle }: { readonly vehicle: LocalRow<'vehicle'> }) {
  const { t } = useTranslation();
  const go = useGo();
  const back = useWayBack();
  const [params] = useSearchParams();
  const mayEdit = rolesAllow(usePerson()?.roles ?? [], 'guests.edit');
  const isEditing = mayEdit && params.get('edit') === vehicle.id;
  const begin = () => go(`?edit=${vehicle.id}`, { replace: true });
  const end = () => go('?', { replace: true });
  useKeys([
    { keys: 'Escape', label: t('common.back'), run: isEditing ? end : back },
    ...(mayEdit && !isEditing ? [{ keys: 'e', label: t('customers.keys.edit'), run: begin }] : []),
  ]);
  return (
    <main className={classes.page}>
      <RecordHead
        title={vehicle.plate ? showPlate(vehicle.plate) : (vehicle.model ?? t('customers.noPlate'))}
      />
      <div className={classes.record}>
        <section className={classes.panel} aria-label={t('customers.vehicle.title')}>
          {isEditing ? (
            <VehicleForm vehicle={vehicle} ownerId={null} onEnd={end} />
          ) : (
            <>
              <div className={classes.panelHead}>
                <h2>{t('customers.vehicle.title')}</h2>
                {mayEdit && (
                  <Button variant="default" onClick={begin} rightSection={<kbd>E</kbd>}>
                    {t('customers.vehicle.edit')}
                  </Button>
                )}
              </div>
              <VehicleFacts vehicle={vehicle} />
            </>
          )}
        </section>
        <div className={classes.column}>
          <WaitingEdits ids={[vehicle.id]} />
          <ConflictsOf records={[{ entity: 'vehicle', id: vehicle.id }]} />
        </div>
      </div>
    </main>
  );
}
