/** A correction of a visit between row and form: what was typed, what to send, and the way back. */
import type { VisitEdit } from '../../../shared/commands/party.ts';
import { childrenOf } from '../../../shared/rules/party-people.ts';
import { isChildCount } from '../../records/children-field.tsx';
import type { Visit, VisitPurpose } from '../../../shared/entities/visit.ts';

export interface Correction {
  readonly partyName: string;
  /** Empty while it is being typed. */
  readonly partySize: number | '';
  readonly children: number | '';
  readonly purpose: VisitPurpose;
  /** Empty where nobody said; absent in a draft of an older version. */
  readonly vehicleId?: string;
  readonly note: string;
}

export function toCorrection(visit: Visit): Correction {
  const { partyName, partySize, purpose, vehicleId, note } = visit;
  const people = { partySize: partySize ?? 1, children: childrenOf(visit) };
  return { partyName: partyName ?? '', ...people, purpose, vehicleId: vehicleId ?? '', note: note ?? '' };
}

export function problemsOf({
  partyName,
  partySize,
  children,
}: Correction): Partial<Record<keyof Correction, true>> {
  const isCount = Number.isInteger(partySize) && Number(partySize) >= 1 && Number(partySize) <= 500;
  return {
    ...(partyName.trim() === '' && { partyName: true }),
    ...(!isCount && { partySize: true }),
    ...(isCount && !isChildCount(children, partySize) && { children: true }),
  };
}

/** The fields that were changed here, of values without problems. */
export function correctionOf(values: Correction, opened: Correction): VisitEdit {
  const has = (field: keyof Correction) => values[field] !== opened[field];
  return {
    ...(has('partyName') && { partyName: values.partyName.trim() }),
    ...(has('partySize') && { partySize: Number(values.partySize) }),
    ...(has('children') && { children: Number(values.children) || null }),
    ...(has('purpose') && { purpose: values.purpose }),
    ...(has('vehicleId') && { vehicleId: values.vehicleId || null }),
    ...(has('note') && { note: values.note.trim() || null }),
  };
}

/** The same fields as they stood before; what was not known then cannot be said again, and stays. */
export function wayBack(
  { partyName, partySize, children, purpose, vehicleId, note }: Visit,
  edit: VisitEdit,
): VisitEdit {
  return {
    ...('partyName' in edit && partyName && { partyName }),
    ...('partySize' in edit && partySize !== null && { partySize }),
    ...('children' in edit && { children: children ?? null }),
    ...('purpose' in edit && { purpose }),
    // Of a row from before the field there is none.
    ...('vehicleId' in edit && { vehicleId: vehicleId ?? null }),
    ...('note' in edit && { note }),
  };
}
