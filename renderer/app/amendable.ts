import type { RejectedChange } from '../../shared/sync/device/device-store.ts';
import { receptionWords } from '../i18n/zh-CN/reception.ts';

/** The changes whose form can be opened again with what they said. */
const amendable = [
  ...(['checkInVisitor', 'registerCustomer', 'editVisit', 'updateSiteSettings'] as const),
  ...(['mergeCustomers', 'undoMerge'] as const),
  ...(['recordPreference', 'changePreference'] as const),
  ...(['addArea', 'editArea', 'addSeat', 'editSeat', 'addDrink', 'editDrink'] as const),
  ...(['editCustomer', 'editGuestNote', 'registerVehicle', 'editVehicle'] as const),
] as const;
export type AmendableName = (typeof amendable)[number];

export function isAmendable(change: RejectedChange): boolean {
  return amendableName(change.name) !== null && noForm(change) === null;
}

export function amendableName(name: string): AmendableName | null {
  return amendable.find((one) => one === name) ?? null;
}

/** Why there is no form to put it right in. */
export type NoForm = 'oneStep' | 'undo' | 'file' | 'unknown';

const undos = [
  ...[
    'takeBackServing',
    'restoreServing',
    'takeBackCheck',
    'restoreCheck',
    'cancelCheckIn',
    'restoreCheckIn',
  ],
  'clearMistaken',
  ...['undoRecordEdit', 'undoRestoreConflict', 'undoImport', 'undoAway', 'takeBackCall'],
];

export function noForm({ name, patches }: RejectedChange): NoForm | null {
  if (amendableName(name) !== null) return patches.every(isOneStep) ? 'oneStep' : null;
  if (name === 'importCustomers') return 'file';
  if (undos.includes(name)) return 'undo';
  return Object.hasOwn(receptionWords.changes, name) && name !== 'other' ? 'oneStep' : 'unknown';
}

/** An area, a seat or a drink out of use or back: pressed, not typed. */
function isOneStep({ op, set = {} }: RejectedChange['patches'][number]): boolean {
  return op === 'update' && Object.keys(set).every((field) => field === 'outOfUse');
}
