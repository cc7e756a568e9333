import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureNote, isFailureNote } from './failure-note.ts';

function thrown(message: string, stack: string): Error {
  return Object.assign(new TypeError(message), { stack });
}

test('the kind of error and where it happened are written down, by each browser’s way of saying it', () => {
  const chromium = thrown(
    'x',
    'TypeError: x\n    at run (app://crdesk/assets/index-B_x9.js:1:234)\n    at https://cr.example/assets/a.js:5:6',
  );
  expect(failureNote(chromium)).toEqual({ name: 'TypeError', frames: ['index-B_x9.js:1:234', 'a.js:5:6'] });
  const safari = thrown('x', 'run@https://cr.example/assets/index-B_x9.js:1:234\nglobal code');
  expect(failureNote(safari).frames).toEqual(['index-B_x9.js:1:234']);
});

test('a message is not, whatever is in it, nor where it looks like a line of the stack', () => {
  const message = '王小明 13812345678\n    at 赣D12345 (wang.js:1380000:1)';
  const note = failureNote(thrown(message, `TypeError: ${message}\n    at run (app.js:1:2)`));
  expect(note).toEqual({ name: 'TypeError', frames: ['app.js:1:2'] });
});

test.each([
  [null],
  ['王小明'],
  [{ name: '王小明', stack: '13812345678' }],
  [Object.assign(new Error(), { name: '王' })],
])('what is no error says no more than that: %j', (error) => expect(failureNote(error).name).toBe('Error'));

test('of any text nothing gets through but places in a program', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (message, tail) => {
      const note = failureNote(thrown(message, `TypeError: ${message}\n${tail}`));
      expect(isFailureNote(note)).toBe(true);
      expect(JSON.stringify(note)).not.toMatch(/\p{Script=Han}|\d{8}/u);
    }),
  );
});

test('a note that says more is none', () => {
  expect(isFailureNote({ name: '王小明', frames: [] })).toBe(false);
  expect(isFailureNote({ name: 'Error', frames: ['13812345678'] })).toBe(false);
  expect(isFailureNote({ name: 'Error', frames: Array.from({ length: 13 }, () => 'a.js:1:2') })).toBe(false);
});
