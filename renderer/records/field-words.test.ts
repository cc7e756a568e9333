import { describe, expect, test } from 'vitest';
import type { Conflict } from '../../shared/entities/conflict.ts';
import { entities, entityByName, entityNames } from '../../shared/entities/registry.ts';
import { createI18n, type Language } from '../i18n/index.ts';
import { conflictWords, overruledWords } from './conflict-words.ts';
import { conflictState } from './conflict-state.ts';
import { changeTitle, patchLines, reasonWords } from './change-words.ts';
import { clipped, differingWords, fieldLabel, valueWords, type Speaker } from './field-words.ts';

const now = Date.parse('2026-11-24T15:00:00+08:00');
const at = (hours: number, minutes: number) => now + ((hours - 15) * 60 + minutes) * 60_000;
const names: Readonly<Record<string, string>> = {
  seat: '休息区 A3',
  longjing: '龙井',
  puer: '普洱',
  chen: '陈静',
  wang: '王芳',
  li: '李建国',
};

function speakerOf(language: Language): Speaker {
  return {
    t: createI18n(language).t,
    language,
    now,
    timeZone: 'Asia/Shanghai',
    nameOf: (id) => names[id] ?? null,
  };
}
const speaker = speakerOf('zh-CN');

test('every field, and every group, of what is merged field by field has a name in both languages', () => {
  const merged = entityNames.filter((name) => entities[name].merge === 'fields');
  expect(merged.length).toBeGreaterThan(8);
  const unnamed = merged.flatMap((name) => {
    const { schema, groups } = entityByName(name);
    return [...Object.keys(schema.shape), ...Object.keys(groups)]
      .filter((field) => fieldLabel(speaker.t, field) === field)
      .map((field) => `${name}.${field}`);
  });
  expect(unnamed).toEqual([]);
});

test.each<[string, unknown, string, string]>([
  ['note', '等贷款', '等贷款', '等贷款'],
  ['note', null, '空', 'nothing'],
  ['note', '', '空', 'nothing'],
  ['seatId', 'seat', '休息区 A3', '休息区 A3'],
  ['seatId', 'gone', '（未知）', '(unknown)'],
  ['receivedBy', 'chen', '陈静', '陈静'],
  ['partySize', 3, '3 人', '3 guests'],
  ['purpose', 'delivery', '新车交付', 'Delivery'],
  ['kind', 'avoid', '忌', 'to avoid'],
  ['kind', 'private', '个人', 'private'],
  ['gender', 'female', '女', 'female'],
  ['flags', ['openCase', 'later'], '有未结工单、later', 'Open case, later'],
  ['flags', [], '空', 'nothing'],
  ['roles', ['agent'], '客户回访员', 'Callback agent'],
  ['plate', '赣D12345', '赣D·12345', '赣D·12345'],
  ['arrivedAt', at(14, 5), '14:05', '14:05'],
  ['refillMinutes', 20, '20 分钟', '20 min'],
  ['quantity', 2, '×2', '×2'],
  ['available', false, '否', 'no'],
  ['active', true, '是', 'yes'],
])('%s %j is said as people say it', (field, value, chinese, english) => {
  expect(valueWords(speaker, field, value)).toBe(chinese);
  expect(valueWords(speakerOf('en'), field, value)).toBe(english);
});

test('a time of another day carries its date', () => {
  expect(valueWords(speaker, 'leftAt', at(14, 5) - 4 * 86_400_000)).toBe('2026年11月20日 14:05');
});

test('numbers are masked: the last digits alone are told', () => {
  const phones = [{ kind: 'mobile', number: '+8613800796001' }];
  expect(valueWords(speaker, 'phones', phones)).toBe('尾号 6001');
  expect(valueWords(speaker, 'idNumber', '360802199001011234')).toBe('尾号 1234');
});

test('a birthday is said as a day of the year, also one of a leap year', () => {
  expect(valueWords(speaker, 'birthMonthDay', '02-29')).toBe('2月29日');
  expect(valueWords(speakerOf('en'), 'birthMonthDay', '02-01')).toBe('February 1');
  expect(valueWords(speaker, 'birthMonthDay', '13-45')).toBe('13-45');
});

describe('a group', () => {
  const tea = { kind: 'beverage', menuItemId: 'longjing', detail: '温' };

  test('is told by what it holds, and a time without its business day', () => {
    expect(valueWords(speaker, 'choice', { ...tea, detail: null })).toBe('饮品 · 龙井');
    expect(valueWords(speaker, 'arrival', { arrivedAt: at(9, 0), businessDay: '2026-11-24' })).toBe('09:00');
  });

  test('is told without who recorded it: a conflict names its sides beside it', () => {
    const recorded = { ...tea, recordedBy: 'chen', recordedAt: at(9, 0) };
    expect(valueWords(speaker, 'choice', recorded)).toBe('饮品 · 龙井 · 温');
    const other = { ...tea, menuItemId: 'puer', recordedBy: 'wang', recordedAt: at(9, 5) };
    expect(differingWords(speaker, 'choice', recorded, other)).toBe('龙井');
  });

  test('against another is told by the difference alone', () => {
    expect(differingWords(speaker, 'choice', tea, { ...tea, menuItemId: 'puer' })).toBe('龙井');
    expect(differingWords(speaker, 'choice', { ...tea, detail: null }, tea)).toBe('空');
  });
});

test('a long text is clipped by characters, not by halves of them', () => {
  expect(clipped('😀😀😀😀', 3)).toBe('😀😀…');
  expect(clipped('龙井', 2)).toBe('龙井');
});

describe('a conflict in words', () => {
  const conflict: Conflict = {
    ...{ entity: 'visit', rowId: 'visit', field: 'note', lost: '龙井', kept: '普洱' },
    ...{ lostAt: at(14, 2), keptAt: at(14, 5), lostActor: 'chen', keptActor: 'wang' },
    ...{ lostDevice: null, keptDevice: null },
    lostStation: 'bar',
    keptStation: 'callback',
  };

  test('[R4] says who wrote what where and when on both sides, and what stands', () => {
    expect(conflictWords(speaker, conflict).sentence).toBe(
      '14:02 吧台 陈静：“龙井” → 14:05 回访 王芳：“普洱”，保留后者',
    );
    expect(conflictWords(speakerOf('en'), conflict).sentence).toBe(
      '14:02 Bar 陈静: “龙井” → 14:05 Callbacks 王芳: “普洱”; the later one is kept',
    );
  });

  test('says names, not ids', () => {
    const moved = { ...conflict, field: 'seatId', lost: 'seat', kept: null };
    expect(conflictWords(speaker, moved).sentence).toContain('陈静：“休息区 A3” → 14:05 回访 王芳：“空”，');
  });

  test('tells what it knows: a desk with nobody signed in, a row from before stations were kept', () => {
    expect(conflictWords(speaker, { ...conflict, keptActor: 'device' }).keptBy).toBe('回访');
    const { keptStation: _kept, lostStation: _lost, ...old } = conflict;
    expect(conflictWords(speaker, old).keptBy).toBe('王芳');
    expect(conflictWords(speaker, { ...old, keptActor: null }).keptBy).toBe('（不详）');
  });

  test('tells whose edit was overruled', () => {
    expect(overruledWords(speaker, conflict, 'chen')).toBe('您的修改被回访 王芳取代');
    expect(overruledWords(speaker, conflict, 'li')).toBe('陈静的修改被回访 王芳取代');
    expect(overruledWords(speaker, { ...conflict, lostActor: 'device' }, 'li')).toBe(
      '本工作台的修改被回访 王芳取代',
    );
  });
});

describe('a conflict today', () => {
  const note = { entity: 'visit', field: 'note', lost: '龙井', kept: '普洱' };
  const choice = {
    ...{ entity: 'preference', field: 'choice' },
    lost: { kind: 'beverage', menuItemId: 'a', detail: null },
    kept: { kind: 'beverage', menuItemId: 'b', detail: null },
  };

  test.each([
    ['the winner stands', note, { note: '普洱' }, 'kept'],
    ['the loser stands again', note, { note: '龙井' }, 'lost'],
    ['something else by now', note, { note: '绿茶' }, 'changed'],
    ['a group that stands', choice, { ...choice.kept, note: 'x' }, 'kept'],
    ['a group that is back', choice, { ...choice.lost, note: 'x' }, 'lost'],
    [
      'a group that is back, recorded by somebody else',
      {
        ...choice,
        lost: { ...choice.lost, recordedBy: 'chen' },
        kept: { ...choice.kept, recordedBy: 'wang' },
      },
      { ...choice.lost, recordedBy: 'li' },
      'lost',
    ],
    [
      'both recorded the same',
      { ...choice, lost: { ...choice.kept, recordedBy: 'chen' } },
      { ...choice.kept, recordedBy: 'wang' },
      null,
    ],
    ['who recorded it, as it was told apart once', { ...choice, field: 'recordedBy' }, choice.kept, null],
    ['a record that is gone', note, undefined, null],
    ['a field of a newer version', { ...note, field: 'mood' }, { note: '普洱' }, null],
    ['an entity of a newer version', { ...note, entity: 'sale' }, { note: '普洱' }, null],
  ])('%s', (_name, conflict, row, state) => {
    expect(conflictState(conflict, row)).toBe(state);
  });
});

describe('a change in words', () => {
  test('a new record is told by what it holds, an edit by each field and its name', () => {
    const set = { visitId: 'li', menuItemId: 'longjing', quantity: 2, servedAt: at(14, 5), servedBy: 'chen' };
    const edit = { seatId: null, note: '等贷款', partySize: 3 };
    expect(
      patchLines(speaker, [
        { entity: 'serving', id: 's', op: 'create', base: 0, set: { ...set, businessDay: '2026-11-24' } },
        { entity: 'visit', id: 'li', op: 'update', base: 3, set: edit },
        { entity: 'visit', id: 'li', op: 'remove', base: 3 },
      ]),
    ).toEqual([
      '上饮品（新建）：李建国 · 龙井 · ×2 · 14:05',
      '到店登记（修改）：李建国 · 人数 3 人 · 座位 空 · 备注 等贷款',
      '到店登记（删除）：李建国',
    ]);
  });

  test('a reason names the field that does not fit, where the server named one', () => {
    const rejected = {
      name: 'x',
      version: 1,
      opId: 'o',
      actor: 'a',
      occurredAt: 1,
      patches: [],
      rejectedAt: 2,
    };
    const reason = (message: string | null, code: 'invalid' | 'forbidden' = 'invalid') =>
      reasonWords(speaker.t, { ...rejected, code, message });
    expect(reason('visit.partySize: Too big')).toBe('内容不符合要求。（人数）');
    expect(reason('customer.phones.0.number: Too big')).toBe('内容不符合要求。（电话）');
    expect(reason('visit.mood: unknown field')).toBe('内容不符合要求。');
    expect(reason(null)).toBe('内容不符合要求。');
    expect(reason('visit.note: no', 'forbidden')).toBe('操作时的角色或岗位没有此权限。');
  });

  test('a command this version does not know is told by its name', () => {
    expect(changeTitle(speaker.t, 'restoreConflict')).toBe('恢复被取代的修改');
    expect(changeTitle(speaker.t, 'sellCar')).toBe('其他更改（sellCar）');
    expect(changeTitle(speaker.t, 'toString')).toBe('其他更改（toString）');
  });
});
