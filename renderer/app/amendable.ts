import type { RejectedChange } from '../../shared/sync/device/device-store.ts';

/** The changes whose form can be opened again with what they said. */
const amendable = ['checkInVisitor', 'registerCustomer', 'editVisit', 'updateSiteSettings'] as const;
export type AmendableName = (typeof amendable)[number];

export function isAmendable({ name }: RejectedChange): boolean {
  return amendableName(name) !== null;
}

export function amendableName(name: string): AmendableName | null {
  return amendable.find((one) => one === name) ?? null;
}
