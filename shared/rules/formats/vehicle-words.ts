import { showPlate } from './plate.ts';

/** `赣D·12345 汉兰达`: plate, model, or both; empty where a VIN is all that is known. */
export function vehicleWords(vehicle: {
  readonly plate: string | null;
  readonly model: string | null;
}): string {
  return [vehicle.plate && showPlate(vehicle.plate), vehicle.model].filter(Boolean).join(' ');
}
