import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SearchEntry } from '../../../shared/rules/search/search-entry.ts';
import { packEntries, unpackEntries } from './packed-entries.ts';

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary);
const text = fc.string({ unit: 'grapheme', maxLength: 6 });
const entries: fc.Arbitrary<SearchEntry> = fc.record({
  guestCardId: fc.uuid(),
  name: text,
  kind: fc.constantFrom('private' as const, 'organisation' as const),
  readings: fc.array(fc.array(fc.oneof(text, fc.constantFrom('zhong', ',', '/', '')), { maxLength: 3 })),
  phoneLast4: maybe(fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 4 })),
  vehicles: fc.array(fc.record({ id: fc.uuid(), plate: maybe(text), vin: maybe(text), model: maybe(text) }), {
    maxLength: 2,
  }),
  birthMonthDay: maybe(text),
  flags: fc.array(fc.oneof(fc.constantFrom('voucher', ',', ''), text), { maxLength: 3 }),
  lastVisitAt: maybe(fc.integer({ min: 0 })),
});

test('whatever the search knows comes out as it went in', () => {
  fc.assert(
    fc.property(fc.array(entries, { maxLength: 5 }), (some) => {
      expect(unpackEntries(packEntries(some))).toEqual(some);
    }),
  );
});

test('what another version kept is not read', () => {
  expect(unpackEntries('{"form":0,"entries":[["id","name"]]}')).toBeNull();
});
