/**
 * The entities of a simulated world: a list of its own, so that one seed stays one history whatever the product gets.
 *
 * Every entity costs requests, calls of the store and so draws of the one stream of random numbers: a bootstrap asks
 * for each of them. An entity more in the registry would make another history of every seed that is kept.
 */
import { entityNames, type EntityName } from '../../shared/entities/registry.ts';

/** As the registry had them when the first seeds were kept; all that a world's people write must be among them. */
const worldEntities: readonly EntityName[] = [
  'siteSettings',
  'staff',
  'area',
  'seat',
  'menuItem',
  'guestCard',
  'vehicle',
  'visit',
  'serving',
  'preference',
  'customer',
  'conflict',
  'auditEntry',
];

/** Asked while a world lives. */
export const isOfWorlds = (name: string) => entityNames.some((one) => one === name);

/** Engine and server know these entities alone meanwhile. @returns the way back */
export function knowWorldEntities(more: readonly EntityName[] = []): () => void {
  const all = entityNames.splice(0, entityNames.length, ...worldEntities, ...more);
  return () => void entityNames.splice(0, entityNames.length, ...all);
}
