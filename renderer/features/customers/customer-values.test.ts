import { describe, expect, test } from 'vitest';
import type { Customer } from '../../../shared/entities/customer.ts';
import { idCheckCharacter } from '../../../shared/rules/formats/id-number.ts';
import {
  customerErrors,
  customerWarnings,
  toCustomerEdit,
  toCustomerValues,
  withIdNumber,
  type CustomerValues,
} from './customer-values.ts';

const nothing = {
  ...{
    gender: null,
    birthDate: null,
    idNumber: null,
    email: null,
    address: null,
    employer: null,
    note: null,
  },
  ...{ maritalStatus: null, residence: null, industry: null, contactPerson: null, website: null },
};
const customer: Customer = {
  ...nothing,
  ...{ kind: 'private', name: '王建国', phones: [{ kind: 'mobile', number: '+15551234567' }] },
};
const opened = toCustomerValues(customer);
const typed = (change: Partial<CustomerValues>): CustomerValues => ({ ...opened, ...change });
const editOf = (change: Partial<CustomerValues>) => toCustomerEdit(typed(change), opened, customer);
const idOf = (digits: string) => digits + idCheckCharacter(digits);
/** A woman, born on 6 May 1980. */
const idNumber = idOf('36000019800506122');

describe('what is sent', () => {
  test('nothing where nothing was changed', () => {
    expect(editOf({})).toEqual({});
  });

  test('what was typed or pasted, as it is stored', () => {
    expect(
      editOf({ phones: ['+15551234567', ' １３８－００７９　６００１ ', ''], birthDate: '1980年5月6日' }),
    ).toEqual({
      phones: [
        { kind: 'mobile', number: '+15551234567' },
        { kind: 'mobile', number: '+8613800796001' },
      ],
      birthDate: '1980-05-06',
    });
    expect(editOf({ email: ' ａ@b.cn ', address: ' ', name: ' 李 ' })).toEqual({
      ...{ email: 'a@b.cn', address: null, name: '李' },
    });
  });
});

describe('what is wrong', () => {
  test('each error by its field; a number that stood there is none', () => {
    const wrong = {
      name: ' ',
      phones: ['+15551234567', '1380'],
      birthDate: '1980-13-01',
      idNumber: '12',
      email: 'x',
    };
    expect(customerErrors(typed(wrong), opened)).toEqual({
      ...{ name: true, birthDate: true, idNumber: true, email: true, phones: [1] },
    });
    expect(customerErrors(opened, opened)).toEqual({ phones: [] });
  });

  test('a warning is no error: the ID number tells otherwise, a number stands twice', () => {
    const odd = typed({
      idNumber,
      birthDate: '1980-05-07',
      gender: 'male',
      phones: ['13800796001', '138 0079 6001'],
    });
    expect(customerWarnings(odd)).toEqual({ birthDate: true, gender: true, samePhone: 1 });
    expect(customerErrors(odd, opened)).toEqual({ phones: [] });
  });

  test('an ID number tells what is not known, and overrules nothing', () => {
    const spaced = `${idNumber.slice(0, 6)} ${idNumber.slice(6)}`;
    expect(withIdNumber(opened, spaced)).toEqual({ idNumber, birthDate: '1980-05-06', gender: 'female' });
    expect(withIdNumber(typed({ birthDate: '1980-05-07', gender: 'male' }), idNumber)).toEqual({ idNumber });
    expect(withIdNumber(opened, '3600')).toEqual({ idNumber: '3600' });
  });
});
