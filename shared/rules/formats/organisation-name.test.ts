import { expect, test } from 'vitest';
import { looksLikeOrganisation } from './organisation-name.ts';

test.each([
  '庐陵商贸有限公司',
  '吉安市人民医院',
  '青原区税务局',
  '吉安一中学校',
  '会展中心 ',
  '庐陵商贸有限公司（吉安）',
])('%s reads like an organisation', (name) => {
  expect(looksLikeOrganisation(name)).toBe(true);
});

test.each(['王伟', '店小二', '公司王经理', '院静', ''])('“%s” does not', (name) => {
  expect(looksLikeOrganisation(name)).toBe(false);
});
