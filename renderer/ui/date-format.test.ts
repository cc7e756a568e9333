import { expect, test, vi } from 'vitest';
import { dateFormat } from './date-format.ts';

const hour = { hour: '2-digit', hourCycle: 'h23' } as const;

test('a format is made once for a language and a form', () => {
  expect(dateFormat('zh-CN', hour)).toBe(dateFormat('zh-CN', { ...hour }));
  expect(dateFormat('en', hour)).not.toBe(dateFormat('zh-CN', hour));
  expect(dateFormat('en', { ...hour, timeZone: 'UTC' })).not.toBe(dateFormat('en', hour));
});

test('on a device that travels it is made anew, but not for a zone that is named', () => {
  const offset = vi.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(-480);
  const [here, named] = [dateFormat('en', hour), dateFormat('en', { ...hour, timeZone: 'UTC' })];
  offset.mockReturnValue(-60);
  expect(dateFormat('en', hour)).not.toBe(here);
  expect(dateFormat('en', { ...hour, timeZone: 'UTC' })).toBe(named);
  offset.mockRestore();
});
