/** The half-filled check-in: kept over a reload, read from what was typed, checked before it is saved. */
import type { PartyEdit } from '../../../shared/commands/amend-rejected.ts';
import type { CheckInInput, CheckInNewInput } from '../../../shared/commands/check-in.ts';
import type { NewCustomerInput } from '../../../shared/commands/register-customer.ts';
import type { VisitPurpose } from '../../../shared/entities/visit.ts';
import type { Fields } from '../../../shared/entities/registry.ts';
import { isChildCount } from '../../records/children-field.tsx';
import { looksLikeOrganisation } from '../../../shared/rules/formats/organisation-name.ts';
import { readPhone, showPhone } from '../../../shared/rules/formats/phone.ts';
import { readPlate } from '../../../shared/rules/formats/plate.ts';

export interface CheckInDraft {
  /** Of this check-in from its first key to its last: what was saved is not saved again. */
  readonly id: string;
  readonly guest: 'known' | 'new' | 'anonymous';
  /** Of a known guest. */
  readonly guestCardId: string;
  /** How the party is called: of a known guest the card's name. */
  readonly partyName: string;
  readonly kind: 'private' | 'organisation';
  readonly name: string;
  readonly phone: string;
  readonly plate: string;
  /** The car a known guest came with; empty for none, absent until someone said: then the only one they have. */
  readonly vehicleId?: string;
  readonly contactPerson: string;
  readonly purpose: VisitPurpose;
  readonly partySize: number;
  /** Of these; absent in a draft of an older version. */
  readonly children?: number;
  /** Empty for none. */
  readonly seatId: string;
  /** Empty for none; null until someone chose: then the guest's usual drink is offered. */
  readonly menuItemId: string | null;
  readonly note: string;
  /** Something was typed or chosen: leaving the form must not lose it. */
  readonly isEdited: boolean;
  /** Since it was handed in: of the visit that is being saved. */
  readonly visitId?: string;
  /** A new customer all the same, although the guest of this card has a car with the same plate. */
  readonly acceptedDuplicateId?: string;
}

const blank: CheckInDraft = {
  id: '',
  guest: 'known',
  guestCardId: '',
  partyName: '',
  kind: 'private',
  name: '',
  phone: '',
  plate: '',
  contactPerson: '',
  purpose: 'service',
  partySize: 1,
  seatId: '',
  menuItemId: null,
  note: '',
  isEdited: false,
};

export function knownGuestDraft(guestCardId: string, name: string, vehicleId?: string): CheckInDraft {
  return { ...blank, guest: 'known', guestCardId, partyName: name, ...(vehicleId && { vehicleId }) };
}

export function anonymousDraft(partyName: string): CheckInDraft {
  return { ...blank, guest: 'anonymous', partyName, purpose: 'showroom' };
}

/** What was typed into the search field goes where it belongs: a plate, a number, else the name. */
export function newCustomerDraft(typed: string, province: string | null): CheckInDraft {
  const query = typed.trim();
  const plate = /\d/.test(query) ? readPlate(query, province) : null;
  if (plate !== null) return { ...blank, guest: 'new', plate };
  if (readPhone(query)) return { ...blank, guest: 'new', phone: query };
  const isName = query !== '' && !/^[\d\s-]+$/.test(query) && !/^[a-z]{1,3}$/i.test(query);
  const kind = looksLikeOrganisation(query) ? 'organisation' : 'private';
  return { ...blank, guest: 'new', kind, name: isName ? query : '' };
}

/** What the check-in is about, for a list; empty where nothing tells. */
export function draftSubject(draft: CheckInDraft): string {
  return draft.guest === 'new' ? draft.name || draft.phone || draft.plate : draft.partyName;
}

/** Whether leaving it would lose something: of a new customer words, not only what was clicked. */
export function isWorthKeeping(draft: CheckInDraft): boolean {
  const { name, phone, plate, contactPerson, note } = draft;
  const hasWords = [name, phone, plate, contactPerson, note].some((text) => text.trim() !== '');
  return draft.isEdited && (draft.guest !== 'new' || hasWords);
}

export type DraftProblems = Partial<
  Record<'name' | 'phone' | 'plate' | 'partySize' | 'children' | 'partyName', true>
>;

export function draftProblems(draft: CheckInDraft, province: string | null): DraftProblems {
  const isNew = draft.guest === 'new';
  return {
    ...(isNew && draft.name.trim() === '' ? { name: true } : {}),
    ...(isNew && draft.phone.trim() !== '' && !readPhone(draft.phone) ? { phone: true } : {}),
    ...(isNew && draft.plate.trim() !== '' && readPlate(draft.plate, province) === null
      ? { plate: true }
      : {}),
    ...(draft.guest === 'anonymous' && draft.partyName.trim() === '' ? { partyName: true } : {}),
    ...(Number.isInteger(draft.partySize) && draft.partySize >= 1 && draft.partySize <= 500
      ? {}
      : { partySize: true }),
    ...(isChildCount(draft.children ?? 0, draft.partySize) ? {} : { children: true }),
  };
}

/** Of a draft without problems. */
export function toCheckIn(draft: CheckInDraft): CheckInInput {
  const isKnown = draft.guest === 'known';
  return {
    ...toParty(draft),
    guestCardId: isKnown ? draft.guestCardId : null,
    vehicleId: (isKnown && draft.vehicleId) || null,
  };
}

function toParty(draft: CheckInDraft): CheckInNewInput['party'] {
  return {
    partyName: (draft.guest === 'new' ? draft.name : draft.partyName).trim(),
    partySize: draft.partySize,
    children: draft.children || null,
    purpose: draft.purpose,
    seatId: draft.seatId || null,
    note: draft.note.trim() || null,
    expectedReadyAt: null,
    menuItemId: draft.menuItemId || null,
    visitId: draft.visitId ?? null,
  };
}

/** Of a draft of a new customer without problems. */
export function toCheckInNew(draft: CheckInDraft, province: string | null): CheckInNewInput {
  return { customer: toNewCustomer(draft, province, {}), party: toParty(draft) };
}

/** @param held what the form does not ask for, as it was */
function toNewCustomer(
  draft: CheckInDraft,
  province: string | null,
  held: Partial<Pick<NewCustomerInput, 'gender' | 'model' | 'note'>>,
): NewCustomerInput {
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    gender: held.gender ?? null,
    phone: draft.phone.trim(),
    plate: draft.plate.trim() === '' ? null : readPlate(draft.plate, province),
    model: held.model ?? null,
    contactPerson: draft.contactPerson.trim() || null,
    note: held.note ?? null,
  };
}

/** A check-in that the server rejected, as the form would have it. Its drinks were served by a change of their own. */
export function draftOfVisit(visit: Partial<Fields<'visit'>>): CheckInDraft {
  const { guestCardId = null, partyName, partySize, children, purpose = blank.purpose, seatId, note } = visit;
  return {
    ...blank,
    guest: guestCardId === null ? 'anonymous' : 'known',
    guestCardId: guestCardId ?? '',
    partyName: partyName ?? '',
    partySize: partySize ?? 1,
    children: children ?? 0,
    purpose,
    seatId: seatId ?? '',
    menuItemId: '',
    note: note ?? '',
  };
}

/** Of a draft without problems. */
export function toPartyEdit(draft: CheckInDraft): PartyEdit {
  const { partyName, partySize, children, purpose, seatId, note } = toParty(draft);
  return { partyName, partySize, children, purpose, seatId, note };
}

/** What a rejected registration said of customer, card and car. */
export interface Registration {
  readonly customer: Partial<Fields<'customer'>>;
  readonly guestCard: Partial<Fields<'guestCard'>>;
  readonly vehicle: Partial<Fields<'vehicle'>>;
}

export function draftOfRegistration({ customer, vehicle }: Registration): CheckInDraft {
  const [phone] = customer.phones ?? [];
  return {
    ...blank,
    guest: 'new',
    kind: customer.kind ?? blank.kind,
    name: customer.name ?? '',
    phone: phone ? showPhone(phone.number) : '',
    plate: vehicle.plate ?? '',
    contactPerson: customer.contactPerson ?? '',
  };
}

/** Of a draft without problems; what the form does not ask for stays as it was registered. */
export function toRegistration(
  draft: CheckInDraft,
  province: string | null,
  { customer, guestCard, vehicle }: Registration,
): NewCustomerInput {
  return toNewCustomer(draft, province, {
    gender: customer.gender ?? null,
    model: vehicle.model ?? null,
    note: guestCard.note ?? null,
  });
}
