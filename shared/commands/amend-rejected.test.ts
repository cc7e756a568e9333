import { describe, expect, test } from 'vitest';
import type { RejectedChange } from '../sync/device/device-store.ts';
import {
  amendCheckIn,
  amendCustomer,
  amendPreference,
  amendRegistration,
  amendSeat,
  amendSiteSettings,
  amendVehicle,
  amendVisit,
} from './amend-rejected.ts';
import { checkInVisitor } from './check-in.ts';
import { registerCustomer, type NewCustomerInput } from './register-customer.ts';
import { createTestSite } from './test-site.ts';
import { testId } from '../sync/wire/test-id.ts';

type Patches = RejectedChange['patches'];
const newId = () => testId(9_999);

const guest: NewCustomerInput = {
  ...{ kind: 'private', name: '王小名', gender: 'female', phone: '13800796001', plate: '赣D12345' },
  ...{ model: '卡罗拉', contactPerson: null, note: '怕冷' },
};
const party = { partyName: '王先生', partySize: 2, purpose: 'service', seatId: null, note: null } as const;

/** As the device would keep it. */
function rejectedOf(change: { readonly patches: readonly object[] } | undefined) {
  return { patches: (change?.patches ?? []) as Patches };
}

function rejectedCheckIn() {
  const input = { ...party, guestCardId: null, expectedReadyAt: 77, menuItemId: testId(8) };
  return rejectedOf(createTestSite().run(checkInVisitor, input).changes[0]);
}
const rejectedRegistration = (input = guest) =>
  rejectedOf(createTestSite().run(registerCustomer, input).changes[0]);

describe('a check-in put right', () => {
  test('says what the form says, and keeps its id, when the party came and who received it', () => {
    const rejected = rejectedCheckIn();
    const [before] = rejected.patches;
    const amended = amendCheckIn({ ...party, partySize: 4, note: '带小孩' })(rejected, newId);
    expect(amended).toEqual([
      {
        ...{ entity: 'visit', id: before?.id, op: 'create' },
        set: { ...before?.set, partySize: 4, note: '带小孩' },
      },
    ]);
  });

  test('is refused where it is still wrong, with the field', () => {
    const tooMany = amendCheckIn({ ...party, partySize: 501 })(rejectedCheckIn(), newId);
    expect(tooMany).toMatchObject({ code: 'input_invalid', field: 'partySize' });
  });

  test('is refused for a change of another form', () => {
    expect(amendCheckIn(party)(rejectedRegistration(), newId)).toMatchObject({ code: 'input_invalid' });
    expect(amendRegistration(guest)(rejectedCheckIn(), newId)).toMatchObject({ code: 'input_invalid' });
  });
});

describe('a registration put right', () => {
  test('says the same in customer, card and car, under their old ids', () => {
    const rejected = rejectedRegistration();
    const amended = amendRegistration({ ...guest, name: '王小明', phone: '13900796002' })(rejected, newId);
    expect(amended).toMatchObject([
      {
        entity: 'customer',
        set: { name: '王小明', gender: 'female', phones: [{ number: '+8613900796002' }] },
      },
      { entity: 'guestCard', set: { name: '王小明', phoneLast4: '6002', note: '怕冷' } },
      { entity: 'vehicle', set: { plate: '赣D12345', model: '卡罗拉' } },
    ]);
    expect((amended as Patches).map(({ id }) => id)).toEqual(rejected.patches.map(({ id }) => id));
    const ids = rejected.patches.map(({ id }) => id);
    expect((amended as Patches)[1]?.set).toMatchObject({ customerId: ids[0] });
    expect((amended as Patches)[2]?.set).toMatchObject({ customerId: ids[0] });
  });

  test('gets a car where it had none, and loses one that was wrong', () => {
    const without = rejectedRegistration({ ...guest, plate: null, model: null });
    const [, , car] = amendRegistration(guest)(without, newId) as Patches;
    expect(car).toMatchObject({ entity: 'vehicle', id: newId(), set: { plate: '赣D12345' } });
    const noCar = amendRegistration({ ...guest, plate: null, model: null })(rejectedRegistration(), newId);
    expect((noCar as Patches).map(({ entity }) => entity)).toEqual(['customer', 'guestCard']);
  });

  test('is refused where the number is none', () => {
    expect(amendRegistration({ ...guest, phone: '12' })(rejectedRegistration(), newId)).toMatchObject({
      code: 'input_invalid',
      field: 'phone',
    });
  });
});

describe('an edit put right', () => {
  const rejectedEdit = (entity: 'visit' | 'siteSettings', set: object) =>
    rejectedOf({ patches: [{ entity, id: testId(1), op: 'update', base: 3, set }] });

  test('says what was edited then and now', () => {
    const amended = amendVisit({ note: '等贷款', partySize: 3 })(
      rejectedEdit('visit', { note: '等' }),
      newId,
    );
    expect(amended).toEqual([
      { entity: 'visit', id: testId(1), op: 'update', set: { note: '等贷款', partySize: 3 } },
    ]);
    const settings = rejectedEdit('siteSettings', { refillMinutes: 0 });
    expect(amendSiteSettings({ refillMinutes: 30 })(settings, newId)).toMatchObject([
      { entity: 'siteSettings', op: 'update', set: { refillMinutes: 30 } },
    ]);
    expect(amendSiteSettings({ refillMinutes: 0 })(settings, newId)).toMatchObject({
      field: 'refillMinutes',
    });
  });
});

describe('a customer put right', () => {
  const [customerId, cardId] = [testId(1), testId(2)];
  const edit = (entity: 'customer' | 'guestCard', id: string, set: object) =>
    ({ entity, id, op: 'update', base: 3, set }) as Patches[number];
  const renamed = { patches: [edit('customer', customerId, { name: '王建', email: 'w@x.cn' })] };

  test('says so on the guest card too, whose own fields stay as they were', () => {
    const rejected = {
      patches: [...renamed.patches, edit('guestCard', cardId, { name: '王建', note: '怕冷' })],
    };
    expect(amendCustomer({ name: '王建国' }, null)(rejected, newId)).toEqual([
      { entity: 'customer', id: customerId, op: 'update', set: { name: '王建国', email: 'w@x.cn' } },
      { entity: 'guestCard', id: cardId, op: 'update', set: { name: '王建国', note: '怕冷' } },
    ]);
  });

  test('brings in the card where what is edited now stands on it', () => {
    const amended = amendCustomer({ name: '王建国', birthDate: '1990-05-31' }, cardId)(renamed, newId);
    const onCard = { name: '王建国', birthMonthDay: '05-31' };
    expect((amended as Patches)[1]).toMatchObject({ entity: 'guestCard', id: cardId, set: onCard });
    expect(amendCustomer({ email: null }, cardId)(renamed, newId)).toHaveLength(1);
    expect(amendCustomer({ name: '王建国' }, null)(renamed, newId)).toHaveLength(1);
  });

  test('is refused where it is still wrong, and where it is no edit of a customer', () => {
    const wrong = amendCustomer({ idNumber: '12' }, null)(renamed, newId);
    expect(wrong).toMatchObject({ code: 'input_invalid', field: 'idNumber' });
    expect(amendCustomer({}, null)(rejectedCheckIn(), newId)).toMatchObject({ code: 'input_invalid' });
  });
});

test('a preference, a seat, a car put right keep their ids and what their forms do not show', () => {
  const create = (entity: 'preference' | 'seat' | 'vehicle', set: object) =>
    rejectedOf({ patches: [{ entity, id: testId(1), op: 'create', base: 0, set }] });
  const said = { kind: 'avoid', menuItemId: null, detail: '花生' } as const;
  const recorded = { guestCardId: testId(2), recordedBy: testId(3), recordedAt: 7 };
  const preference = amendPreference(said)(create('preference', { ...recorded, kind: 'leisure' }), newId);
  expect(preference).toMatchObject([{ op: 'create', id: testId(1), set: { ...recorded, ...said } }]);
  const seat = amendSeat({ name: 'K1', capacity: 2 })(
    create('seat', { position: 4, outOfUse: false }),
    newId,
  );
  expect(seat).toMatchObject([{ set: { position: 4, outOfUse: false, name: 'K1', capacity: 2 } }]);
  expect(amendSeat({ capacity: 0 })(create('seat', {}), newId)).toMatchObject({ field: 'capacity' });
  const car = amendVehicle({ plate: '赣D12345' })(create('vehicle', { customerId: testId(2) }), newId);
  expect(car).toMatchObject([{ set: { customerId: testId(2), plate: '赣D12345' } }]);
  expect(amendVehicle({ plate: 'x' })(create('vehicle', {}), newId)).toMatchObject({ field: 'plate' });
});
