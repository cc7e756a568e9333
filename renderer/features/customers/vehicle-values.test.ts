import { expect, test } from 'vitest';
import { hasOddVin, toVehicleEdit, toVehicleValues, vehicleErrors } from './vehicle-values.ts';

const opened = toVehicleValues({ plate: '赣D12345', vin: 'OLD-CHASSIS-7', model: '凯美瑞' });
const typed = (change: Partial<typeof opened>) => ({ ...opened, ...change });

test('what was typed is sent as it is stored, and only that', () => {
  expect(toVehicleEdit(opened, opened, '赣')).toEqual({});
  const change = { plate: ' ｄ·f12345 ', vin: '1m8gdm9axkp042788', colour: ' 黑 ', model: '', userId: 'x' };
  expect(toVehicleEdit(typed(change), opened, '赣')).toEqual({
    ...{ plate: '赣DF12345', vin: '1M8GDM9AXKP042788', colour: '黑', model: null, userId: 'x' },
  });
});

test('a plate or VIN that is none is an error, but not one that stood there', () => {
  expect(vehicleErrors(typed({ plate: 'x', vin: '12' }), opened, '赣')).toEqual({ plate: true, vin: true });
  expect(vehicleErrors(opened, opened, null)).toEqual({});
  expect(vehicleErrors(typed({ plate: '', vin: ' ', model: '' }), opened, null)).toEqual({ nothing: true });
});

test('a check digit that does not fit is a warning', () => {
  expect(hasOddVin(typed({ vin: '1M8GDM9A0KP042788' }))).toBe(true);
  expect(hasOddVin(typed({ vin: '1M8GDM9AXKP042788' }))).toBe(false);
  expect(vehicleErrors(typed({ vin: '1M8GDM9A0KP042788' }), opened, null)).toEqual({});
});
