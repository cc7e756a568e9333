import { describe, expect, test } from 'vitest';
import { planImport, type ImportPlan } from './plan-import.ts';

const nothingKnown = { plates: new Set<string>(), vins: new Set<string>(), guests: new Set<string>() };
const headings = ['姓名', '手机', '身份证号', '地址', '邮箱', '备注', '车牌号', '车架号', '车型', '客户类型'];

function planned(...rows: readonly (readonly string[])[]): ImportPlan {
  const plan = planImport([headings, ...rows], nothingKnown, '赣');
  if (!plan) throw new Error('no column of names');
  return plan;
}
const reasons = ({ problems }: ImportPlan) =>
  problems.map(({ line, field, value, code, weight }) => [line, field, value, code, weight]);
const linesOf = ({ customers }: ImportPlan) => customers.map(({ lines }) => lines);

const phone = '13800796001';
const father = '11010519491231002X';
const son = '440524188001010014';
const vin = '1M8GDM9AXKP042788';

describe('a further row of one person', () => {
  test('fills what the rows before left empty, and brings its car', () => {
    const plan = planned(
      ['张三', phone, '', '', '', '', '赣D12345', '', '', '单位'],
      ['张三', phone, father, '吉安市1号', 'z@x.cn', '花生过敏', '赣D54321'],
    );
    expect(plan.problems).toEqual([]);
    expect(plan.customers).toMatchObject([
      {
        // Which the second row, that says nothing of it, does not contradict.
        kind: 'organisation',
        ...{ idNumber: father, birthDate: '1949-12-31', gender: 'female' },
        ...{ address: '吉安市1号', email: 'z@x.cn', note: '花生过敏', lines: [2, 3] },
        vehicles: [{ plate: '赣D12345' }, { plate: '赣D54321' }],
      },
    ]);
  });

  test('that has no car, or the same, is taken for what it fills and skipped where it fills nothing', () => {
    const plan = planned(
      ['张三', phone, '', '', '', '', '赣D12345'],
      ['张三', phone, '', '吉安市1号'],
      ['张三', phone, '', '', '', '', '赣D12345', vin, '凯美瑞'],
      ['张三', phone, '', '吉安市1号', '', '', '赣D12345'],
    );
    expect(reasons(plan)).toEqual([[5, 'plate', '赣D12345', 'repeated', 'known']]);
    expect(plan.customers).toMatchObject([
      { address: '吉安市1号', vehicles: [{ plate: '赣D12345', vin, model: '凯美瑞' }], lines: [2, 3, 4] },
    ]);
  });

  test('that differs is named field by field; the earlier word stays', () => {
    const plan = planned(
      ['张三', phone, '', '吉安市1号', '', '靠窗', '赣D12345', '', '凯美瑞'],
      ['张三', phone, '', '吉安市2号', '', '不要茶', '赣D54321', '', '', '单位'],
      ['张三', phone, '', '', '', '', '赣D12345', '', '汉兰达'],
    );
    expect(reasons(plan)).toEqual([
      [3, 'address', '吉安市2号', 'differs', 'remark'],
      [3, 'note', '不要茶', 'differs', 'remark'],
      [3, 'kind', '单位', 'differs', 'remark'],
      // Nothing of this row was taken: it counts as left out.
      [4, 'model', '汉兰达', 'differs', 'known'],
    ]);
    expect(plan.customers).toMatchObject([
      {
        kind: 'private',
        address: '吉安市1号',
        note: '靠窗',
        lines: [2, 3],
        vehicles: [{ model: '凯美瑞' }, {}],
      },
    ]);
  });

  test('gives no car the VIN of their other one', () => {
    const plan = planned(
      ['张三', phone, '', '', '', '', '赣D12345'],
      ['张三', phone, '', '', '', '', '赣D54321', vin],
      ['张三', phone, '', '', '', '', '赣D12345', vin],
    );
    expect(reasons(plan)).toEqual([[4, 'vin', vin, 'differs', 'known']]);
    expect(plan.customers[0]?.vehicles).toMatchObject([{ vin: null }, { vin }]);
  });

  test('is told by the same car too, where one of the rows has no number', () => {
    const plan = planned(
      ['张三', '', '', '', '', '', '赣D12345'],
      ['张三', phone, '', '', '', '', '赣D12345'],
      ['张三', phone, '', '', '', '', '赣D54321'],
    );
    expect([linesOf(plan), plan.problems]).toEqual([[[2, 3, 4]], []]);
    expect(plan.customers[0]?.phones).toMatchObject([{ number: '+8613800796001' }]);
  });
});

describe('another person', () => {
  test('is who has another ID number, whatever else agrees, and that is pointed out', () => {
    const plan = planned(
      ['张三', phone, father, '', '', '', '赣D12345'],
      ['张三', phone, son, '', '', '', '赣D54321'],
      ['张三', phone, son, '吉安市1号'],
    );
    expect(reasons(plan)).toEqual([[3, 'name', '张三', 'same_name', 'remark']]);
    expect(plan.customers.map(({ idNumber, lines }) => [idNumber, lines])).toEqual([
      [father, [2]],
      [son, [3, 4]],
    ]);
  });

  test('is a row that may be either of two, and that is pointed out', () => {
    const plan = planned(['张三', phone, father], ['张三', phone, son], ['张三', phone, '', '吉安市1号']);
    expect(linesOf(plan)).toEqual([[2], [3], [4]]);
    expect(reasons(plan).map(([line, , , code]) => [line, code])).toEqual([
      [3, 'same_name'],
      [4, 'same_name'],
    ]);
  });

  test('is who shares nothing but a name, unless the row says nothing new', () => {
    const plan = planned(
      ['张伟', '', '', '吉安市1号'],
      ['张伟', '', '', '', 'z@x.cn'],
      ['张伟', '', '', '吉安市1号'],
    );
    expect(linesOf(plan)).toEqual([[2], [3]]);
    expect(reasons(plan)).toEqual([
      [3, 'name', '张伟', 'same_name', 'remark'],
      [4, 'name', '张伟', 'repeated', 'known'],
    ]);
  });

  test('cannot have a car of the file’s that is somebody’s: what is lost with the row is said', () => {
    const plan = planned(
      ['张三', phone, father, '', '', '', '赣D12345', vin],
      ['李芳', phone, '', '', '', '', '赣D12345'],
      ['张三', '13900797777', '', '', '', '', '赣D12345'],
      ['张三', phone, son, '', '', '', '赣D12345'],
      ['王强', '', '', '', '', '', '', vin],
    );
    expect(linesOf(plan)).toEqual([[2]]);
    expect(reasons(plan)).toEqual([
      [3, 'name', '李芳', 'known_plate_new_name', 'known'],
      [4, 'phone', '139 0079 7777', 'known_plate_new_phone', 'known'],
      [5, 'idNumber', son, 'differs', 'known'],
      [6, 'vin', vin, 'repeated', 'known'],
    ]);
  });
});
