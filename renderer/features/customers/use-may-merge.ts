import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { useDevice, usePerson } from '../../data/hooks.ts';

/** Who has the right to it, at a desk that holds both records in full; undefined while it is not known yet. */
export function useMayMerge(): boolean | undefined {
  const roles = usePerson()?.roles ?? [];
  const device = useDevice();
  if (device === undefined) return undefined;
  return (device?.scopes.includes('people') ?? false) && rolesAllow(roles, 'guests.merge');
}
