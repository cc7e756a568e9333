import type { SiteSettings } from '../../entities/site.ts';

/** Until the site says otherwise. Our choice. */
const defaultMinutes = 5;

/**
 * Minutes within which a party should have its first drink.
 * @param settings of the site; null or undefined while they are not known. Rows of version 1 lack the field.
 */
export function firstDrinkStandard(
  settings: Partial<Pick<SiteSettings, 'firstDrinkMinutes'>> | null | undefined,
): number {
  return settings?.firstDrinkMinutes ?? defaultMinutes;
}
