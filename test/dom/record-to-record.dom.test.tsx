/** From one record straight to another, as a link or the way back leads: nothing of the first is left in the second. */
import { screen, waitFor } from '@testing-library/react';
import { Link, Route, Routes } from 'react-router';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import type { LocalRow } from '../../renderer/data/database.ts';
import { CustomerPage } from '../../renderer/features/customers/customer-page.tsx';
import { VehiclePage } from '../../renderer/features/customers/vehicle-page.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { addGuest, createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

const save = '{Control>}{Enter}{/Control}';

async function openOffice() {
  const office = await createTestDesk('office');
  const { person } = office.desk.state.getState();
  if (person) office.desk.state.setState({ person: { ...person, roles: ['supervisor'] } });
  return office;
}

function customer(id: string, name: string): LocalRow<'customer'> {
  return {
    ...{ id, rowVersion: 1, kind: 'private', name, gender: null, birthDate: null, idNumber: null },
    ...{ phones: [], email: null, address: null, employer: null, maritalStatus: null, residence: null },
    ...{ industry: null, contactPerson: null, website: null, note: null },
  };
}

test('what was half-typed of a customer is not in the form of another one, who is not said to have been looked at', async () => {
  const office = await openOffice();
  const { db } = office;
  const [chenId, liId] = [uuidv7(), uuidv7()];
  const chen = await addGuest(db, { name: '陈静', customerId: chenId });
  const li = await addGuest(db, { name: '李刚', customerId: liId });
  await db.customer.bulkPut([customer(chenId, '陈静'), customer(liId, '李刚')]);
  const page = (
    <>
      <Link to={`/customers/${li.id}?edit=customer`}>to Li</Link>
      <Routes>
        <Route path="/customers/:guestCardId" element={<CustomerPage />} />
      </Routes>
    </>
  );
  const { user } = renderOnDesk(office, page, `/customers/${chen.id}?edit=customer`);
  await user.type(await screen.findByRole('textbox', { name: '工作单位' }), '甲厂');
  await user.click(screen.getByRole('link', { name: 'to Li' }));
  await screen.findByDisplayValue('李刚');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: '工作单位' }).value).toBe('');
  const revealed = (await db.auditEntry.toArray()).flatMap(({ rows }) => rows?.map(({ id }) => id) ?? []);
  expect(revealed.toSorted()).toEqual([chenId, liId].toSorted());
  await user.type(screen.getByRole('textbox', { name: '工作单位' }), '乙厂');
  await user.keyboard(save);
  await waitFor(async () => expect(await db.customer.get(liId)).toMatchObject({ employer: '乙厂' }));
  expect(await db.customer.get(chenId)).toMatchObject({ employer: null });
});

test('what was half-typed of a car is not in the form of another one', async () => {
  const office = await openOffice();
  const { db } = office;
  const nothing = { bringsInId: null, userId: null, vin: null, model: null, colour: null, note: null };
  const cars = ['赣D11111', '赣D22222'].map((plate) => ({
    ...{ id: uuidv7(), rowVersion: 1, customerId: null, plate },
    ...nothing,
  }));
  await db.vehicle.bulkPut(cars);
  const [first, second] = cars.map(({ id }) => id);
  const page = (
    <>
      <Link to={`/customers/cars/${second}?edit=${second}`}>to the second</Link>
      <Routes>
        <Route path="/customers/cars/:vehicleId" element={<VehiclePage />} />
      </Routes>
    </>
  );
  const { user } = renderOnDesk(office, page, `/customers/cars/${first}?edit=${first}`);
  await user.type(await screen.findByRole('textbox', { name: '车型' }), '凯美瑞');
  await user.click(screen.getByRole('link', { name: 'to the second' }));
  await screen.findByDisplayValue(/22222/);
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: '车型' }).value).toBe('');
});
