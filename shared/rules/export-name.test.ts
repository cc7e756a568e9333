import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportKindOf, exportKinds, safeExportName } from './export-name.ts';

test.each([
  ['来访登记 2026-11-27.xlsx', 'xlsx', '来访登记 2026-11-27.xlsx'],
  ['客户-有错的行.csv', 'csv', '客户-有错的行.csv'],
  ['NUL.csv', 'csv', '_NUL.csv'],
  ['com1.2026.json', 'json', '_com1.2026.json'],
  ['LPT³ .json', 'json', '_LPT³.json'],
  ['conduct.csv', 'csv', 'conduct.csv'],
  ['../../etc/passwd.csv', 'csv', '_.._etc_passwd.csv'],
  ['C:\\Windows\\list.xlsx', 'xlsx', 'C__Windows_list.xlsx'],
  ['a?b*c|d"e<f>g.csv', 'csv', 'a_b_c_d_e_f_g.csv'],
  ['list. . .csv', 'csv', 'list.csv'],
  ['.hidden.json', 'json', 'hidden.json'],
  ['list.exe', 'csv', 'list.exe.csv'],
  ['\u202Evsc.exe.csv', 'csv', '_vsc.exe.csv'],
  ['...csv', 'csv', 'cr-desk.csv'],
  ['', 'crdesk', 'cr-desk.crdesk'],
] as const)('%j as %s is called %j', (name, kind, safe) => {
  expect(safeExportName(name, kind)).toBe(safe);
});

test('a long name is cut between characters, its ending kept', () => {
  const cut = safeExportName(`${'客'.repeat(200)}.csv`, 'csv');
  expect(cut).toBe(`${'客'.repeat(60)}.csv`);
  expect(safeExportName(`a${'𠮷'.repeat(200)}.csv`, 'csv')).toBe(`a${'𠮷'.repeat(44)}.csv`);
});

test('whatever it was called, it is one name that Windows takes, and stays as it is the next time', () => {
  const parts = fc.constantFrom('CON', 'nul', '..', '/', '\\', ':', ' ', '.', '\0', '客户', '.csv', '\uD800');
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(parts, { maxLength: 100 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(names, fc.constantFrom(...exportKinds), (name, kind) => {
      const safe = safeExportName(name, kind);
      expect(safe).toMatch(/^[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}]+$/u);
      expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d) *\./i);
      expect(safe).not.toMatch(/^[\s.]|[\s.]\.[a-z]+$/);
      // Bytes of UTF-8.
      expect(encodeURIComponent(safe).replace(/%../g, '.').length).toBeLessThan(200);
      expect(exportKindOf(safe)).toBe(kind);
      expect(safeExportName(safe, kind)).toBe(safe);
    }),
  );
});

test.each([
  ['a.XLSX', 'xlsx'],
  ['a.crdesk', 'crdesk'],
  ['a.csv.exe', null],
  ['csv', null],
  ['a.csv ', null],
])('the ending of %j is of %s', (name, kind) => {
  expect(exportKindOf(name)).toBe(kind);
});
