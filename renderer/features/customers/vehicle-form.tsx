import { Textarea, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amendVehicle } from '../../../shared/commands/amend-rejected.ts';
import {
  editVehicle,
  registerVehicle,
  vehiclePeople,
  type VehicleEdit,
} from '../../../shared/commands/customer-data.ts';
import { readPlate, showPlate } from '../../../shared/rules/formats/plate.ts';
import { readVin } from '../../../shared/rules/formats/vin.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readCardsOfCustomers } from '../../data/merged-guests.ts';
import { withoutTheirCars } from '../../data/mistaken-guests.ts';
import { useSettings } from '../../data/hooks.ts';
import { amendingForm, saidValues, type Amending } from '../../records/amending.ts';
import { fieldLabel } from '../../records/field-words.ts';
import { useOnce } from '../../ui/use-once.ts';
import classes from './customers.module.css';
import { PersonPicker } from './person-picker.tsx';
import { RecordForm } from './record-form.tsx';
import { useRecordDraft } from '../../data/use-record-draft.ts';
import { useRunEdit } from './use-record-edits.ts';
import {
  hasOddVin,
  toVehicleEdit,
  toVehicleValues,
  vehicleErrors,
  type VehicleErrors,
  type VehicleValues,
} from './vehicle-values.ts';
import { Warning } from './warning.tsx';

interface Props {
  /** Null for a new one. */
  readonly vehicle: LocalRow<'vehicle'> | null;
  /** Of a new one. */
  readonly ownerId: string | null;
  readonly onEnd: () => void;
  /** Where a rejected change is put right. */
  readonly amending?: Amending | undefined;
}

export function VehicleForm({ vehicle, ownerId, onEnd, amending }: Props) {
  const { t } = useTranslation();
  const run = useRunEdit();
  const once = useOnce();
  const province = useSettings()?.plateProvince ?? null;
  const current = toVehicleValues(vehicle ?? { customerId: ownerId });
  const form = vehicle ? `edit-car-${vehicle.id}` : `new-car-${ownerId ?? ''}`;
  const { opened, shown, basis, version, set, drop } = useRecordDraft(
    amending ? amendingForm(amending) : form,
    current,
    vehicle?.rowVersion ?? 0,
    amending && saidValues(amending, 'vehicle', toVehicleValues),
  );
  const [isTried, setTried] = useState(false);
  const errors = vehicleErrors(shown, opened, province);
  const twin = useTwin(readPlate(shown.plate, province), vehicle?.id ?? '');

  async function save() {
    setTried(true);
    if (Object.keys(errors).length > 0) return;
    // Of a key pressed twice one new car comes, not two.
    if (!(await once(() => saved(toVehicleEdit(shown, basis, province))))) return;
    drop();
    onEnd();
  }
  function saved(edit: VehicleEdit): Promise<boolean> {
    const car = shown.plate || shown.model || shown.vin;
    if (amending) return amending.onSend(amendVehicle(edit));
    if (vehicle)
      return run(editVehicle, { vehicleId: vehicle.id, set: edit }, t('customers.done.carEdited', { car }), {
        [vehicle.id]: version,
      });
    const vehicleId = twin?.isFree ? twin.vehicleId : null;
    const input = { customerId: ownerId ?? '', vehicleId, set: edit };
    return run(registerVehicle, input, t('customers.done.carAdded', { car }));
  }
  function cancel() {
    drop();
    onEnd();
  }
  const title = t(vehicle ? 'customers.vehicle.editTitle' : 'customers.vehicle.newTitle');
  return (
    <RecordForm
      title={title}
      onSave={() => void save()}
      onLeave={onEnd}
      onCancel={cancel}
      submitWord={amending && t('status.rejected.send')}
    >
      <CarFields {...{ values: shown, errors, isTried, province, set }} />
      {twin && (
        <p className={classes.formHint} role="status">
          {twin.isFree
            ? t(vehicle || amending ? 'customers.vehicle.freeTwin' : 'customers.vehicle.takesOver')
            : t('customers.vehicle.twin', { name: twin.owner })}
        </p>
      )}
      <div className={classes.pair}>
        {vehiclePeople
          .filter((field) => vehicle !== null || field !== 'customerId')
          .map((field) => (
            <PersonPicker
              key={field}
              label={t(`customers.people.${field}`)}
              nobody={t(field === 'customerId' ? 'customers.noOwner' : 'customers.vehicle.ownerDoes')}
              value={shown[field]}
              onChange={(id) => set({ [field]: id })}
            />
          ))}
      </div>
    </RecordForm>
  );
}

interface CarFieldsProps {
  readonly values: VehicleValues;
  readonly errors: VehicleErrors;
  readonly isTried: boolean;
  readonly province: string | null;
  readonly set: (change: Partial<VehicleValues>) => void;
}

function CarFields({ values, errors, isTried, province, set }: CarFieldsProps) {
  const { t } = useTranslation();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const isTold = (field: string) => isTried || left.has(field);
  /** As it stands on the car: what came along from wherever it was copied is gone. */
  function tidy(field: 'plate' | 'vin') {
    const plate = readPlate(values.plate, province);
    const vin = readVin(values.vin);
    if (field === 'plate' && plate) set({ plate: showPlate(plate) });
    if (field === 'vin' && vin) set({ vin: vin.vin });
    setLeft((before) => new Set([...before, field]));
  }
  const text = (field: 'plate' | 'vin' | 'model' | 'colour', maxLength: number) => ({
    ...{ label: fieldLabel(t, field), value: values[field], maxLength, autoComplete: 'off' },
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      set({ [field]: event.currentTarget.value }),
  });
  const nothing = isTried && errors.nothing && t('customers.errors.nothing');
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          {...text('plate', 20)}
          onBlur={() => tidy('plate')}
          error={nothing || (isTold('plate') && errors.plate && t('reception.checkIn.errors.plate'))}
          autoFocus
        />
        <TextInput
          {...text('vin', 30)}
          onBlur={() => tidy('vin')}
          error={isTold('vin') && errors.vin && t('customers.errors.vin')}
          description={hasOddVin(values) && <Warning text={t('customers.warnings.vin')} />}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
        <TextInput {...text('model', 80)} />
        <TextInput {...text('colour', 40)} />
      </div>
      <Textarea
        label={fieldLabel(t, 'note')}
        value={values.note}
        maxLength={2000}
        rows={2}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
    </>
  );
}

interface Twin {
  readonly vehicleId: string;
  readonly owner: string;
  readonly isFree: boolean;
}

/** Another car with this plate: one of nobody before one of somebody. */
function useTwin(plate: string | null, exceptId: string): Twin | null {
  const { t } = useTranslation();
  const { db } = useDesk();
  const twin = useLiveQuery(async () => {
    if (plate === null) return null;
    const same = await db.vehicle.where('plate').equals(plate).toArray();
    const found = (await withoutTheirCars(db, same)).filter(({ id }) => id !== exceptId);
    const one = found.find(({ customerId }) => customerId === null) ?? found[0];
    if (!one) return null;
    const [owner] = (await readCardsOfCustomers(db, [one.customerId ?? ''])).values();
    return { vehicleId: one.id, owner: owner?.name ?? null, isFree: one.customerId === null };
  }, [db, plate, exceptId]);
  return twin ? { ...twin, owner: twin.owner ?? t('records.unknown') } : null;
}
