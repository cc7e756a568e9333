import { expect, test } from 'vitest';
import { maskIdNumber, maskPhone } from './mask.ts';

test.each([
  ['+8613800796001', '138 **** 6001'],
  ['+867968888888', '0796-****888'],
  ['+867968888888;ext=12', '0796-****888'],
  ['+15551234567', '****567'],
])('a number %s is shown as %s', (number, shown) => {
  expect(maskPhone(number)).toBe(shown);
});

test('of an ID number neither birthday nor the whole end is shown', () => {
  expect(maskIdNumber('360000198005061234')).toBe('360***********1234');
  expect(maskIdNumber('12345')).toBe('****45');
});
