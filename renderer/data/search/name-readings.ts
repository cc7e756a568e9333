/** How names are read; the dictionary is large, so only the search worker loads it. */
import { pinyin, polyphonic } from 'pinyin-pro';
import type { Readings } from '../../../shared/rules/search/match-name.ts';

/** Every reading of each character, the likeliest first: 单 shan dan chan. */
export function nameReadings(name: string, kind: 'private' | 'organisation'): Readings {
  const characters = [...name];
  const asSurname = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true });
  const likely =
    kind === 'organisation' ? pinyin(name, { toneType: 'none', type: 'array', v: true }) : asSurname;
  const all = polyphonic(name, {
    toneType: 'none',
    type: 'array',
    v: true,
  } as never) as unknown as string[][];
  return characters.map((character, index) => {
    const others = all[index] ?? [];
    const readings = [likely[index], asSurname[index], ...(Array.isArray(others) ? others : [others])];
    const clean = readings
      .flatMap((reading) => String(reading ?? '').split(' '))
      .filter((reading) => /^[a-z]+$/i.test(reading));
    const lower = clean.map((reading) => reading.toLowerCase());
    return lower.length > 0 ? [...new Set(lower)] : [character.toLowerCase()];
  });
}

/** How a person's name most likely sounds, one reading a character; each name is looked up once. */
export function createSoundOf(): (name: string) => string {
  const sounds = new Map<string, string>();
  return (name) => {
    const known =
      sounds.get(name) ??
      nameReadings(name, 'private')
        .map(([likeliest]) => likeliest)
        .join(' ');
    sounds.set(name, known);
    return known;
  };
}
