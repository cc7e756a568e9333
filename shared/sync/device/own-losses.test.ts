import { expect, test } from 'vitest';
import { ownLosses } from './own-losses.ts';
import { verdictOn } from './test-device.ts';
import { testId } from '../wire/test-id.ts';

const row = { entity: 'preference', id: testId(10) };
const tea = { kind: 'beverage', menuItemId: null, detail: 'tea' };

test('[R8.8] the mark names the fields and groups whose losing value was the change’s own, and no others', () => {
  const patches = [{ ...row, set: { note: 'mine', kind: 'beverage', detail: 'tea' } }];
  const noteLost = { ...row, field: 'note', kept: 'theirs', lost: 'mine' };
  const choiceLost = { ...row, field: 'choice', kept: null, lost: tea };
  const noteWon = { ...row, field: 'note', kept: 'mine', lost: 'theirs' };
  const choiceWon = { ...row, field: 'choice', kept: null, lost: { ...tea, detail: 'coffee' } };
  const marked = (...conflicts: (typeof noteLost | typeof choiceLost)[]) =>
    ownLosses(patches, verdictOn(1, { seq: 11, conflicts }));
  expect(marked(noteLost, choiceLost)).toEqual({
    lost: [
      { ...row, field: 'note' },
      { ...row, field: 'choice' },
    ],
  });
  expect(marked(noteWon, choiceWon)).toEqual({});
  expect(marked({ ...noteLost, id: testId(11) })).toEqual({});
});
