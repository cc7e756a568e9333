/** A form that puts a rejected change right (R3): it begins with what that said, and sends that in its place. */
import type { Amendment } from '../../shared/commands/amend-rejected.ts';
import type { EntityName } from '../../shared/entities/registry.ts';
import type { RejectedChange } from '../../shared/sync/device/device-store.ts';

export interface Amending {
  readonly change: RejectedChange;
  /** @returns whether it is on its way */
  readonly onSend: (amendment: Amendment) => Promise<boolean>;
}

/** Its draft, apart from that of the form in its usual place. */
export const amendingForm = ({ change }: Amending) => `amend-${change.opId}`;

/** Of what the change said of the row, as the form shows it, the fields that it set. */
export function saidValues<Values extends object>(
  { change }: Amending,
  entity: EntityName,
  toValues: (set: Readonly<Record<string, unknown>>) => Values,
): Partial<Values> {
  const { set = {} } = change.patches.find((patch) => patch.entity === entity) ?? {};
  const fields = Object.entries(toValues(set)).filter(([field]) => Object.hasOwn(set, field));
  return Object.fromEntries(fields) as Partial<Values>;
}
