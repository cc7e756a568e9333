/**
 * A rejected change, put right by a person in the form it came from (R3): what is sent in its place.
 *
 * Rows keep their ids, so that what was written about them meanwhile finds them, and everything the form does
 * not show stays as it was (when a party arrived, who received it).
 */
import { z } from 'zod';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import type { RejectedChange } from '../sync/device/device-store.ts';
import { text } from '../entities/fields.ts';
import type { EntityName } from '../entities/registry.ts';
import { seat, type Area, type MenuItem, type Seat } from '../entities/site.ts';
import { partyInput } from './check-in.ts';
import {
  cardFields,
  customerEdit,
  vehicleEdit,
  type CustomerEdit,
  type VehicleEdit,
} from './customer-data.ts';
import { isFailure, type CommandContext, type DraftPatch } from './define.ts';
import { areaInput } from './floor.ts';
import { drinkInput } from './menu.ts';
import { editVisitInput, type EditVisitInput } from './party.ts';
import { preferenceSaid, type PreferenceSaid } from './preference.ts';
import { newCustomerInput, registrationPatches, type NewCustomerInput } from './register-customer.ts';
import { siteSettingsEdit } from './site-settings.ts';

type Rejected = Pick<RejectedChange, 'patches'>;
type Values = Readonly<Record<string, unknown>>;

/** The patches to send instead, or why they cannot be (`input_invalid` with the field). */
export type Amendment = (
  rejected: Rejected,
  newId: () => string,
) => readonly DraftPatch[] | Failure<DeviceErrorCode>;

/** What the check-in form shows of a party; its drinks were served by a change of their own. */
const partyEdit = partyInput.pick({
  partyName: true,
  partySize: true,
  children: true,
  purpose: true,
  seatId: true,
  note: true,
});
export type PartyEdit = z.infer<typeof partyEdit>;

/** Of `checkInVisitor`. */
export const amendCheckIn = (input: PartyEdit): Amendment => amendOne('visit', partyEdit, input);

/** Of `editVisit`; `set` holds what was edited then or now. */
export const amendVisit = (set: Omit<EditVisitInput, 'visitId'>): Amendment =>
  amendOne('visit', editVisitInput.omit({ visitId: true }), set);

/** Of `updateSiteSettings`; `set` holds what was edited then or now. */
export const amendSiteSettings = (set: Partial<z.infer<typeof siteSettingsEdit>>): Amendment =>
  amendOne('siteSettings', siteSettingsEdit.partial(), set);

/** Of `recordPreference` and `changePreference`; who recorded it, and when, stays. */
export const amendPreference = (said: PreferenceSaid): Amendment =>
  amendOne('preference', preferenceSaid, said);

/** Of `addArea` and `editArea`. */
export const amendArea = (set: Partial<Area>): Amendment => amendOne('area', areaInput.partial(), set);

const seatEdit = seat.schema.omit({ outOfUse: true }).partial();
/** Of `addSeat` and `editSeat`. */
export const amendSeat = (set: Partial<Seat>): Amendment => amendOne('seat', seatEdit, set);

/** Of `addDrink` and `editDrink`. */
export const amendDrink = (set: Partial<MenuItem>): Amendment =>
  amendOne('menuItem', drinkInput.partial(), set);

/** Of `registerVehicle` and `editVehicle`. */
export const amendVehicle = (set: VehicleEdit): Amendment => amendOne('vehicle', vehicleEdit, set);

const noteEdit = z.object({ note: text(2000) });
/** Of `editGuestNote`. */
export const amendGuestNote = (note: string | null): Amendment => amendOne('guestCard', noteEdit, { note });

/** Of `editCustomer`, the guest card with it. @param guestCardId of the customer, null where there is none here */
export function amendCustomer(edit: CustomerEdit, guestCardId: string | null): Amendment {
  return ({ patches }) => {
    const customer = patches.find(({ entity, op }) => entity === 'customer' && op === 'update');
    if (!customer) return notThisOne;
    const read = readInput(customerEdit, edit);
    if (isFailure(read)) return read as Failure<DeviceErrorCode>;
    const set = { ...customer.set, ...read };
    const card = patches.find(({ entity, op }) => entity === 'guestCard' && op === 'update');
    const onCard = { ...card?.set, ...cardFields(read as CustomerEdit) };
    const cardId = card?.id ?? guestCardId;
    const hasCard = cardId !== null && Object.keys(onCard).length > 0;
    return [
      { entity: 'customer', id: customer.id, op: 'update', set } as DraftPatch,
      ...(hasCard ? [{ entity: 'guestCard', id: cardId, op: 'update', set: onCard } as DraftPatch] : []),
    ];
  };
}

function amendOne(entity: EntityName, schema: z.ZodType<object>, input: object): Amendment {
  return ({ patches }) => {
    const [patch] = patches;
    if (patches.length !== 1 || patch?.entity !== entity || patch.op === 'remove') return notThisOne;
    const read = readInput(schema, input);
    if (isFailure(read)) return read as Failure<DeviceErrorCode>;
    const { id, op } = patch;
    return [{ entity, id, op, set: { ...patch.set, ...read } } as DraftPatch];
  };
}

/** Of `registerCustomer`: what the form shows, over what else the change said. */
export function amendRegistration(input: NewCustomerInput): Amendment {
  return ({ patches }, newId) => {
    const [customer, card, vehicle] = (['customer', 'guestCard', 'vehicle'] as const).map((entity) =>
      patches.find((patch) => patch.entity === entity && patch.op === 'create'),
    );
    if (!customer || !card) return notThisOne;
    const read = readInput(newCustomerInput, input);
    if (isFailure(read)) return read as Failure<DeviceErrorCode>;
    const ids = [customer.id, card.id, ...(vehicle ? [vehicle.id] : [])];
    const context = { newId: () => ids.shift() ?? newId() } as Pick<CommandContext, 'newId'>;
    const old = new Map<string, Values>(patches.map(({ entity, set = {} }) => [entity, set]));
    return registrationPatches(read as NewCustomerInput, context as CommandContext).patches.map(
      (patch): DraftPatch =>
        patch.op === 'remove'
          ? patch
          : ({ ...patch, set: { ...old.get(patch.entity), ...patch.set } } as DraftPatch),
    );
  };
}

const notThisOne: Failure<DeviceErrorCode> = { code: 'input_invalid', message: 'no change of this form' };

function readInput(schema: z.ZodType<object>, input: object): object | Failure<DeviceErrorCode> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return { code: 'input_invalid', field: issue?.path.join('.') ?? '', message: issue?.message ?? '' };
}
