/** What a person reads stands in renderer/i18n, in both languages; never in a component. */
import { expect, test } from 'vitest';
import {
  isNode,
  parseSource,
  placeOf,
  readSources,
  textsOf,
  visit,
  type Source,
  type SourceNode,
} from '../support/source-tree.ts';

/** The product, and each language by its own name. */
const properNames = /CR Desk|中文|English/g;
/** What is printed on a key of the keyboard. */
const keyCap = /^(?:(?:Ctrl|Alt) )?(?:[A-Z]|F\d{1,2}|Enter)$/;
/** Attributes and properties that are read, or read aloud. */
const readAloud =
  /^(?:title|label|alt|placeholder|error|description|legend|summary|text|message|detail|aria-(?:label|description|placeholder|valuetext|roledescription))$/;
const notices = new Set(['showDone', 'showFailure', 'showUndo']);
const chinese = /\p{Script=Han}/u;

const isWord = (text: string) => /\p{L}/u.test(text.replaceAll(properNames, ''));

/** What an expression may give as it stands: through conditions, joins and lists, not through calls. */
function given(node: unknown): SourceNode[] {
  if (!isNode(node)) return [];
  const through: Record<string, readonly string[]> = {
    JSXExpressionContainer: ['expression'],
    ConditionalExpression: ['consequent', 'alternate'],
    LogicalExpression: ['left', 'right'],
    BinaryExpression: ['left', 'right'],
    ParenthesizedExpression: ['expression'],
    TSAsExpression: ['expression'],
    TSNonNullExpression: ['expression'],
    ArrayExpression: ['elements'],
  };
  if (node.type === 'BinaryExpression' && node['operator'] !== '+') return [];
  const fields = through[node.type];
  if (fields) return fields.flatMap((field) => [node[field]].flat().flatMap(given));
  if (node.type !== 'TemplateLiteral') return [node];
  return [node, ...(node['expressions'] as unknown[]).flatMap(given)];
}

function nameOf(node: unknown): string {
  const name = isNode(node) ? (node['name'] ?? node['value']) : null;
  return typeof name === 'string' ? name : '';
}

/** The parts of a node that a person will read. */
function readByPeople(node: SourceNode, parents: readonly SourceNode[]): SourceNode[] {
  switch (node.type) {
    case 'JSXText':
      return [node];
    case 'JSXExpressionContainer':
      return /^JSX(Element|Fragment)$/.test(parents.at(-1)?.type ?? '') ? given(node) : [];
    case 'JSXAttribute':
      return readAloud.test(nameOf(node['name'])) ? given(node['value']) : [];
    case 'Property':
      return readAloud.test(nameOf(node['key'])) ? given(node['value']) : [];
    case 'CallExpression':
      return notices.has(nameOf(node['callee'])) ? given((node['arguments'] as unknown[])[0]) : [];
    default:
      return [];
  }
}

function isKeyCap(parents: readonly SourceNode[], text: string): boolean {
  const element = parents.findLast(({ type }) => type === 'JSXElement')?.['openingElement'];
  return isNode(element) && nameOf(element['name']) === 'kbd' && keyCap.test(text.trim());
}

/** Each as `renderer/app/app.tsx:12: the text`. */
function wordsIn(source: Source): string[] {
  const found = new Set<string>();
  visit(source.tree, (node, parents) => {
    for (const part of readByPeople(node, parents)) {
      const texts = part.type === 'JSXText' ? [String(part['value'])] : textsOf(part);
      for (const text of texts.filter(isWord)) {
        if (!isKeyCap([...parents, node], text)) found.add(`${placeOf(source, part)}: ${text.trim()}`);
      }
    }
    for (const text of textsOf(node)) {
      if (chinese.test(text) && isWord(text)) found.add(`${placeOf(source, node)}: ${text.trim()}`);
    }
  });
  return [...found];
}

test('no sentence and no word stands in a component', () => {
  const sources = readSources(['renderer/**/*.tsx', 'renderer/**/*.ts']).filter(
    ({ path }) => !path.startsWith('renderer/i18n/') && !path.includes('.test.'),
  );
  expect(sources.flatMap(wordsIn)).toEqual([]);
});

test.each([
  ['text', '<p>Saved</p>'],
  ['Chinese text', '<p>已保存</p>'],
  ['text beside markup', '<p>{name} is here</p>'],
  ['text chosen by a condition', "<p>{isDone ? 'Saved' : name}</p>"],
  ['text behind a condition', "<p>{isDone && 'Saved'}</p>"],
  ['text in a template', '<p>{`Saved ${name}`}</p>'],
  ['a label', '<input aria-label="Phone" />'],
  ['a label in a template', '<input aria-label={`Phone ${name}`} />'],
  ['a placeholder', '<input placeholder="如 张三" />'],
  ['a title by a condition', "<p title={isDone ? 'Saved' : undefined} />"],
  ['an option', "<Select data={[{ value: 'a', label: 'Tea' }]} />"],
  ['a notice', "showDone('Saved')"],
  ['a Chinese word anywhere', "const drink = '龙井'"],
  ['a word on no key', '<kbd>Press</kbd>'],
])('%s is found', (_what, code) => {
  expect(wordsIn(parseSource('planted.tsx', code))).toHaveLength(1);
});

test.each([
  ['a word from i18n', "<p title={t('common.save')}>{t('common.save')} · {name}</p>"],
  ['the name of the product', '<p>CR Desk · {siteName}</p>'],
  ['a key of the keyboard', '<kbd>Ctrl K</kbd>'],
  ['a key that has a name', '<kbd>Ctrl Enter</kbd>'],
  ['signs and digits', '<p>· 12′ ×{count}</p>'],
  ['a comment', '<p>{/* Says nothing. */}</p>'],
  ['what is no text', '<p className="wide" role="status" />'],
])('%s is none', (_what, code) => {
  expect(wordsIn(parseSource('planted.tsx', code))).toEqual([]);
});
