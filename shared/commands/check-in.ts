/** Checking a visitor in (到店登记): a known guest, a new customer or organisation, an anonymous party. */
import { z } from 'zod';
import { id, instant, nameText, text } from '../entities/fields.ts';
import { visitPurposes } from '../entities/visit.ts';
import { defineCommand, type CommandContext, type DraftChange, type DraftPatch } from './define.ts';
import { newCustomerInput, registrationPatches } from './register-customer.ts';

/** What is noted of a party at its arrival. */
export const partyInput = z.object({
  /** How the card on the floor board is headed. */
  partyName: nameText(120),
  partySize: z.int().min(1).max(500),
  /** Of these; absent or null where nobody said. */
  children: z.int().min(0).max(500).nullish(),
  /** The car they came with; absent or null where nobody said. */
  vehicleId: id().nullish(),
  purpose: z.enum(visitPurposes),
  seatId: id().nullable(),
  note: text(2000),
  expectedReadyAt: instant().nullable(),
  /** Served at once, a cup for each of the party; null for none. */
  menuItemId: id().nullable(),
  /**
   * Made by who asks, who can tell later whether it was saved; absent or null where that is no matter. Asked for once
   * more with a visit that the desk holds, nothing is changed and that visit is answered.
   */
  visitId: id().nullish(),
});
type PartyInput = z.infer<typeof partyInput>;

const checkInInput = partyInput.extend({
  /** Null for an anonymous party. */
  guestCardId: id().nullable(),
});
export type CheckInInput = z.infer<typeof checkInInput>;

/**
 * A known guest or an anonymous party arrives; `arrivedAt` and its business day are those of the desk's clock.
 * Two changes where a drink is served: a fact stands in a change of its own (R3).
 * Fails with `row_missing` where the desk does not hold the guest's card (any more).
 */
export const checkInVisitor = defineCommand({
  name: 'checkInVisitor',
  version: 1,
  input: checkInInput,
  permission: 'reception.use',
  reads: ({ guestCardId, visitId }) => [
    ...(guestCardId === null ? [] : [{ entity: 'guestCard', id: guestCardId } as const]),
    ...visitOf(visitId),
  ],
  plan(input, context) {
    const saved = heldVisit(input, context);
    if (saved) return { changes: [], output: { visitId: saved.id } };
    if (input.guestCardId !== null && !context.row('guestCard', input.guestCardId))
      return { code: 'row_missing' };
    return arrival(input, input.guestCardId, context);
  },
});

const checkInNewInput = z.object({ customer: newCustomerInput, party: partyInput });
export type CheckInNewInput = z.infer<typeof checkInNewInput>;

/**
 * A customer nobody knew: registered and checked in at once, kept together or not at all on this device. The
 * server judges the registration and the visit each for itself. Fails with `row_missing` where the visit it names is there, and of nobody known.
 */
export const checkInNewCustomer = defineCommand({
  name: 'checkInNewCustomer',
  version: 1,
  input: checkInNewInput,
  permission: 'guests.edit',
  reads: ({ party }) => visitOf(party.visitId),
  plan({ customer, party }, context) {
    const saved = heldVisit(party, context);
    if (saved?.guestCardId === null) return { code: 'row_missing' };
    if (saved) return { changes: [], output: { visitId: saved.id, guestCardId: saved.guestCardId } };
    const registration = registrationPatches(customer, context);
    const { vehicleId, guestCardId } = registration;
    const arrived = arrival({ ...party, vehicleId }, guestCardId, context);
    return {
      changes: [{ name: 'registerCustomer', version: 1, patches: registration.patches }, ...arrived.changes],
      output: { ...arrived.output, guestCardId },
    };
  },
});

const visitOf = (id: string | null | undefined) => (id ? [{ entity: 'visit', id } as const] : []);

const heldVisit = ({ visitId }: PartyInput, context: CommandContext) =>
  visitId ? context.row('visit', visitId) : undefined;

function arrival(party: PartyInput, guestCardId: string | null, context: CommandContext) {
  const visitId = party.visitId ?? context.newId();
  const {
    vehicleId = null,
    partyName,
    partySize,
    children = null,
    purpose,
    seatId,
    note,
    expectedReadyAt,
  } = party;
  const visit: DraftPatch = {
    entity: 'visit',
    id: visitId,
    op: 'create',
    set: {
      ...{ guestCardId, vehicleId, partyName, partySize, children, purpose, seatId, note, expectedReadyAt },
      arrivedAt: context.now,
      businessDay: context.businessDay,
      receivedBy: context.actor,
      leftAt: null,
      joinedVisitId: null,
      keepsPeople: null,
      away: [],
      workshopNote: null,
      cancelledAt: null,
    },
  };
  const changes: DraftChange[] = [{ name: 'checkInVisitor', version: 1, patches: [visit] }];
  const { menuItemId } = party;
  if (menuItemId !== null) {
    const patches = cupsOf(partySize).map((quantity) =>
      servingPatch({ visitId, menuItemId, quantity, corrects: null }, context),
    );
    changes.push({ name: 'serveDrinks', version: 1, patches });
  }
  return { changes, output: { visitId } };
}

/** A cup for each of the party, as servings: one holds up to `mostCups`. */
function cupsOf(partySize: number): number[] {
  const full = Array.from({ length: Math.floor(partySize / mostCups) }, () => mostCups);
  return partySize % mostCups === 0 ? full : [...full, partySize % mostCups];
}

/** Cups of one serving (shared/entities/serving.ts). */
export const mostCups = 99;

export interface NewServing {
  readonly visitId: string;
  readonly menuItemId: string | null;
  /** Cups; negative where it takes another serving back. */
  readonly quantity: number;
  readonly corrects: string | null;
}

/** The patch of a serving by the acting person, now. */
export function servingPatch(serving: NewServing, context: CommandContext): DraftPatch {
  const { now: servedAt, businessDay, actor: servedBy } = context;
  return {
    entity: 'serving',
    id: context.newId(),
    op: 'create',
    set: { ...serving, servedAt, businessDay, servedBy },
  };
}
