import { expect, test } from 'vitest';
import { registerCustomer, type NewCustomerInput } from './register-customer.ts';
import { createTestSite } from './test-site.ts';

const input: NewCustomerInput = {
  kind: 'private',
  name: '王建国',
  gender: 'male',
  phone: '13800796001',
  plate: '赣D12345',
  model: '凯美瑞',
  contactPerson: null,
  note: '喜欢靠窗',
};

test('customer, guest card and vehicle are written in one change, and know each other', () => {
  const site = createTestSite();
  const { changes, verdicts, output } = site.run(registerCustomer, input);
  expect([changes.length, verdicts]).toEqual([1, ['applied']]);
  const [customer] = site.rows('customer');
  expect(customer).toMatchObject({
    ...{ kind: 'private', name: '王建国', gender: 'male' },
    phones: [{ kind: 'mobile', number: '+8613800796001' }],
  });
  expect(site.rows('vehicle')).toMatchObject([
    { customerId: customer?.id, plate: '赣D12345', model: '凯美瑞' },
  ]);
  expect(site.row('guestCard', output?.guestCardId ?? '')).toMatchObject({ customerId: customer?.id });
});

test('the bar’s card holds the end of the number alone, and the customer nothing of the bar’s note', () => {
  const site = createTestSite();
  site.run(registerCustomer, input);
  expect(site.rows('guestCard')).toMatchObject([
    { phoneLast4: '6001', note: '喜欢靠窗', birthMonthDay: null },
  ]);
  expect(JSON.stringify(site.rows('guestCard'))).not.toContain('13800796001');
  expect(site.rows('customer')).toMatchObject([{ note: null }]);
});

test('without number and car there is no number and no car', () => {
  const site = createTestSite();
  const { verdicts } = site.run(registerCustomer, { ...input, phone: ' ', plate: null, model: null });
  expect(verdicts).toEqual(['applied']);
  expect(site.rows('customer')).toMatchObject([{ phones: [] }]);
  expect(site.rows('guestCard')).toMatchObject([{ phoneLast4: null }]);
  expect(site.rows('vehicle')).toEqual([]);
});

test('a car whose plate nobody knows yet is kept by its model', () => {
  const site = createTestSite();
  expect(site.run(registerCustomer, { ...input, plate: null }).verdicts).toEqual(['applied']);
  expect(site.rows('vehicle')).toMatchObject([{ plate: null, model: '凯美瑞' }]);
});
