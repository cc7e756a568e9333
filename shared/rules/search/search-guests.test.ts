import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createGuestEntries } from './guest-entries.ts';
import type { SearchEntry } from './search-entry.ts';
import { latestGuests, searchGuests } from './search-guests.ts';

const now = Date.parse('2026-11-24T10:00:00+08:00');
const day = 86_400_000;

/** A guest by name and its readings, written with a blank between characters and a stroke between readings. */
function guest(name: string, readings: string, more: Partial<SearchEntry> = {}): SearchEntry {
  const bare = {
    kind: 'private',
    phoneLast4: null,
    birthMonthDay: null,
    flags: [],
    vehicles: [],
    lastVisitAt: null,
  } as const;
  const read = readings.split(' ').map((one) => one.replace('_', ' ').split('/'));
  return { guestCardId: name, name, readings: read, ...bare, ...more };
}
const car = (plate: string | null, vin: string | null = null, model: string | null = null) => ({
  id: `${plate} ${vin}`,
  plate,
  vin,
  model,
});

const zhangsan = guest('张三', 'zhang san', {
  phoneLast4: '6001',
  vehicles: [car('赣D12345', '1M8GDM9AXKP042788')],
});
const zhangsanfeng = guest('张三丰', 'zhang san feng', { phoneLast4: '1234' });
const shan = guest('单丽娟', 'shan/dan/chan li juan', { vehicles: [car('赣DF12345')] });
const fleet = guest('吉安物流有限公司', 'ji an wu liu you xian gong si', {
  ...{ kind: 'organisation', phoneLast4: '8888' },
  vehicles: [car('赣D77701'), car('赣D77702')],
});
const maimaiti = guest('阿卜杜拉·买买提', 'a bu du la · mai mai ti');
const smith = guest('John Smith', 'j o h n _ s m i t h');
const all = [zhangsan, zhangsanfeng, shan, fleet, maimaiti, smith];

/** Found with the columns of the blocks and without, which must say the same. */
function search(entries: readonly SearchEntry[], typed: string, limit: number) {
  const guests = createGuestEntries(entries.map((one, at) => ({ ...one, guestCardId: `${at} ${one.name}` })));
  const plain = searchGuests(guests, typed, limit, now);
  while (guests.prepare());
  const quick = searchGuests(guests, typed, limit, now);
  expect(quick).toEqual(plain);
  return quick;
}

const names = (typed: string, entries: readonly SearchEntry[] = all) =>
  search(entries, typed, 10).hits.map(({ name }) => name);
const first = (typed: string) => search(all, typed, 1).hits[0];
const marked = (typed: string) => {
  const hit = first(typed);
  return hit?.nameRange ? hit.name.slice(...hit.nameRange) : null;
};

describe('a guest is found', () => {
  test.each([
    ['by the whole name', '张三丰', '张三丰'],
    ['by characters within it', '物流', '吉安物流有限公司'],
    ['by full pinyin', 'zhangsanfeng', '张三丰'],
    ['by initials', 'zsf', '张三丰'],
    ['by pinyin and initials mixed', 'zhangsf', '张三丰'],
    ['by initial and pinyin mixed', 'zsanf', '张三丰'],
    ['by pinyin within the name', 'wuliu', '吉安物流有限公司'],
    ['in capitals', 'ZSF', '张三丰'],
    ['in full width', 'ｚｓｆ', '张三丰'],
    ['with a space between', 'zhang san feng', '张三丰'],
    ['by a surname’s own reading', 'shanlj', '单丽娟'],
    ['by its other reading', 'danlj', '单丽娟'],
    ['by its third reading', 'chanlijuan', '单丽娟'],
    ['over the dot of the name', '阿卜杜拉买买提', '阿卜杜拉·买买提'],
    ['with the dot', '拉·买', '阿卜杜拉·买买提'],
    ['over the dot by pinyin', 'abdlmmt', '阿卜杜拉·买买提'],
    ['over the space of the name', 'john smith', 'John Smith'],
    ['by the phone’s last digits', '6001', '张三'],
    ['by the last three of them', '001', '张三'],
    ['by the whole number', '138 0079 6001', '张三'],
    ['by a landline as people write it', '0796-8888888', '吉安物流有限公司'],
    ['by plate', '赣D12345', '张三'],
    ['by plate without province', 'D12345', '张三'],
    ['by plate with the dot, in lower case', '赣d·12345', '张三'],
    ['by the plate’s characters alone', '12345', '张三'],
    ['by a new-energy plate', 'DF12345', '单丽娟'],
    ['by the second car of a fleet', 'd77702', '吉安物流有限公司'],
    ['by VIN', '1m8gdm9axkp042788', '张三'],
    ['by the VIN’s end', '042788', '张三'],
  ])('%s: %s', (_how, typed, name) => {
    expect(first(typed)?.name ?? null).toBe(name);
  });
});

test('of a reading a shorter beginning is taken where the longest leads nowhere', () => {
  expect(names('fangang', [guest('方刚', 'fang gang')])).toEqual(['方刚']);
});

test.each(['', '  ', '·', '6', 'zhangsi', '粤D12345', 'sanzhang', '\u0000'])('%j finds nobody', (typed) => {
  expect(search(all, typed, 10)).toEqual({ hits: [], total: 0 });
});

describe('by two things at once', () => {
  const chen = guest('陈芳', 'chen fang', {
    phoneLast4: '8165',
    vehicles: [car('赣D00001', null, '汉兰达')],
  });
  const other = guest('陈芳', 'chen fang', {
    phoneLast4: '1234',
    vehicles: [car('赣D8165A', null, 'RAV4 荣放')],
  });
  const third = guest('李明', 'li ming', { phoneLast4: '8165' });
  const found = (typed: string) =>
    search([third, other, chen], typed, 10).hits.map(({ phoneLast4, name }) => name + phoneLast4);

  test.each([
    ['a name and the end of a number', '陈芳 8165', ['陈芳8165', '陈芳1234']],
    ['the other way round', '8165 陈芳', ['陈芳8165', '陈芳1234']],
    ['initials and a model', 'cf 汉兰达', ['陈芳8165']],
    ['a model alone', '汉兰达', ['陈芳8165']],
    ['a model in small letters, its parts apart', 'rav 4荣放', ['陈芳1234']],
    ['a plate and a model', 'D00001 汉兰达', ['陈芳8165']],
    ['three things', '陈 8165 汉兰达', ['陈芳8165']],
    ['of which one is not true', '陈芳 9999', []],
    ['one letter of a model', '汉', []],
  ])('%s: %s', (_what, typed, names) => {
    expect(found(typed)).toEqual(names);
  });

  test('the name is marked, and whoever bears it all stands first', () => {
    expect(search([chen], '8165 芳', 1).hits[0]?.nameRange).toEqual([1, 2]);
    // A name with a space is one thing.
    const parted = guest('Smith John', 's m i t h _ j o h n', { lastVisitAt: now });
    expect(names('john smith', [parted, smith])).toEqual(['John Smith', 'Smith John']);
  });
});

test('the characters that matched are told, whatever stands between them', () => {
  expect(marked('sanf')).toBe('三丰');
  expect(marked('zs')).toBe('张三');
  expect(marked('拉买')).toBe('拉·买');
  expect(marked('lmai')).toBe('拉·买');
  // A rare character takes two UTF-16 units.
  const rare = guest('𠮷田明', '𠮷 tian ming');
  const { nameRange } = search([rare], 'tianm', 1).hits[0] ?? {};
  expect(rare.name.slice(...(nameRange ?? []))).toBe('田明');
});

describe('with columns and without them the same is found', () => {
  /** Those that can go wrong: of several readings, of other scripts, between parts, without a reading. */
  const characters = [
    ['单', 'shan/dan/chan'],
    ['张', 'zhang'],
    ['西', 'xi'],
    ['安', 'an'],
    ['先', 'xian'],
    ['·', '·'],
    [' ', '_'],
    ['S', 's'],
    ['4', '4'],
    ['𠮷', '𠮷'],
  ] as const;
  const piece = (letters: string, most: number) =>
    fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: most });
  const anyCar = fc
    .tuple(
      fc.option(piece('赣DF01', 4).map((end) => `赣D${end}`)),
      fc.option(piece('1D0', 6)),
      fc.option(fc.constantFrom('卡罗拉', 'RAV4 荣放')),
    )
    .map((parts) => car(...parts));
  const anyGuest = fc
    .record({
      name: fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 5 }),
      phoneLast4: fc.option(fc.oneof(piece('01', 4), fc.constant(''))),
      vehicles: fc.array(anyCar, { maxLength: 2 }),
      lastVisitAt: fc.option(fc.integer({ min: now - 90 * day, max: now })),
    })
    .map(({ name, ...more }) =>
      guest(name.map(([one]) => one).join(''), name.map(([, read]) => read).join(' '), more),
    );
  const anyPart = fc.oneof(
    piece('shandcxizg', 6),
    piece('单张西安先·S4', 3),
    piece('01', 6),
    piece('赣dD01', 5),
    fc.constantFrom('卡罗', 'rav', 'zhang', 'xian', 'a'.repeat(40)),
  );
  const anyTyped = fc.array(anyPart, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));

  test('whoever is there and whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.array(anyGuest, { maxLength: 40 }),
        anyTyped,
        fc.constantFrom(1, 20, Infinity),
        (some, typed, limit) => void search(some, typed, limit),
      ),
      { numRuns: 1_000 },
    );
  });

  test('typed longer than columns take it', () => {
    const called = (length: number, more: Partial<SearchEntry>) =>
      guest('单'.repeat(length), Array(length).fill('shan/dan').join(' '), more);
    const long = Array.from({ length: 200 }, () => called(36, { lastVisitAt: now }));
    // Of places counted in 32 bits, the fourth and the last would be one.
    const short = called(4, {});
    expect(search([...long, short], 's'.repeat(36), 1).total).toBe(200);
  });

  test('also where there are blocks of them, and only some are shown', () => {
    fc.assert(
      fc.property(fc.array(anyGuest, { minLength: 300, maxLength: 700 }), anyTyped, (some, typed) => {
        search(some, typed, 1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('ranking', () => {
  test('a whole name stands before one that begins with it, and that before one that holds it', () => {
    const within = guest('小张三', 'xiao zhang san', { lastVisitAt: now });
    expect(names('张三', [within, zhangsanfeng, zhangsan])).toEqual(['张三', '张三丰', '小张三']);
    expect(names('zhangsan', [within, zhangsanfeng, zhangsan])).toEqual(['张三', '张三丰', '小张三']);
  });

  test('of equally good matches the guest here last stands first', () => {
    const visits = [400, 2, null, 30].map((days) =>
      guest(`张三${days ?? '从未'}`, 'zhang san', { lastVisitAt: days === null ? null : now - days * day }),
    );
    expect(names('zs', visits)).toEqual(['张三2', '张三30', '张三400', '张三从未']);
  });

  test('a visit just now never outweighs a better match', () => {
    const recent = { lastVisitAt: now };
    const byPart = guest('某甲', 'mou jia', { ...recent, vehicles: [car('赣DX6001')] });
    const byName = guest('六零零一', 'a b c d', { ...recent, phoneLast4: '0019' });
    expect(names('6001', [byPart, zhangsan])).toEqual(['张三', '某甲']);
    expect(names('001', [byName, zhangsan])).toEqual(['张三', '六零零一']);
    // An end of a plate is told before an end of a phone, by three points.
    const byPhone = guest('某乙', 'mou yi', { ...recent, phoneLast4: '2345' });
    expect(names('345', [byPhone, zhangsan])).toEqual(['张三', '某乙']);
  });

  test('the best of many are handed back, and all are counted', () => {
    const many = Array.from({ length: 30 }, (_, index) => guest(`张三${index}`, 'zhang san'));
    const { hits, total } = search([...many, zhangsan], '张三', 3);
    expect([hits.length, total, hits[0]?.name]).toEqual([3, 31, '张三']);
  });

  test('of any crowd the best are those that stand first of all', () => {
    const crowd = fc.array(
      fc.tuple(fc.constantFrom('张三', '李张', '张四'), fc.integer({ min: 0, max: 3 })),
      {
        ...{ minLength: 150, maxLength: 600 },
      },
    );
    fc.assert(
      fc.property(crowd, fc.integer({ min: 1, max: 30 }), (some, limit) => {
        const entries = some.map(([name, months]) =>
          guest(name, 'x', { lastVisitAt: now - months * 30 * day }),
        );
        const inOrder = search(entries, '张', Infinity).hits;
        const { hits, total } = search(entries, '张', limit);
        expect([hits, total]).toEqual([inOrder.slice(0, limit), some.length]);
      }),
    );
  });

  test('a hit says why it was found', () => {
    expect(['张三', '6001', 'd12345', '042788'].map((typed) => first(typed)?.reason)).toEqual([
      ...['name', 'phone', 'plate', 'vin'],
    ]);
  });
});

test('with nothing typed the guests who were here last are offered', () => {
  const visited = (name: string, days: number) => guest(name, 'x', { lastVisitAt: now - days * day });
  const { hits, total } = latestGuests(
    createGuestEntries([visited('long ago', 90), zhangsan, visited('today', 0)]),
    5,
  );
  expect([hits.map(({ name }) => name), total]).toEqual([['today', 'long ago'], 2]);
});
