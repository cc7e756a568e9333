/** The demonstration dealership as rows for a bench site, and what a person types to find its guests. */
import { nameReadings } from '../../renderer/data/search/name-readings.ts';
import { streamDemo, type DemoSize } from '../../shared/rules/demo/generate-demo.ts';
import type { BenchRow } from './bench-site.ts';
import { benchCard } from './guests.ts';

const seed = 20_261_124;
/** Guests that are looked for, each as another word. */
const wanted = 40;
/** Nobody types a whole company. */
const mostKeys = 12;

/**
 * What a desk of the bar receives. Without its site, which the bench has made, and without the customers behind the
 * cards; with the one guest whose name is nobody else's.
 */
export function* demoRows(size: DemoSize, now: number): Generator<BenchRow> {
  yield { entity: 'guestCard', ...benchCard(0, 1) };
  for (const { name, patches } of streamDemo(seed, size, now).changes) {
    if (name === 'createSite') continue;
    for (const { entity, id, ...patch } of patches)
      if (patch.op !== 'remove' && entity !== 'customer') yield { entity, id, data: patch.set };
  }
}

/** Key by key: names, full pinyin, initials, plates and their ends, ends of numbers, models, names with numbers. */
export function typedKeyByKey(size: DemoSize, now: number): string[] {
  const people: { name: string; kind: 'private' | 'organisation'; end: string; plate: string }[] = [];
  for (const { entity, data } of demoRows({ ...size, visits: 0 }, now)) {
    const row = data as Record<string, string | null>;
    if (entity === 'guestCard')
      people.push({
        name: row['name'] ?? '',
        kind: row['kind'] as never,
        end: row['phoneLast4'] ?? '',
        plate: '',
      });
    const last = people.at(-1);
    if (entity === 'vehicle' && last) last.plate = row['plate'] ?? last.plate;
  }
  const every = Math.max(1, Math.floor(people.length / wanted));
  return people
    .filter((_, at) => at % every === 0)
    .slice(0, wanted)
    .flatMap((person, at) => beginnings(wordOf(person, at)));
}

function wordOf(
  { name, kind, end, plate }: { name: string; kind: 'private' | 'organisation'; end: string; plate: string },
  at: number,
): string {
  const readings = nameReadings(name, kind).map(([reading = '']) => reading);
  const words = [
    ...[name, readings.join(''), readings.map((reading) => reading.slice(0, 1)).join('')],
    ...[plate.slice(1), plate.slice(-4), end, '卡罗拉', `${name.slice(0, 1)} ${end}`],
  ];
  return words[at % words.length] || name;
}

const beginnings = (word: string): string[] =>
  Array.from({ length: Math.min(mostKeys, word.length) }, (_, at) => word.slice(0, at + 1)).filter(
    (typed) => typed.trim() === typed,
  );
