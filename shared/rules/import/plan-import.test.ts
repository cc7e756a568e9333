import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importCustomers } from '../../commands/import-customers.ts';
import { createTestSite, type TestSite } from '../../commands/test-site.ts';
import { testId } from '../../sync/wire/test-id.ts';
import { guestKey, leaveOutKnown, type KnownGuests } from './leave-out-known.ts';
import { inBlocks, planBlocks, toImported } from './import-job.ts';
import { planImport, rowsPerBlock, type DuplicateChoices, type ImportPlan } from './plan-import.ts';

const nothingKnown: KnownGuests = { plates: new Set(), vins: new Set(), guests: new Set() };
const headings = ['姓名', '客户类型', '手机', '身份证号', '出生日期', '车牌号', '车架号', '车型'];

/** A row by its cells that matter. */
interface Cells {
  readonly name?: string;
  readonly kind?: string;
  readonly phone?: string;
  readonly id?: string;
  readonly born?: string;
  readonly plate?: string;
  readonly vin?: string;
  readonly model?: string;
}
const toRow = ({
  name = '',
  kind = '',
  phone = '',
  id = '',
  born = '',
  plate = '',
  vin = '',
  model = '',
}: Cells) => [...[name, kind, phone, id, born, plate, vin, model]];

function planned(rows: readonly Cells[], known = nothingKnown): ImportPlan {
  const plan = planImport([headings, ...rows.map(toRow)], known, '赣');
  if (!plan) throw new Error('no column of names');
  return plan;
}

const reasons = ({ problems }: ImportPlan) =>
  problems.map(({ line, field, code, weight }) => [line, field, code, weight]);

let ids = 1_000_000;
/** Imports as the desk does, block by block. */
function imported(site: TestSite, plan: ImportPlan): void {
  for (const block of planBlocks(plan, new Map(), () => testId((ids += 1)))) {
    const customers = block.customers.map(toImported);
    const { failure, verdicts } = site.run(importCustomers, { customers, merges: [] });
    expect([failure, ...new Set(verdicts)]).toEqual([null, 'applied']);
  }
}

/** What the desk then knows, as `read-known.ts` reads it. */
function knownOf(site: TestSite): KnownGuests {
  return {
    plates: new Set(site.rows('vehicle').flatMap(({ plate }) => plate ?? [])),
    vins: new Set(site.rows('vehicle').flatMap(({ vin }) => vin ?? [])),
    guests: new Set(site.rows('guestCard').map(({ name, phoneLast4 }) => guestKey(name, phoneLast4))),
  };
}

describe('a row that cannot be taken is named with line, column and reason, and the others are taken', () => {
  test.each<[string, Cells, string, string]>([
    ['no name', { phone: '13800796001' }, 'name', 'name_missing'],
    ['a name of 121 characters', { name: '长'.repeat(121) }, 'name', 'name_too_long'],
    ['a phone that is none', { name: '某', phone: '138****6001' }, 'phone', 'phone_invalid'],
    [
      'an ID number with a wrong check character',
      { name: '某', id: '110105194912310021' },
      'idNumber',
      'id_invalid',
    ],
    ['a date that is none', { name: '某', born: '1999-02-29' }, 'birthDate', 'date_invalid'],
    ['a plate with a digit too many', { name: '某', plate: '赣D123456' }, 'plate', 'plate_invalid'],
    ['a VIN of 16 characters', { name: '某', vin: '1M8GDM9AXKP04278' }, 'vin', 'vin_invalid'],
    ['a kind nobody knows', { name: '某', kind: '其他' }, 'kind', 'kind_unknown'],
    ['a word every JavaScript object knows', { name: '某', kind: 'constructor' }, 'kind', 'kind_unknown'],
    ['U+0000', { name: '某', model: 'x\u0000' }, 'model', 'text_not_storable'],
  ])('%s', (_what, wrong, field, code) => {
    const plan = planned([{ name: '张三' }, wrong, { name: '李芳' }]);
    expect(reasons(plan)).toEqual([[3, field, code, 'error']]);
    expect(plan.customers.map(({ name }) => name)).toEqual(['张三', '李芳']);
  });

  test('with every reason, not the first alone', () => {
    const plan = planned([{ phone: '1', plate: '2', vin: '3' }]);
    expect(plan.problems.map(({ code }) => code)).toEqual([
      ...['name_missing', 'phone_invalid', 'plate_invalid', 'vin_invalid'],
    ]);
  });
});

test('a VIN without a valid check digit is taken, with a remark', () => {
  const plan = planned([{ name: '张三', vin: '1M8GDM9A0KP042788' }]);
  expect(reasons(plan)).toEqual([[2, 'vin', 'vin_check', 'remark']]);
  expect(plan.customers[0]?.vehicles).toMatchObject([{ vin: '1M8GDM9A0KP042788' }]);
});

test('what people write is stored the one way', () => {
  const row = { name: '单丽娟', phone: '138-0079-6001', id: '11010519491231002x', plate: 'd·12345' };
  expect(planned([row]).customers).toMatchObject([
    {
      phones: [{ kind: 'mobile', number: '+8613800796001' }],
      ...{ idNumber: '11010519491231002X', birthDate: '1949-12-31', gender: 'female', kind: 'private' },
      vehicles: [{ plate: '赣D12345' }],
    },
  ]);
  const dates = ['1990/5/31', '1990.5.31', '1990年5月31日', '19900531', '1990-05-31'];
  for (const born of dates)
    expect(planned([{ name: '某', born }]).customers[0]?.birthDate).toBe('1990-05-31');
});

test('an organisation is known by its column, or by its name', () => {
  const plan = planned([
    { name: '吉安物流有限公司' },
    { name: '青原中学', kind: '单位' },
    { name: '王公子' },
  ]);
  expect(plan.customers.map(({ kind }) => kind)).toEqual(['organisation', 'organisation', 'private']);
});

describe('repetitions', () => {
  test('rows of one name and number are one customer with several cars', () => {
    const phone = '13800796001';
    const plan = planned([
      { name: '张三', phone, plate: '赣D12345' },
      { name: '李芳', phone: '13800796002' },
      { name: '张三', phone, plate: '赣D67890' },
    ]);
    expect(plan.problems).toEqual([]);
    expect(plan.customers.map(({ name, lines }) => [name, lines])).toEqual([
      ['张三', [2, 4]],
      ['李芳', [3]],
    ]);
    expect(plan.customers[0]?.vehicles.map(({ plate }) => plate)).toEqual(['赣D12345', '赣D67890']);
  });

  test('two people of one name are two, told apart by number or plate', () => {
    const plan = planned([
      { name: '张伟', phone: '13800796001' },
      { name: '张伟', phone: '13900796001' },
      { name: '张伟', plate: '赣D12345' },
    ]);
    expect([plan.customers.length, plan.problems]).toEqual([3, []]);
  });

  test('a row again, a plate again and a VIN again are skipped with their line', () => {
    const vin = '1M8GDM9AXKP042788';
    const plan = planned([
      { name: '张三', phone: '13800796001', plate: '赣D12345', vin },
      { name: '张三', phone: '13800796001' },
      { name: '李芳', plate: '赣D·12345' },
      { name: '王强', vin },
    ]);
    expect(reasons(plan)).toEqual([
      [3, 'name', 'repeated', 'known'],
      [4, 'name', 'known_plate_new_name', 'known'],
      [5, 'vin', 'repeated', 'known'],
    ]);
  });

  test('what the desk knows already is skipped, whichever way it knows it', () => {
    const known = {
      plates: new Set(['赣D12345']),
      vins: new Set(['1M8GDM9AXKP042788']),
      guests: new Set([guestKey('王强', '6001')]),
    };
    const plan = planned(
      [
        { name: '张三', plate: '赣D12345' },
        { name: '李芳', vin: '1M8GDM9AXKP042788' },
        { name: '王强', phone: '13800796001' },
        { name: '王强', phone: '13800796002' },
      ],
      known,
    );
    expect(plan.problems.map(({ code }) => code)).toEqual(['known_plate', 'known_vin', 'known_guest']);
    expect(plan.customers.map(({ lines }) => lines)).toEqual([[5]]);
  });

  test('of a car that is known, a number or name that differs is said to be left behind', () => {
    const plate = '赣D12345';
    const known = {
      ...{ plates: new Set([plate, '赣D67890']), vins: new Set<string>(), guests: new Set<string>() },
      owners: new Map([[plate, { name: '张三', phoneLast4: '6001' }]]),
    };
    const plan = planned(
      [
        { name: '张三', plate, phone: '13800796001' },
        { name: '张三', plate },
        { name: '张三', plate, phone: '13900797777' },
        { name: '李芳', plate, phone: '13900797777' },
        { name: '王强', plate: '赣D67890', phone: '13900797777' },
      ],
      known,
    );
    expect(plan.problems.map(({ field, value, code }) => [field, value, code])).toEqual([
      ['plate', plate, 'known_plate'],
      ['plate', plate, 'known_plate'],
      ['phone', '139 0079 7777', 'known_plate_new_phone'],
      ['name', '李芳', 'known_plate_new_name'],
      ['plate', '赣D67890', 'known_plate'],
    ]);
    expect(plan.customers).toEqual([]);
  });

  test('the same file again, also after half of it was taken, adds nothing twice', () => {
    const rows = Array.from({ length: 450 }, (_, n): Cells => ({
      name: n % 3 === 0 ? `客户${n}` : '张伟',
      phone: n % 2 === 0 ? `138${String(n).padStart(8, '0')}` : '',
      plate: `赣D${String(n).padStart(5, '0')}`,
    }));
    const site = createTestSite({ station: 'office', roles: ['supervisor'] });
    const whole = planned(rows);
    imported(site, { ...whole, customers: inBlocks(whole.customers)[0] ?? [] });
    imported(site, planned(rows, knownOf(site)));
    expect(site.rows('vehicle')).toHaveLength(450);
    const before = site.rows('guestCard').length;
    const again = planned(rows, knownOf(site));
    expect([again.customers, again.problems.length]).toEqual([[], 450]);
    expect(site.rows('guestCard')).toHaveLength(before);
  });
});

describe('what a person decides about duplicates', () => {
  const rows = [
    { name: '张三', phone: '13800796001', plate: '赣D12345' },
    { name: '李芳', plate: '赣D12345', model: '凯美瑞' },
    { name: '张三丰', phone: '13800796001', born: '1990-05-31' },
  ];
  const known: KnownGuests = {
    ...{ plates: new Set(['赣D12345']), vins: new Set(), guests: new Set() },
    ids: {
      plates: new Map([['赣D12345', 'known']]),
      ...{ vins: new Map(), guests: new Map(), phones: new Map([['+8613800796001', 'known']]) },
      idNumbers: new Map([['11010519491231002X', 'known']]),
    },
  };
  const decided = (table: readonly Cells[], held: KnownGuests, duplicates: DuplicateChoices) => {
    const plan = planImport([headings, ...table.map(toRow)], held, '赣', undefined, { duplicates });
    return {
      taken: plan?.customers.map(({ name, lines }) => [name, ...lines]),
      merged: plan?.merges.map(({ row }) => row.line),
      like: plan?.duplicates.map(({ row, by, choice }) => [row.line, by, choice]),
    };
  };
  const all = (choice: DuplicateChoices['all']) => ({ all: choice, byLine: new Map() });

  test('within a file: as usual, all of one kind, or line by line', () => {
    expect(decided(rows, nothingKnown, all(null))).toEqual({
      taken: [
        ['张三', 2],
        ['张三丰', 4],
      ],
      ...{
        merged: [],
        like: [
          [3, 'plate', 'skip'],
          [4, 'phone', 'new'],
        ],
      },
    });
    expect(decided(rows, nothingKnown, all('merge')).taken).toEqual([['张三', 2, 3, 4]]);
    expect(decided(rows, nothingKnown, all('skip')).taken).toEqual([['张三', 2]]);
    expect(decided(rows, nothingKnown, all('new')).taken).toEqual([
      ['张三', 2],
      ['李芳', 3],
      ['张三丰', 4],
    ]);
    const oneByOne = { all: 'skip', byLine: new Map([[4, 'merge' as const]]) } as const;
    expect(decided(rows, nothingKnown, oneByOne).taken).toEqual([['张三', 2, 4]]);
  });

  test('of whom the desk holds, by plate, phone and ID number', () => {
    const table = [...rows, { name: '王强', id: '11010519491231002X' }];
    expect(decided(table, known, all(null))).toEqual({
      taken: [['张三丰', 4]],
      merged: [],
      like: [
        [2, 'plate', 'skip'],
        [3, 'plate', 'skip'],
        [4, 'phone', 'new'],
        [5, 'idNumber', 'skip'],
      ],
    });
    expect(decided(table, known, all('merge'))).toMatchObject({ taken: [], merged: [2, 3, 4, 5] });
    const chosen = decided(table, known, { all: 'skip', byLine: new Map([[5, 'new']]) });
    expect(chosen).toMatchObject({ taken: [['王强', 5]], merged: [] });
  });

  test('somebody chosen to be new is not left out later', () => {
    const plan = planImport([headings, ...rows.slice(0, 1).map(toRow)], known, '赣', undefined, {
      duplicates: all('new'),
    });
    const { customers } = leaveOutKnown(plan?.customers ?? [], known, new Set());
    expect(customers.map(({ name, vehicles }) => [name, vehicles.length])).toEqual([['张三', 1]]);
  });
});

describe('columns', () => {
  test('of two for one field the first counts, the other and unknown ones are named', () => {
    const plan = planImport(
      [
        ['姓名', '手机', '电话', '积分'],
        ['张三', '13800796001', '1', '9'],
      ],
      nothingKnown,
      null,
    );
    expect(plan).toMatchObject({ ignored: ['电话', '积分'], problems: [] });
  });

  test('without a column of names there is no plan', () => {
    expect(planImport([['手机'], ['13800796001']], nothingKnown, null)).toBeNull();
    expect(planImport([], nothingKnown, null)).toBeNull();
  });
});

test('blocks hold at most 200 rows, and a customer stays whole', () => {
  const fleet = Array.from({ length: 230 }, (_, n): Cells => ({
    ...{ name: '吉安出租车公司', phone: '0796-8888888', plate: `赣DT${String(n).padStart(4, '0')}` },
  }));
  const others = Array.from({ length: 450 }, (_, n): Cells => ({ name: `客户${n}` }));
  const blocks = inBlocks(planned([...others, ...fleet, { name: '最后' }]).customers);
  const sizes = blocks.map((block) => block.reduce((sum, { lines }) => sum + lines.length, 0));
  expect(sizes).toEqual([200, 200, 50, 230, 1]);
});

const cell = fc.oneof(
  fc.constantFrom('', '张三', '李芳', '13800796001', '0796-8888888', '赣D12345', '赣DF12345', '个人', '公司'),
  fc.constantFrom(
    '1M8GDM9AXKP042788',
    '11010519491231002X',
    '1990-05-31',
    '凯美瑞',
    'constructor',
    '__proto__',
  ),
  fc.string({ maxLength: 8 }),
);
const table = fc.array(fc.array(cell, { minLength: headings.length, maxLength: headings.length }), {
  maxLength: 40,
});

test('of any table each row is either taken, or named with a reason; what is taken, the server takes too', () => {
  fc.assert(
    fc.property(table, (rows) => {
      const plan = planImport([headings, ...rows], nothingKnown, '赣');
      const taken = plan?.customers.flatMap(({ lines }) => lines) ?? [];
      const named = new Set(plan?.problems.flatMap(({ line, weight }) => (weight === 'remark' ? [] : line)));
      const filled = rows.flatMap((row, index) =>
        row.some((text) => text.trim() !== '') ? [index + 2] : [],
      );
      expect([...taken, ...named].toSorted((a, b) => a - b)).toEqual(filled);
      expect(plan?.rows).toBe(filled.length);
      for (const block of inBlocks(plan?.customers ?? []))
        expect(block.reduce((sum, { lines }) => sum + lines.length, 0)).toBeLessThanOrEqual(rowsPerBlock);
      if (plan) imported(createTestSite({ station: 'office', roles: ['supervisor'] }), plan);
    }),
  );
});
