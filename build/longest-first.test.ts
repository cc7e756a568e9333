import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { longest, placeOf } from './longest-first.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('each file that is begun first is there, in its place before all others', () => {
  expect(longest.filter((file) => !existsSync(`${root}${file}`))).toEqual([]);
  expect(longest.map((file) => placeOf(`${root}${file}`))).toEqual(longest.map((_, index) => index));
  expect(placeOf(String.raw`C:\desk\test\e2e\every-screen.test.ts`)).toBe(0);
  expect(placeOf(`${root}test/e2e/another.test.ts`)).toBe(longest.length);
});
