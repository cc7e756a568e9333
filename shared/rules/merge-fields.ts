/** Whose value stands where two records of one guest are merged, field by field. */
import { customer, type Customer } from '../entities/customer.ts';
import type { GuestCard } from '../entities/guest-card.ts';
import { sameJson } from '../sync/wire/same-json.ts';
import { lastDigits } from './formats/phone.ts';

/** Fields that people choose: those of the customer, and the note on the card. */
export const mergeFields = [
  ...['name', 'kind', 'gender', 'birthDate', 'idNumber', 'phones', 'email', 'address', 'employer'],
  ...['maritalStatus', 'residence', 'industry', 'contactPerson', 'website', 'note', 'cardNote'],
] as const;
export type MergeField = (typeof mergeFields)[number];

export const mergeSides = ['kept', 'other', 'both'] as const;
export type MergeSide = (typeof mergeSides)[number];
export type Choices = Readonly<Partial<Record<MergeField, MergeSide>>>;

/** The customer is null where a card has none: then the card speaks for itself. */
interface Mergeable {
  readonly card: GuestCard;
  readonly customer: Customer | null;
}

export interface FieldChoice {
  readonly field: MergeField;
  readonly kept: unknown;
  readonly other: unknown;
  /** Ways to choose; one only where there is nothing to choose. */
  readonly sides: readonly MergeSide[];
  /** What stands where nobody chooses: an empty field is filled in, numbers and notes of both are kept. */
  readonly proposed: MergeSide;
}

/** Longest texts of which both can be kept. */
const joined: Partial<Record<MergeField, number>> = { note: 2_000, cardNote: 2_000 };

/** The fields of which the other record says something else, in the order of a form. */
export function fieldChoices(kept: Mergeable, other: Mergeable): FieldChoice[] {
  return mergeFields.flatMap((field: MergeField) => {
    const [mine, theirs] = [valueOf(kept, field), valueOf(other, field)];
    return isBlank(theirs) || sameJson(mine, theirs) ? [] : [choiceOf(field, mine, theirs)];
  });
}

function choiceOf(field: MergeField, kept: unknown, other: unknown): FieldChoice {
  const both = bothOf(field, kept, other);
  const isNew = both !== undefined && !sameJson(both, kept) && !sameJson(both, other);
  const sides = isNew ? mergeSides : (['kept', 'other'] as const);
  const proposed = isBlank(kept) ? 'other' : isNew ? 'both' : 'kept';
  // Of numbers that are all among the other one's, the longer list.
  const isMore = !isNew && both !== undefined && !isBlank(kept) && sameJson(both, other);
  return { field, kept, other, sides, proposed: isMore ? 'other' : proposed };
}

/** The value that stands by such a choice. */
export function chosenValue({ field, kept, other }: FieldChoice, side: MergeSide): unknown {
  if (side === 'both') return bothOf(field, kept, other) ?? kept;
  return side === 'other' ? other : kept;
}

/** undefined where both cannot stand. */
function bothOf(field: MergeField, kept: unknown, other: unknown): unknown {
  if (field === 'phones') {
    const mine = kept as Customer['phones'];
    const theirs = other as Customer['phones'];
    const added = theirs.filter(({ number }) => !mine.some((one) => one.number === number));
    return [...mine, ...added].slice(0, 20);
  }
  const most = joined[field];
  if (most === undefined || isBlank(kept) || isBlank(other)) return undefined;
  const text = `${String(kept)}\n${String(other)}`;
  return text.length <= most ? text : undefined;
}

const isBlank = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

const ofCardAlone = new Set<MergeField>(['name', 'kind']);

function valueOf({ card, customer: full }: Mergeable, field: MergeField): unknown {
  if (field === 'cardNote') return card.note;
  if (full) return full[field];
  if (ofCardAlone.has(field)) return card[field as 'name' | 'kind'];
  return field === 'phones' ? [] : null;
}

interface MergedFields {
  /** Of the kept customer, what is written; of a group all fields. */
  readonly customer: Partial<Customer>;
  readonly card: Partial<GuestCard>;
}

/** What the kept customer and card say from then on, where it is something else than now. */
export function mergedFields(kept: Mergeable, other: Mergeable, choices: Choices): MergedFields {
  const chosen = new Map<MergeField, unknown>();
  for (const choice of fieldChoices(kept, other)) {
    const value = chosenValue(choice, choices[choice.field] ?? choice.proposed);
    if (!sameJson(value, choice.kept)) chosen.set(choice.field, value);
  }
  const all = Object.fromEntries([...chosen].filter(([field]) => field !== 'cardNote')) as Partial<Customer>;
  const set = kept.customer ? withWholeGroups(kept.customer, all) : {};
  const card: Partial<GuestCard> = {
    ...differing(kept.card, {
      ...(all.name !== undefined && { name: all.name }),
      ...(all.kind !== undefined && { kind: all.kind }),
      ...(all.phones !== undefined && { phoneLast4: lastDigitsOf(all.phones) }),
      ...(all.birthDate !== undefined && { birthMonthDay: all.birthDate?.slice(5) ?? null }),
      ...(!kept.customer && {
        phoneLast4: kept.card.phoneLast4 ?? other.card.phoneLast4,
        birthMonthDay: kept.card.birthMonthDay ?? other.card.birthMonthDay,
      }),
      ...(chosen.has('cardNote') && { note: chosen.get('cardNote') as string | null }),
      flags: [...new Set([...kept.card.flags, ...other.card.flags])].slice(0, 40),
    }),
  };
  return { customer: set, card };
}

function lastDigitsOf([first]: Customer['phones']): string | null {
  return first ? lastDigits(first.number) : null;
}

function differing(row: GuestCard, set: Partial<GuestCard>): Partial<GuestCard> {
  const fields = Object.entries(set) as [keyof GuestCard, unknown][];
  return Object.fromEntries(fields.filter(([field, value]) => !sameJson(row[field], value)));
}

/** Fields of a group win and lose together: all of them are sent (R4.3). */
function withWholeGroups(row: Customer, set: Partial<Customer>): Partial<Customer> {
  const groups = Object.values(customer.groups).filter((fields) => fields.some((field) => field in set));
  const whole = groups.flat().map((field) => [field, row[field as keyof Customer]]);
  return { ...(Object.fromEntries(whole) as Partial<Customer>), ...set };
}
