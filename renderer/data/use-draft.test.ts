import { expect, test } from 'vitest';
import { countDrafts } from './use-draft.ts';

/** As much of a Storage as is looked at. */
function storageOf(kept: Readonly<Record<string, unknown>>): Storage {
  const texts = Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const getItem = (name: string) => texts[name] ?? null;
  return Object.assign(Object.create({ getItem }) as Storage, texts);
}

test('half-filled forms are counted, whoever filled them; several set aside are several', () => {
  const kept = {
    'crdesk-draft-p1-check-in': { partyName: '王', isEdited: true },
    'crdesk-draft-p1-check-ins-aside': [{}, {}],
    'crdesk-draft-p2-edit-visit-v1': { note: 'x' },
    'crdesk-person': { name: '刘' },
  };
  expect(countDrafts(storageOf(kept))).toBe(4);
});

test('a form that was opened and not touched is none, and how a screen was left is no work', () => {
  const kept = {
    'crdesk-draft-p1-check-in': { partyName: '', isEdited: false },
    'crdesk-draft-p1-look-floor-board': { order: 'due' },
    'crdesk-draft-p1-look-preference-of-g1': 'r1',
    'crdesk-draft-p1-merge-a-b': null,
  };
  expect(countDrafts(storageOf(kept))).toBe(0);
});

test('what cannot be read counts as none: nobody is kept in by it', () => {
  const spoilt = Object.assign(Object.create({ getItem: () => '{' }) as Storage, { 'crdesk-draft-x': '{' });
  expect(countDrafts(spoilt)).toBe(0);
});
