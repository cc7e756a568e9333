import { beforeEach, describe, expect, test } from 'vitest';
import { testId } from '../sync/wire/test-id.ts';
import { auditAccess } from './audit.ts';
import {
  editCustomer,
  editGuestNote,
  editVehicle,
  endVehicleRelation,
  registerVehicle,
  undoRecordEdit,
} from './customer-data.ts';
import { registerCustomer } from './register-customer.ts';
import { createTestSite, type TestSite } from './test-site.ts';

let site: TestSite;
let customerId: string;
let guestCardId: string;

function begin(options: Parameters<typeof createTestSite>[0]): void {
  site = createTestSite(options);
  const known = { gender: null, contactPerson: null, note: null, phone: '13800796001' } as const;
  const car = { plate: '赣D12345', model: '凯美瑞' };
  site.run(registerCustomer, { kind: 'private', name: '王建国', ...known, ...car });
  customerId = site.rows('customer')[0]?.id ?? '';
  guestCardId = site.rows('guestCard')[0]?.id ?? '';
}

const mobile = (number: string) => ({ kind: 'mobile', number }) as const;
const car = () => site.rows('vehicle')[0];
const edit = (set: object) => site.run(editCustomer, { customerId, guestCardId, set });

describe('at an office desk', () => {
  beforeEach(() => begin({ station: 'office', roles: ['supervisor'] }));

  test('an edit of a customer reaches the card in the same change: name, last digits, birthday', () => {
    const set = { name: '王建国（新）', phones: [mobile('+8613800796002')], birthDate: '1980-05-06' };
    const { changes, verdicts } = edit(set);
    expect([changes.length, verdicts]).toEqual([1, ['applied']]);
    expect(site.row('customer', customerId)).toMatchObject(set);
    const card = { name: '王建国（新）', phoneLast4: '6002', birthMonthDay: '05-06' };
    expect(site.row('guestCard', guestCardId)).toMatchObject(card);
  });

  test('[R4] only what differs is written, and nothing where nothing does', () => {
    const { changes } = edit({ name: '王建国', phones: [mobile('+8613800796001')], email: 'a@b.cn' });
    expect(changes[0]?.patches).toMatchObject([{ entity: 'customer', set: { email: 'a@b.cn' } }]);
    expect(changes[0]?.patches).toHaveLength(1);
    expect(edit({ email: 'a@b.cn' }).changes).toEqual([]);
  });

  test('one step takes it back, on customer and card', () => {
    const before = [site.row('customer', customerId), site.row('guestCard', guestCardId)];
    const { output } = edit({ name: '别人', phones: [], birthDate: '1980-05-06' });
    expect(site.run(undoRecordEdit, output as never).verdicts).toEqual(['applied']);
    expect([site.row('customer', customerId), site.row('guestCard', guestCardId)]).toEqual(before);
  });

  test.each([
    ['idNumber', { idNumber: '110101199001011234' }],
    ['phones.0', { phones: [mobile('+86138')] }],
    ['name', { name: ' ' }],
  ])('what no form may send is refused: %s', (field, set) => {
    expect(edit(set)).toMatchObject({ failure: 'input_invalid', field: `set.${field}` });
  });
});

describe('at the bar', () => {
  beforeEach(() => begin({ station: 'bar', roles: ['attendant'] }));

  test('the note on the card is edited, and stands again', () => {
    const { output, verdicts } = site.run(editGuestNote, { guestCardId, note: '喜欢靠窗' });
    expect(verdicts).toEqual(['applied']);
    expect(site.row('guestCard', guestCardId)?.note).toBe('喜欢靠窗');
    site.run(undoRecordEdit, output as never);
    expect(site.row('guestCard', guestCardId)?.note).toBeNull();
  });

  test('another car is registered; taken back, it belongs to nobody, and can be given to its owner again', () => {
    const set = { plate: '赣DF12345', model: 'bZ4X' };
    const { output, verdicts } = site.run(registerVehicle, { customerId, vehicleId: null, set });
    expect(verdicts).toEqual(['applied']);
    const [, second] = site.rows('vehicle');
    expect(second).toMatchObject({ customerId, ...set, bringsInId: null, userId: null });
    site.run(undoRecordEdit, output as never);
    const vehicleId = second?.id ?? '';
    expect(site.row('vehicle', vehicleId)?.customerId).toBeNull();
    site.run(registerVehicle, { customerId, vehicleId, set: { ...set, colour: '白' } });
    expect(site.row('vehicle', vehicleId)).toMatchObject({ customerId, colour: '白' });
    expect(site.rows('vehicle')).toHaveLength(2);
  });

  test('a car is edited, with its people; a plate or VIN that is none is refused', () => {
    const vehicleId = car()?.id ?? '';
    const set = { colour: '黑', bringsInId: testId(77), vin: '1M8GDM9AXKP042788' };
    expect(site.run(editVehicle, { vehicleId, set }).verdicts).toEqual(['applied']);
    expect(car()).toMatchObject(set);
    expect(site.run(editVehicle, { vehicleId, set: { plate: '12' } }).failure).toBe('input_invalid');
    expect(site.run(editVehicle, { vehicleId, set: { vin: '12' } }).failure).toBe('input_invalid');
  });

  test('a relation ends in all it was, other people stay; one step takes it back', () => {
    const vehicleId = car()?.id ?? '';
    site.run(editVehicle, { vehicleId, set: { bringsInId: customerId, userId: testId(78) } });
    const before = car();
    const { output } = site.run(endVehicleRelation, { vehicleId, customerId });
    expect(car()).toMatchObject({ customerId: null, bringsInId: null, userId: testId(78) });
    site.run(undoRecordEdit, output as never);
    expect(car()).toEqual(before);
  });

  test('what is not there cannot be edited', () => {
    const missing = testId(99);
    const failures = [
      site.run(editGuestNote, { guestCardId: missing, note: null }),
      site.run(editVehicle, { vehicleId: missing, set: {} }),
      site.run(endVehicleRelation, { vehicleId: missing, customerId }),
      site.run(registerVehicle, { customerId, vehicleId: missing, set: {} }),
      site.run(editCustomer, { customerId: missing, guestCardId, set: {} }),
      site.run(undoRecordEdit, { rows: [{ entity: 'vehicle', id: missing, set: {} }] }),
    ];
    expect(failures.map(({ failure }) => failure)).toEqual(Array(6).fill('row_missing'));
  });

  test('what was looked at is a fact: by whom, of whom, which fields, nothing of what stood in them', () => {
    const row = { entity: 'customer', id: customerId, fields: ['phones'] };
    const input = { what: 'valuesRevealed', device: testId(1), row, rowCount: 1 } as const;
    expect(site.run(auditAccess, input).verdicts).toEqual(['applied']);
    expect(site.rows('auditEntry')).toMatchObject([
      { what: 'valuesRevealed', actor: site.actor, rows: [{ ...row, op: 'read' }], change: null },
    ]);
  });
});
