import { expect, test } from 'vitest';
import { errorForLog } from './error-for-log.ts';

const personal = '张三 13907960000';

test('of an error of the database only its code is told: message, detail and stack may quote a row', () => {
  const error = Object.assign(new Error(`invalid input: "${personal}"`), {
    ...{ code: '22P02', severity: 'ERROR', detail: personal, where: personal },
  });
  const told = errorForLog(error);
  expect(told).toMatchObject({ type: 'Error', code: '22P02' });
  expect(JSON.stringify(told)).not.toContain(personal);
});

test('any other error says what it is, without its cause', () => {
  const told = errorForLog(new TypeError('x is not a function', { cause: new Error(personal) }));
  expect(told).toMatchObject({ type: 'TypeError', message: 'x is not a function' });
  expect(told.stack).toMatch(/error-for-log\.test/);
  expect(JSON.stringify(told)).not.toContain(personal);
});
