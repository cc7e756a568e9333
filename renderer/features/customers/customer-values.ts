/** The form of a customer between row and screen: what was typed, what is wrong with it, what is sent. */
import type { CustomerEdit } from '../../../shared/commands/customer-data.ts';
import type { Customer } from '../../../shared/entities/customer.ts';
import { readDate } from '../../../shared/rules/formats/date.ts';
import { readIdNumber } from '../../../shared/rules/formats/id-number.ts';
import { readPhone, showPhone } from '../../../shared/rules/formats/phone.ts';
import { changedFields } from './use-record-draft.ts';

/** All as typed. */
export interface CustomerValues {
  readonly kind: Customer['kind'];
  readonly name: string;
  readonly gender: 'male' | 'female' | '';
  readonly birthDate: string;
  readonly idNumber: string;
  readonly phones: readonly string[];
  readonly email: string;
  readonly address: string;
  readonly employer: string;
  readonly maritalStatus: string;
  readonly residence: string;
  readonly industry: string;
  readonly contactPerson: string;
  readonly website: string;
  readonly note: string;
}

const texts = [
  ...(['email', 'address', 'employer', 'maritalStatus', 'residence'] as const),
  ...(['industry', 'contactPerson', 'website', 'note'] as const),
];

export function toCustomerValues(customer: Customer): CustomerValues {
  const plain = Object.fromEntries(texts.map((field) => [field, customer[field] ?? '']));
  return {
    ...(plain as Pick<CustomerValues, (typeof texts)[number]>),
    kind: customer.kind,
    name: customer.name,
    gender: customer.gender ?? '',
    birthDate: customer.birthDate ?? '',
    idNumber: customer.idNumber ?? '',
    phones: customer.phones.length === 0 ? [''] : customer.phones.map(({ number }) => showPhone(number)),
  };
}

/** What keeps it from being saved. Of phones: which. */
export interface CustomerErrors {
  readonly name?: true;
  readonly birthDate?: true;
  readonly idNumber?: true;
  readonly email?: true;
  readonly phones: readonly number[];
}

/** @param opened numbers that stood there stay, of whatever country they are */
export function customerErrors(values: CustomerValues, opened: CustomerValues): CustomerErrors {
  const { name, birthDate, idNumber, email, phones } = values;
  return {
    ...(name.trim() === '' && { name: true }),
    ...(birthDate.trim() !== '' && readDate(birthDate) === null && { birthDate: true }),
    ...(idNumber.trim() !== '' &&
      idNumber !== opened.idNumber &&
      readIdNumber(idNumber) === null && { idNumber: true }),
    ...(email.trim() !== '' && !/^[^@\s]+@[^@\s]+$/.test(email.normalize('NFKC').trim()) && { email: true }),
    phones: phones.flatMap((typed, index) =>
      typed.trim() === '' || opened.phones.includes(typed) || readPhone(typed) ? [] : [index],
    ),
  };
}

export function hasErrors({ phones, ...others }: CustomerErrors): boolean {
  return phones.length > 0 || Object.keys(others).length > 0;
}

/** What may be right all the same. */
export interface CustomerWarnings {
  readonly birthDate?: true;
  readonly gender?: true;
  /** The second of two that are the same. */
  readonly samePhone?: number;
}

export function customerWarnings({ idNumber, birthDate, gender, phones }: CustomerValues): CustomerWarnings {
  const told = readIdNumber(idNumber);
  const numbers = phones.map((typed) => readPhone(typed)?.number ?? null);
  const again = numbers.findIndex((number, index) => number !== null && numbers.indexOf(number) < index);
  return {
    ...(told && birthDate !== '' && readDate(birthDate) !== told.birthDate && { birthDate: true }),
    ...(told && gender !== '' && gender !== told.gender && { gender: true }),
    ...(again >= 0 && { samePhone: again }),
  };
}

/** An ID number holds birthday and gender (GB 11643): what is not known yet is taken from it. */
export function withIdNumber(values: CustomerValues, idNumber: string): Partial<CustomerValues> {
  const told = readIdNumber(idNumber);
  if (!told) return { idNumber };
  return {
    idNumber: told.idNumber,
    ...(values.birthDate === '' && { birthDate: told.birthDate }),
    ...(values.gender === '' && { gender: told.gender }),
  };
}

/** Of values without errors: the fields that were changed here, as they are stored. */
export function toCustomerEdit(
  values: CustomerValues,
  opened: CustomerValues,
  customer: Customer,
): CustomerEdit {
  const { phones, idNumber, birthDate, gender, email, name, kind, ...others } = changedFields(values, opened);
  const plain = Object.entries(others).map(([field, text]) => [field, text.trim() || null]);
  return {
    ...(Object.fromEntries(plain) as CustomerEdit),
    ...(kind !== undefined && { kind }),
    ...(name !== undefined && { name: name.trim() }),
    ...(email !== undefined && { email: email.normalize('NFKC').trim() || null }),
    ...(gender !== undefined && { gender: gender || null }),
    ...(birthDate !== undefined && { birthDate: readDate(birthDate) }),
    ...(idNumber !== undefined && { idNumber: readIdNumber(idNumber)?.idNumber ?? null }),
    ...(phones !== undefined && { phones: toPhones(phones, customer) }),
  };
}

function toPhones(typed: readonly string[], { phones }: Customer): Customer['phones'] {
  const known = new Map(phones.map((phone) => [showPhone(phone.number), phone]));
  return typed.flatMap((one) => known.get(one) ?? readPhone(one) ?? []);
}
