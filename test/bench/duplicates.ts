/** The list of possible duplicates over the large dealership: the shipped comparison beside a plain sort of its guests. */
import { createSoundOf } from '../../renderer/data/search/name-readings.ts';
import { streamDemo, type DemoSize } from '../../shared/rules/demo/generate-demo.ts';
import { findDuplicates, type DuplicateSource } from '../../shared/rules/duplicate-pairs.ts';
import { compared, type Figure } from './figures.ts';

const seed = 20_261_124;

export interface DuplicatesOrder {
  readonly size: DemoSize;
  readonly rounds: number;
}

/** In Node, as the worker that does it knows no page. */
export function benchDuplicates({ size, rounds }: DuplicatesOrder): Figure[] {
  const guests = readGuests({ ...size, visits: 0, inTheHouse: 0 });
  const times = [];
  for (let round = -1; round < rounds; round += 1) {
    const both = {
      baseline: timeOf(() => guests.toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))),
      // As in the worker each time: no reading is known beforehand.
      value: timeOf(() => findDuplicates(guests, createSoundOf())),
    };
    if (round >= 0) times.push(both);
  }
  const label = `large: possible duplicates among ${guests.length} guests, beside a sort of their names`;
  return [{ label, unit: 'ms', ...compared(times), samples: `${rounds} rounds` }];
}

function timeOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

interface Guest extends DuplicateSource {
  readonly phones: string[];
  readonly idNumbers: string[];
  readonly plates: string[];
  readonly vins: string[];
}

function readGuests(size: DemoSize): Guest[] {
  const byCustomer = new Map<string, Guest>();
  const guestOf = (customerId: string): Guest => {
    const known = byCustomer.get(customerId) ?? {
      ...{ cardId: customerId, name: '', phoneLast4: null },
      ...{ phones: [], idNumbers: [], plates: [], vins: [] },
    };
    byCustomer.set(customerId, known);
    return known;
  };
  for (const { patches } of streamDemo(seed, size, Date.now()).changes) {
    for (const patch of patches) {
      if (patch.op === 'remove') continue;
      if (patch.entity === 'customer') {
        const { phones = [], idNumber } = patch.set;
        guestOf(patch.id).phones.push(...phones.map(({ number }) => number));
        if (idNumber) guestOf(patch.id).idNumbers.push(idNumber);
      } else if (patch.entity === 'guestCard' && patch.set.customerId) {
        const { customerId, name = '', phoneLast4 = null } = patch.set;
        byCustomer.set(customerId, { ...guestOf(customerId), cardId: patch.id, name, phoneLast4 });
      } else if (patch.entity === 'vehicle' && patch.set.customerId) {
        const { customerId, plate, vin } = patch.set;
        if (plate) guestOf(customerId).plates.push(plate);
        if (vin) guestOf(customerId).vins.push(vin);
      }
    }
  }
  return [...byCustomer.values()];
}
