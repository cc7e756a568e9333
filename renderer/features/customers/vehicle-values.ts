/** The form of a car between row and screen. */
import type { VehicleEdit } from '../../../shared/commands/customer-data.ts';
import type { Vehicle } from '../../../shared/entities/vehicle.ts';
import { readPlate, showPlate } from '../../../shared/rules/formats/plate.ts';
import { readVin } from '../../../shared/rules/formats/vin.ts';
import { changedFields } from '../../data/use-record-draft.ts';

export interface VehicleValues {
  /** As typed. */
  readonly plate: string;
  readonly vin: string;
  readonly model: string;
  readonly colour: string;
  readonly note: string;
  /** Ids of customers; null for nobody. */
  readonly customerId: string | null;
  readonly bringsInId: string | null;
  readonly userId: string | null;
}

export function toVehicleValues(vehicle: Partial<Vehicle>): VehicleValues {
  const { plate, vin, model, colour, note, customerId, bringsInId, userId } = vehicle;
  return {
    plate: plate ? showPlate(plate) : '',
    ...{ vin: vin ?? '', model: model ?? '', colour: colour ?? '', note: note ?? '' },
    ...{ customerId: customerId ?? null, bringsInId: bringsInId ?? null, userId: userId ?? null },
  };
}

/** `nothing`: neither plate, VIN nor model; then there is no car to speak of. */
export type VehicleErrors = Partial<Record<'plate' | 'vin' | 'nothing', true>>;

/** @param opened what stood there stays, even where it is no plate or VIN */
export function vehicleErrors(
  values: VehicleValues,
  opened: VehicleValues,
  province: string | null,
): VehicleErrors {
  const { plate, vin, model } = values;
  const isTyped = (field: 'plate' | 'vin') => values[field].trim() !== '' && values[field] !== opened[field];
  return {
    ...(isTyped('plate') && readPlate(plate, province) === null && { plate: true }),
    ...(isTyped('vin') && readVin(vin) === null && { vin: true }),
    ...([plate, vin, model].every((text) => text.trim() === '') && { nothing: true }),
  };
}

/** Some imports have no valid check digit (ISO 3779 asks for one in North America alone): a warning, never an error. */
export function hasOddVin({ vin }: VehicleValues): boolean {
  return readVin(vin)?.hasValidCheckDigit === false;
}

/** Of values without errors: the fields that were changed here, as they are stored. */
export function toVehicleEdit(
  values: VehicleValues,
  opened: VehicleValues,
  province: string | null,
): VehicleEdit {
  const { plate, vin, model, colour, note, ...people } = changedFields(values, opened);
  const text = (typed: string) => typed.trim() || null;
  return {
    ...people,
    ...(plate !== undefined && { plate: readPlate(plate, province) }),
    ...(vin !== undefined && { vin: readVin(vin)?.vin ?? null }),
    ...(model !== undefined && { model: text(model) }),
    ...(colour !== undefined && { colour: text(colour) }),
    ...(note !== undefined && { note: text(note) }),
  };
}
