/** Breaches planted in a copy of the project: the shipped lint and the shipped tsconfigs find each. */
import { posix } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rooms, type Room } from '../../build/may-import.ts';
import { copyProject, type ProjectCopy } from '../support/project-copy.ts';
import { mayImport, mayUse } from '../support/rooms.ts';
import { root } from '../support/source-tree.ts';

const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const wall = 'eslint(no-restricted-imports)';

let copy: ProjectCopy;
beforeAll(async () => {
  copy = await copyProject(['.oxlintrc.json', 'tsconfig.base.json', 'shared', 'server', 'renderer']);
});
afterAll(() => copy.delete());

interface Diagnostic {
  readonly code: string;
  readonly help: string;
  readonly filename: string;
}

async function lint(...paths: string[]): Promise<{ code: number; diagnostics: Diagnostic[] }> {
  const { code, output } = await copy.run('oxlint', ['--format=json', ...paths]);
  return { code, ...(JSON.parse(output) as { diagnostics: Diagnostic[] }) };
}

/** Plants one file a case, lints them together. @returns the cases that the wall stopped */
async function stoppedByWall(cases: readonly { path: string; text: string }[]): Promise<Set<string>> {
  for (const { path, text } of cases) await copy.plant(path, text);
  const { diagnostics } = await lint(...cases.map(({ path }) => path));
  for (const { path } of cases) await copy.restore(path);
  return new Set(diagnostics.filter(({ code }) => code === wall).map(({ filename }) => filename));
}

/** A file of the room, of its own kind, that is there or might be. */
const placeIn = (room: Room) => `${room.folder.replace('*', 'reception')}/${room.files?.[0] ?? 'target.ts'}`;
const places = [...rooms.map(placeIn), 'renderer/features/import/target.ts'];

describe('an import through a wall', () => {
  const toRoot = (path: string) => '../'.repeat(path.split('/').length - 1);
  const straight = (from: string, to: string) =>
    posix.relative(posix.dirname(from), to).replace(/^(?!\.)/, './');
  test.each([
    ['as it is written', straight],
    ['with a dot before it', (from: string, to: string) => straight(from, to).replace(/^(?!\.\/)/, './')],
    ['by way of the root', (from: string, to: string) => toRoot(from) + to],
  ])('is stopped %s, and no other import is', async (_how, write) => {
    const cases = rooms
      .filter((room) => !room.files)
      .flatMap((room) =>
        places.flatMap((to, index) => {
          const path = placeIn(room).replace('target', `planted-${index}`);
          // Nobody goes by way of the root to a neighbour.
          if (posix.dirname(path) === posix.dirname(to)) return [];
          const text = `export { thing } from '${write(path, to)}';\n`;
          return [{ path, text, isAllowed: mayImport(path, to) }];
        }),
      );
    const stopped = await stoppedByWall(cases);
    const wrong = cases.filter(({ path, isAllowed }) => stopped.has(path) === isAllowed);
    expect(wrong.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
    expect(stopped.size).toBeGreaterThan(50);
  });

  test('is stopped in the file that puts the application together', async () => {
    const path = 'renderer/main.tsx';
    const text = "export { createApp } from '../server/app.ts';\n";
    expect(await stoppedByWall([{ path, text }])).toEqual(new Set([path]));
  });
});

test('a package that its room may not use is stopped, and no other package is', async () => {
  // A name frees the same name under a scope too, so `@types` are left to imports.test.ts.
  const listed = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !/^@types/.test(name));
  const deep = ['react-dom/client', 'zustand/vanilla', 'node:fs', 'node:fs/promises', 'zod/v3'];
  const unlisted = ['fs', 'left-pad', '@left/pad', 'dexie-export-import'];
  const cases = rooms
    .filter((room) => !room.files)
    .flatMap((room) =>
      [...listed, ...deep, ...unlisted].map((name, index) => ({
        path: placeIn(room).replace('target', `planted-${index}`),
        text: `import { thing } from '${name}';\nexport { thing };\n`,
        isAllowed: mayUse(room, name),
      })),
    );
  const stopped = await stoppedByWall(cases);
  const wrong = cases.filter(({ path, isAllowed }) => stopped.has(path) === isAllowed);
  expect(wrong.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  expect(stopped.size).toBeGreaterThan(100);
});

test('a breach ends the lint with a failure that names the table', async () => {
  await copy.plant('renderer/app/planted.ts', "export { createApp } from '../../server/app.ts';\n");
  const { code, diagnostics } = await lint('renderer/app/planted.ts');
  await copy.restore('renderer/app/planted.ts');
  expect(code).not.toBe(0);
  expect(diagnostics).toMatchObject([
    { code: wall, help: expect.stringContaining('renderer/app may import') as string },
  ]);
});

test.each([
  ['a cycle', "export { b } from './planted-b.ts';\nexport const a = 1;\n", 'import(no-cycle)'],
  ['a cycle of types', "export type { B } from './planted-b.ts';\nexport type A = 1;\n", 'import(no-cycle)'],
  ['a default export', 'export default 1;\n', 'import(no-default-export)'],
  ['an any', 'export const a: any = 1;\n', 'typescript(no-explicit-any)'],
  ['a silenced error', '// @ts-ignore\nexport const a = 1;\n', 'typescript(ban-ts-comment)'],
  ['a word on the console', "console.log('here');\n", 'eslint(no-console)'],
  ['an endless file', 'export {};\n'.repeat(401), 'eslint(max-lines)'],
  [
    'an endless function',
    `export function a() {\n${'  a();\n'.repeat(81)}}\n`,
    'eslint(max-lines-per-function)',
  ],
])('%s is found', async (_what, text, rule) => {
  await copy.plant('shared/planted.ts', text);
  await copy.plant('shared/planted-b.ts', "export { a as b, type A as B } from './planted.ts';\n");
  const { code, diagnostics } = await lint('shared/planted.ts');
  await copy.restore('shared/planted.ts');
  await copy.restore('shared/planted-b.ts');
  expect(code).not.toBe(0);
  expect(diagnostics.map((one) => one.code)).toContain(rule);
});

describe('the type check', () => {
  test.each([
    ['the screen', 'shared', 'export const title = document.title;\n', 'TS2584'],
    ['Node', 'shared', "export { readFile } from 'node:fs/promises';\n", 'TS2591'],
    ['the server', 'renderer', "export { createApp } from '../server/app.ts';\n", 'TS6307'],
  ])('%s is out of reach of %s', async (_what, folder, text, error) => {
    const whole = await copy.run('tsc', ['-b', folder]);
    expect(whole.output).toBe('');
    await copy.plant(`${folder}/planted.ts`, text);
    const { code, output } = await copy.run('tsc', ['-b', folder]);
    await copy.restore(`${folder}/planted.ts`);
    expect(code).not.toBe(0);
    expect(output).toContain(error);
  });
});
