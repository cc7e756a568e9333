/** The words and the screens agree: what is asked for is there, and what is there is asked for. */
import { expect, test } from 'vitest';
import { words } from '../../renderer/i18n/index.ts';
import { placeOf, readSources, textsOf, visit, type SourceNode } from '../support/source-tree.ts';

function keysOf(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value as object, `${prefix}${key}.`),
  );
}

const keys = new Set(keysOf(words['zh-CN']));
const namespaces = Object.keys(words['zh-CN']).join('|');
/** `common.save`; in a template what is put in stands as `*`. */
const looksLikeKey = new RegExp(`^(?:${namespaces})(?:\\.[\\w*-]+)+$`);

/** Where each is named: by `t`, or in a list of keys. */
const named = new Map<string, string>();
/** Those that `t` is called with there and then. */
const asked = new Set<string>();
for (const source of readSources(['renderer/**/*.{ts,tsx}'])) {
  if (source.path.startsWith('renderer/i18n/') || source.path.includes('.test.')) continue;
  visit(source.tree, (node, parents) => {
    const key = textsOf(node).join('*');
    if (!looksLikeKey.test(key)) return;
    named.set(key, placeOf(source, node));
    const call = parents.findLast(({ type }) => type === 'CallExpression');
    if ((call?.['callee'] as SourceNode | undefined)?.['name'] === 't') asked.add(key);
  });
}

/** A template asks for every key it can make: `status.ops.*`. */
function keysMadeBy(pattern: string): string[] {
  const shape = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '\\w+')}$`);
  return [...keys].filter((key) => shape.test(key));
}

/** They make changes of other names, which have titles. */
const combined = ['checkInNewCustomer', 'cancelNewCheckIn', 'restoreNewCheckIn'];

test('every command has a title for what it changes, and every title is of one', () => {
  const titles = Object.keys(words['zh-CN'].reception.changes).filter((name) => name !== 'other');
  const commands: string[] = [];
  const literals = new Set<string>();
  for (const source of readSources(['shared/commands/*.ts'])) {
    if (/[.-]test|test-/.test(source.path)) continue;
    visit(source.tree, (node, parents) => {
      const [text] = textsOf(node);
      if (text === undefined) return;
      literals.add(text);
      // `defineCommand({ name: '…' })`
      const [call, , property] = parents.slice(-3);
      const isName = (property?.['key'] as SourceNode | undefined)?.['name'] === 'name';
      const callee = call?.['callee'] as SourceNode | undefined;
      if (isName && callee?.['name'] === 'defineCommand') commands.push(text);
    });
  }
  expect(commands.length).toBeGreaterThan(10);
  expect(commands.filter((name) => !combined.includes(name) && !titles.includes(name))).toEqual([]);
  expect(titles.filter((name) => !literals.has(name))).toEqual([]);
});

test('every word a screen asks for is there', () => {
  expect(asked.size).toBeGreaterThan(100);
  const missing = [...asked].filter((key) => keysMadeBy(key).length === 0);
  expect(missing.map((key) => `${named.get(key)}: ${key}`)).toEqual([]);
});

test('every word that is there is asked for', () => {
  const used = new Set([...named.keys()].flatMap(keysMadeBy));
  expect([...keys].filter((key) => !used.has(key))).toEqual([]);
});
