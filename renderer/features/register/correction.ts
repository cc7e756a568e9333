/** A correction of a visit between row and form: what was typed, what to send, and the way back. */
import type { VisitEdit } from '../../../shared/commands/party.ts';
import type { Visit, VisitPurpose } from '../../../shared/entities/visit.ts';

export interface Correction {
  readonly partyName: string;
  /** Empty while it is being typed. */
  readonly partySize: number | '';
  readonly purpose: VisitPurpose;
  readonly note: string;
}

export function toCorrection({ partyName, partySize, purpose, note }: Visit): Correction {
  return { partyName: partyName ?? '', partySize: partySize ?? 1, purpose, note: note ?? '' };
}

export function problemsOf({ partyName, partySize }: Correction): Partial<Record<keyof Correction, true>> {
  const isCount = Number.isInteger(partySize) && Number(partySize) >= 1 && Number(partySize) <= 500;
  return { ...(partyName.trim() === '' && { partyName: true }), ...(!isCount && { partySize: true }) };
}

/** The fields that were changed here, of values without problems. */
export function correctionOf(values: Correction, opened: Correction): VisitEdit {
  const has = (field: keyof Correction) => values[field] !== opened[field];
  return {
    ...(has('partyName') && { partyName: values.partyName.trim() }),
    ...(has('partySize') && { partySize: Number(values.partySize) }),
    ...(has('purpose') && { purpose: values.purpose }),
    ...(has('note') && { note: values.note.trim() || null }),
  };
}

/** The same fields as they stood before; what was not known then cannot be said again, and stays. */
export function wayBack({ partyName, partySize, purpose, note }: Visit, edit: VisitEdit): VisitEdit {
  return {
    ...('partyName' in edit && partyName && { partyName }),
    ...('partySize' in edit && partySize !== null && { partySize }),
    ...('purpose' in edit && { purpose }),
    ...('note' in edit && { note }),
  };
}
