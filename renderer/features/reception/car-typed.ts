import { barePlate } from '../../../shared/rules/formats/plate.ts';
import type { SearchVehicle } from '../../../shared/rules/search/search-entry.ts';

/** Less is no part of a plate or a VIN that tells cars apart. */
const leastTyped = 2;

/**
 * The car that was typed to find its guest, by plate or VIN, be it among other words: the one they came with.
 * @returns its id; undefined where nothing typed says which
 */
export function carTyped(query: string, vehicles: readonly SearchVehicle[]): string | undefined {
  const parts = query
    .split(/\s+/)
    .concat(query)
    .map(barePlate)
    .filter((part) => part.length >= leastTyped && /\d/.test(part));
  const meant = vehicles.filter(({ plate, vin }) =>
    parts.some((part) => plate?.includes(part) || vin?.endsWith(part)),
  );
  return meant.length === 1 ? meant[0]?.id : undefined;
}
