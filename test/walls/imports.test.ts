/** The walls as they stand: every import of every file, followed to the file it means. */
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createLintConfig } from '../../build/lint-config.ts';
import { rooms } from '../../build/may-import.ts';
import { mayImport, mayUse, roomOf } from '../support/rooms.ts';
import {
  isNode,
  placeOf,
  readSources,
  root,
  textsOf,
  visit,
  type SourceNode,
} from '../support/source-tree.ts';

const folders = ['shared', 'server', 'electron', 'build', 'renderer', 'test'];
const sources = readSources(folders.map((folder) => `${folder}/**/*.{ts,tsx}`));

/** By `import`, `export … from`, `import()`, or as a worker: `new Worker(new URL('./worker.ts', …))`. */
function importedBy(node: SourceNode, parents: readonly SourceNode[]): SourceNode | null {
  const { source } = node;
  if (/^(Import|Export)\w*Declaration$|^ImportExpression$/.test(node.type))
    return isNode(source) ? source : null;
  if (node.type !== 'NewExpression' || parents.at(-1)?.type !== 'NewExpression') return null;
  const [first] = node['arguments'] as unknown[];
  return isNode(first) ? first : null;
}

interface Import {
  readonly place: string;
  readonly from: string;
  readonly name: string;
}

const imports = sources.flatMap((source): Import[] => {
  const found: Import[] = [];
  visit(source.tree, (node, parents) => {
    const target = importedBy(node, parents);
    const [name] = target ? textsOf(target) : [];
    if (name !== undefined) found.push({ place: placeOf(source, node), from: source.path, name });
  });
  return found;
});

describe('the table of walls', () => {
  test('each of its rooms is there, with sources in it', () => {
    const empty = rooms.filter(({ folder, files }) => {
      const globs = files ? files.map((file) => `${folder}/${file}`) : [`${folder}/**/*.{ts,tsx}`];
      return globs.some((glob) => globSync(glob, { cwd: root }).length === 0);
    });
    expect(empty.map(({ folder }) => folder)).toEqual([]);
  });

  test('every source stands in a room of it', () => {
    expect(sources.map(({ path }) => path).filter((path) => !roomOf(path))).toEqual([]);
  });

  test('no source stands outside the folders it names', () => {
    const options = { cwd: root, exclude: ['node_modules', 'out', '.data', ...folders] };
    expect(globSync('*/**/*.{ts,tsx}', options)).toEqual([]);
  });
});

test('every import of the project is one that the table allows', () => {
  const relative = imports.filter(({ name }) => name.startsWith('.'));
  expect(relative.length).toBeGreaterThan(500);
  const targets = relative.map((one) => ({ ...one, to: posix.join(posix.dirname(one.from), one.name) }));
  const breaches = targets.filter(({ from, to }) => /\.tsx?$/.test(to) && !mayImport(from, to));
  expect(breaches.map(({ place, name }) => `${place} imports ${name}`)).toEqual([]);
});

test('a worker counts as imported', () => {
  expect(imports.map(({ name }) => name)).toContain('./import-worker.ts');
});

test('every package that is used is one that its room may use', () => {
  const packages = imports.filter(({ name }) => !name.startsWith('.'));
  expect(packages.length).toBeGreaterThan(300);
  const breaches = packages.filter(({ from, name }) => {
    const room = roomOf(from);
    return !room || !mayUse(room, name);
  });
  expect(breaches.map(({ place, name }) => `${place} uses ${name}`)).toEqual([]);
});

test('.oxlintrc.json is what the table says: npm run lint:config', () => {
  const shipped = JSON.parse(readFileSync(`${root}.oxlintrc.json`, 'utf8')) as object;
  expect(JSON.stringify(shipped, null, 1)).toBe(JSON.stringify(createLintConfig(), null, 1));
});

test.each(folders)('tsconfig of %s refers to the folders that the table lets it import', (folder) => {
  const text = readFileSync(`${root}${folder}/tsconfig.json`, 'utf8');
  const { references } = JSON.parse(text) as { references: { path: string }[] };
  const own = rooms.filter((room) => room.folder.split('/')[0] === folder);
  const reached = new Set(own.flatMap((room) => room.mayImport.map((other) => other.split('/')[0] ?? '')));
  reached.delete(folder);
  const referred = references.map(({ path }) => path.replace('../', ''));
  expect(referred.toSorted()).toEqual([...reached].toSorted());
});
