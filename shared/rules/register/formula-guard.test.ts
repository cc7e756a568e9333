import { expect, test } from 'vitest';
import { guardFormula } from './formula-guard.ts';

test.each(['=1+1', '+86', '-2', '@SUM(A1)', ' =1', '\t=1', '\rx', '＝1+1', '＋1', '－1', '＠x'])(
  '%j does not begin a formula',
  (text) => {
    expect(guardFormula(text)).toBe(`'${text}`);
  },
);

test.each(['', '周文', '赣D·12345', 'a=1', '绿茶 ×2', "'=1"])('%j stays as it is', (text) => {
  expect(guardFormula(text)).toBe(text);
});
