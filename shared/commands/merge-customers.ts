/**
 * Two guest cards, and the customers behind them, become one guest (合并); or are said to be two; both can be undone.
 *
 * Cars, visits and preferences are not touched: who reads them follows the merge (`rules/merged-cards.ts`). Only the
 * kept customer and card take over what was chosen for them. The change is guarded as a whole (R4): it names the other
 * customer and card too, so that it is `stale` where anybody changed one of the four rows meanwhile.
 */
import { z } from 'zod';
import { id } from '../entities/fields.ts';
import type { DeviceErrorCode, Failure } from '../errors.ts';
import { mergedFields, mergeFields, mergeSides, type Choices } from '../rules/merge-fields.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import {
  defineCommand,
  type CommandContext,
  type CommandOutcome,
  type DraftPatch,
  type Row,
  type RowKey,
} from './define.ts';

const pair = z.object({
  /** The card that leads to the other one from then on. */
  guestCardId: id(),
  /** The card that is kept. */
  intoCardId: id(),
  /** The customers of the two cards. */
  customerId: id().nullable(),
  intoCustomerId: id().nullable(),
});
export type MergePair = z.infer<typeof pair>;

const mergeInput = pair.extend({
  /** Of fields that differ, whose value stands; what is not named is decided as the form proposes it. */
  choices: z
    .array(z.object({ field: z.enum(mergeFields), side: z.enum(mergeSides) }))
    .max(mergeFields.length),
});

/** What undo needs to know. */
interface MergeMade extends MergePair {
  readonly mergeId: string;
}

function rowsOf({ guestCardId, intoCardId, customerId, intoCustomerId }: MergePair): RowKey[] {
  const customers = [intoCustomerId, customerId].filter((one) => one !== null);
  return [
    { entity: 'guestCard', id: intoCardId },
    { entity: 'guestCard', id: guestCardId },
    ...customers.map((one) => ({ entity: 'customer', id: one }) as const),
  ];
}

/**
 * Fails with `row_missing` where a card or customer is not on this desk, or a card is no longer that customer's; with
 * `input_invalid` for a card and itself, and where the kept card has no customer though the other one has.
 */
export const mergeCustomers = defineCommand({
  name: 'mergeCustomers',
  version: 1,
  input: mergeInput,
  permission: 'guests.merge',
  reads: (input) => rowsOf(input),
  plan({ choices, ...input }, context): CommandOutcome<MergeMade> | Failure<DeviceErrorCode> {
    const mergeId = context.newId();
    const patches = mergePatches({ ...input, choices }, context, mergeId);
    if ('code' in patches) return patches;
    return { changes: [{ name: 'mergeCustomers', version: 1, patches }], output: { ...input, mergeId } };
  },
});

export type MergeInput = z.infer<typeof mergeInput>;

/** The patches of a merge, its own row first. Fails as `mergeCustomers`. */
export function mergePatches(
  { choices, ...input }: MergeInput,
  context: Pick<CommandContext, 'row' | 'now' | 'actor'>,
  mergeId: string,
): DraftPatch[] | Failure<DeviceErrorCode> {
  const { guestCardId, intoCardId, customerId, intoCustomerId } = input;
  if (guestCardId === intoCardId || (customerId !== null && customerId === intoCustomerId))
    return { code: 'input_invalid', field: 'intoCardId' };
  const card = context.row('guestCard', guestCardId);
  const kept = context.row('guestCard', intoCardId);
  if (card?.customerId !== customerId || kept?.customerId !== intoCustomerId) return { code: 'row_missing' };
  if (intoCustomerId === null && customerId !== null)
    return { code: 'input_invalid', field: 'intoCustomerId' };
  const other = customerId === null ? null : context.row('customer', customerId);
  const keptCustomer = intoCustomerId === null ? null : context.row('customer', intoCustomerId);
  if (other === undefined || keptCustomer === undefined) return { code: 'row_missing' };

  const set = mergedFields(
    { card: kept, customer: keptCustomer },
    { card, customer: other },
    Object.fromEntries(choices.map(({ field, side }) => [field, side])) as Choices,
  );
  const made = {
    ...input,
    what: 'merged' as const,
    taken: [...new Set([...Object.keys(set.customer), ...Object.keys(set.card)])],
    ...{ decidedAt: context.now, decidedBy: context.actor, withdrawnAt: null, withdrawnBy: null },
  };
  const values = {
    customerBefore: before(keptCustomer, set.customer),
    customerAfter: set.customer,
    cardBefore: before(kept, set.card),
    cardAfter: set.card,
  };
  return [
    { entity: 'customerMerge', id: mergeId, op: 'create', set: made },
    { entity: 'mergeValues', id: mergeId, op: 'create', set: values },
    { entity: 'guestCard', id: intoCardId, op: 'update', set: set.card },
    { entity: 'guestCard', id: guestCardId, op: 'update', set: {} },
    ...customerPatch(intoCustomerId, set.customer),
    ...customerPatch(customerId, {}),
  ];
}

function customerPatch(customerId: string | null, set: Partial<Row<'customer'>>): DraftPatch[] {
  return customerId === null ? [] : [{ entity: 'customer', id: customerId, op: 'update', set }];
}

function before<Values extends object>(row: Values | null, set: Partial<Values>): Partial<Values> {
  const fields = row ? (Object.keys(set) as (keyof Values)[]) : [];
  return Object.fromEntries(fields.map((field) => [field, row?.[field]])) as Partial<Values>;
}

/** Looked at, and two guests: such a pair is proposed no more. Fails with `row_missing`, `input_invalid`. */
export const keepApart = defineCommand({
  name: 'keepApart',
  version: 1,
  input: pair,
  permission: 'guests.merge',
  reads: ({ guestCardId, intoCardId }) => [
    { entity: 'guestCard', id: guestCardId },
    { entity: 'guestCard', id: intoCardId },
  ],
  plan(input, context): CommandOutcome<MergeMade> | Failure<DeviceErrorCode> {
    if (input.guestCardId === input.intoCardId) return { code: 'input_invalid', field: 'intoCardId' };
    const cards = [input.guestCardId, input.intoCardId].map((one) => context.row('guestCard', one));
    if (cards.includes(undefined)) return { code: 'row_missing' };
    const mergeId = context.newId();
    const set = {
      ...input,
      what: 'apart' as const,
      taken: [],
      ...{ decidedAt: context.now, decidedBy: context.actor, withdrawnAt: null, withdrawnBy: null },
    };
    const patches = [{ entity: 'customerMerge', id: mergeId, op: 'create', set } as const];
    return { changes: [{ name: 'keepApart', version: 1, patches }], output: { ...input, mergeId } };
  },
});

const undoMergeInput = pair.extend({ mergeId: id() });
export type UndoMergeInput = z.infer<typeof undoMergeInput>;

interface MergeUndone {
  /** Fields of the kept customer or card that somebody has changed since, or that went on into a third: they stay. */
  readonly left: readonly string[];
}

type UndoContext = Pick<CommandContext, 'row' | 'found' | 'now' | 'actor'>;

/**
 * Takes a merge back, or that two are apart. Of the kept customer and card what still says what the merge wrote is as
 * before; anything else is somebody's by now. Nothing where it is withdrawn already. Fails with `row_missing`.
 */
export const undoMerge = defineCommand({
  name: 'undoMerge',
  version: 1,
  input: undoMergeInput,
  permission: 'guests.merge',
  reads: ({ mergeId, ...rows }) => [
    { entity: 'customerMerge', id: mergeId },
    { entity: 'mergeValues', id: mergeId },
    ...rowsOf(rows),
  ],
  finds: ({ intoCardId }) => [{ entity: 'customerMerge', index: 'guestCardId', value: intoCardId }],
  plan(input, context): CommandOutcome<MergeUndone> | Failure<DeviceErrorCode> {
    const undone = undoPatches(input, context);
    if ('code' in undone) return undone;
    const { patches, left } = undone;
    const changes = patches.length === 0 ? [] : [{ name: 'undoMerge', version: 1, patches }];
    return { changes, output: { left } };
  },
});

/** Fails as `undoMerge`; no patches where it is withdrawn already. */
export function undoPatches(
  { mergeId, ...pair }: UndoMergeInput,
  context: UndoContext,
): { readonly patches: DraftPatch[]; readonly left: string[] } | Failure<DeviceErrorCode> {
  const { guestCardId, intoCardId, customerId, intoCustomerId } = pair;
  const merge = context.row('customerMerge', mergeId);
  if (!merge) return { code: 'row_missing' };
  if (merge.withdrawnAt !== null) return { patches: [], left: [] };
  const patches: DraftPatch[] = [
    {
      entity: 'customerMerge',
      id: mergeId,
      op: 'update',
      set: { withdrawnAt: context.now, withdrawnBy: context.actor },
    },
  ];
  if (merge.what === 'apart') return { patches, left: [] };
  // Named, and left as they are: whoever is merged anew after an undo that is refused would stand in two merges.
  if (context.row('guestCard', guestCardId))
    patches.push({ entity: 'guestCard', id: guestCardId, op: 'update', set: {} });
  if (customerId !== null && context.row('customer', customerId))
    patches.push(...customerPatch(customerId, {}));
  const values = context.row('mergeValues', mergeId);
  const card = context.row('guestCard', intoCardId);
  const customer = intoCustomerId === null ? null : context.row('customer', intoCustomerId);
  // A desk that holds no customers (it was moved since) would part the cards and leave everything else merged.
  if (!values && intoCustomerId !== null && !customer) return { code: 'row_missing' };
  // A server that was put back may have lost what stood before, and with it nothing but that.
  if (!values) return { patches, left: [...merge.taken] };
  const ofCard = card ? backAgain(card, values.cardBefore, values.cardAfter) : nothing;
  const ofCustomer = customer ? backAgain(customer, values.customerBefore, values.customerAfter) : nothing;
  if (card) patches.push({ entity: 'guestCard', id: intoCardId, op: 'update', set: ofCard.set });
  if (customer) patches.push({ entity: 'customer', id: customer.id, op: 'update', set: ofCustomer.set });
  const goesOn = context
    .found('customerMerge')
    .some(({ what, withdrawnAt }) => what === 'merged' && withdrawnAt === null);
  const left = goesOn ? merge.taken : [...ofCustomer.left, ...ofCard.left];
  return { patches, left: [...new Set(left)] };
}

const nothing = { set: {}, left: [] as string[] };

type Loose<Values> = { readonly [Field in keyof Values]?: Values[Field] | undefined };

/** What stood before, where the row still says what was written after. */
function backAgain<Values extends object>(row: Values, was: Loose<Values>, written: Loose<Values>) {
  const fields = Object.keys(written) as (keyof Values & string)[];
  const isStill = (field: keyof Values) => sameJson(row[field], written[field]);
  const set = Object.fromEntries(fields.filter(isStill).map((field) => [field, was[field]]));
  return { set: set as Partial<Values>, left: fields.filter((field) => !isStill(field)) };
}
