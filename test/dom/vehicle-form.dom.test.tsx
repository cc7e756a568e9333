/** One more car of a customer. */
import { screen, waitFor } from '@testing-library/react';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { VehicleForm } from '../../renderer/features/customers/vehicle-form.tsx';
import { dismissNotice } from '../../renderer/ui/notices.ts';
import { createTestDesk, renderOnDesk } from '../support/render-desk.tsx';

afterEach(() => {
  dismissNotice();
  sessionStorage.clear();
});

test('a new car that is saved by a key pressed twice is one car', async () => {
  const office = await createTestDesk('office');
  const { person } = office.desk.state.getState();
  if (person) office.desk.state.setState({ person: { ...person, roles: ['supervisor'] } });
  const [onEnd, ownerId] = [vi.fn(), uuidv7()];
  const { user } = renderOnDesk(office, <VehicleForm vehicle={null} {...{ ownerId, onEnd }} />);
  await user.type(screen.getByRole('textbox', { name: '车型' }), '凯美瑞');
  await user.keyboard('{Control>}{Enter}{Enter}{/Control}');
  await waitFor(() => expect(onEnd).toHaveBeenCalled());
  // Whatever the second key began would be through by then.
  await office.db.vehicle.toArray();
  await waitFor(async () => expect(await office.db.outbox.count()).toBe(1));
  expect(await office.db.vehicle.toArray()).toMatchObject([{ customerId: ownerId, model: '凯美瑞' }]);
  expect(onEnd).toHaveBeenCalledTimes(1);
});
