/** What a person has chosen so far in the comparison of two records, which stand left and right whichever is kept. */
import type { MergeInput, MergePair } from '../../../shared/commands/merge-customers.ts';
import {
  fieldChoices,
  type FieldChoice,
  type MergeField,
  type MergeSide,
} from '../../../shared/rules/merge-fields.ts';
import type { CustomerRecord } from './use-customer-record.ts';

export type Place = 'left' | 'right';
export type Picked = Place | 'both';

export interface MergeDraft {
  readonly keep: Place;
  readonly picked: Readonly<Partial<Record<MergeField, Picked>>>;
}

export type Compared = Pick<CustomerRecord, 'card' | 'customer' | 'visitCount'>;

export interface FieldRow {
  readonly choice: FieldChoice;
  readonly left: unknown;
  readonly right: unknown;
  readonly picked: Picked;
}

/** Who came more often, else who was known first (ids begin with the time they were made at); never a card alone. */
export function proposedKeep(left: Compared, right: Compared): Place {
  if ((left.customer === null) !== (right.customer === null)) return left.customer ? 'left' : 'right';
  if (left.visitCount !== right.visitCount) return left.visitCount > right.visitCount ? 'left' : 'right';
  return left.card.id < right.card.id ? 'left' : 'right';
}

const other = (place: Place): Place => (place === 'left' ? 'right' : 'left');

/** The same choice where the two records stand the other way round. */
export function turned({ keep, picked }: MergeDraft): MergeDraft {
  const fields = Object.entries(picked).map(([field, one]) => [field, one === 'both' ? one : other(one)]);
  return { keep: other(keep), picked: Object.fromEntries(fields) as MergeDraft['picked'] };
}

export function sidesOf<Record>(left: Record, right: Record, keep: Place): { kept: Record; other: Record } {
  return keep === 'left' ? { kept: left, other: right } : { kept: right, other: left };
}

export function fieldRows(left: Compared, right: Compared, { keep, picked }: MergeDraft): FieldRow[] {
  const { kept, other: brought } = sidesOf(left, right, keep);
  return fieldChoices(kept, brought).map((choice) => {
    const [mine, theirs] = keep === 'left' ? [choice.kept, choice.other] : [choice.other, choice.kept];
    const chosen = picked[choice.field];
    const isOffered = chosen !== undefined && choice.sides.includes(toSide(chosen, keep));
    return {
      choice,
      left: mine,
      right: theirs,
      picked: isOffered ? chosen : toPicked(choice.proposed, keep),
    };
  });
}

function toSide(picked: Picked, keep: Place): MergeSide {
  if (picked === 'both') return 'both';
  return picked === keep ? 'kept' : 'other';
}

export function toPicked(side: MergeSide, keep: Place): Picked {
  if (side === 'both') return 'both';
  return side === 'kept' ? keep : other(keep);
}

export function toPair(left: Compared, right: Compared, keep: Place): MergePair {
  const { kept, other: brought } = sidesOf(left, right, keep);
  return {
    ...{ guestCardId: brought.card.id, customerId: brought.card.customerId },
    ...{ intoCardId: kept.card.id, intoCustomerId: kept.card.customerId },
  };
}

export function toMergeInput(left: Compared, right: Compared, draft: MergeDraft): MergeInput {
  const choices = fieldRows(left, right, draft).map(({ choice: { field }, picked }) => ({
    field,
    side: toSide(picked, draft.keep),
  }));
  return { ...toPair(left, right, draft.keep), choices };
}
