/** docs/proof.md as its notation has it (said at its top): rows of files, titles of tests, and lines of shipped files. */

export interface ProofRow {
  readonly item: string;
  readonly tests: string;
  readonly lines: string;
}

/** Rows of all tables of three columns with these heads; `\|` is a `|` of a cell. */
export function proofRows(page: string): ProofRow[] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll(String.raw`\|`, '|')))
    .filter((cells) => cells.length !== 2 && cells[0] !== 'item' && cells[0] !== '---')
    .map(([item = '', tests = '', lines = '']) => ({ item, tests, lines }));
}

const path = String.raw`(?:[\w.-]+/)*[\w.-]*\.[a-z]+`;
const remark = String.raw`(?: \((?:[^()]|\([^()]*\))*\))?`;
const title = '"[^"]*"';
const line = '(?:``.*?``|`[^`]*`)';
const patch = String.raw`(?:[\w-]+/)+[\w-]+\.patch`;
const listOf = (one: string) => `${one}${remark}(?:, ${one}${remark})*`;

const testPart = `${path}(?:: ${listOf(title)}|${remark})`;
const linePart = `(?:${path}: ${listOf(line)}|${patch}${remark})`;
const cellOf = (part: string) => new RegExp(`^${part}(?:; ${part})*$`);

/** @param textOf of a file of the project; null where there is none @returns what is not as the row says */
export function faultsOf({ tests, lines }: ProofRow, textOf: (path: string) => string | null): string[] {
  const strange = [
    ...(cellOf(testPart).test(tests) ? [] : [`not in the notation: ${tests}`]),
    ...(cellOf(linePart).test(lines) ? [] : [`not in the notation: ${lines}`]),
  ];
  if (strange.length > 0) return strange;
  return [
    ...partsOf(tests, testPart).flatMap((part) => faultsOfPart(part, title, textOf, hasTitle)),
    ...partsOf(lines, linePart).flatMap((part) => faultsOfPart(part, line, textOf, hasLine)),
  ];
}

const partsOf = (cell: string, part: string) => cell.match(new RegExp(`${part}(?=; |$)`, 'g')) ?? [];

function faultsOfPart(
  part: string,
  quoted: string,
  textOf: (path: string) => string | null,
  has: (text: string, words: string) => boolean,
): string[] {
  const [file = ''] = new RegExp(`^${path}`).exec(part) ?? [];
  const text = textOf(file);
  if (text === null) return [`no file: ${file}`];
  const found = part.slice(file.length).match(new RegExp(`(?<=[:,] )${quoted}`, 'g')) ?? [];
  return found
    .map((words) => words.replaceAll(/^[`"]+|[`"]+$/g, ''))
    .filter((words) => !has(text, words))
    .map((words) => `not in ${file}: ${words}`);
}

/** One space for any, and no comma at the end: the formatter breaks lines where the page does not. */
const plain = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=[([{]) | (?=[)\]}]|\??\.\w)/g, '')
    .replaceAll(/,(?=[)\]}])/g, '')
    .trim();

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** As far as two lines of a statement are apart. */
const anything = '.{0,300}?';

const patternOf = (quoted: string) =>
  plain(quoted)
    .split('…')
    .map((words) => escaped(words.trim()))
    .join(anything);

function hasLine(text: string, quoted: string): boolean {
  return new RegExp(patternOf(quoted)).test(plain(text));
}

/** What follows an opening bracket as a string, or is in a list before one: titles of tests and of their groups. */
const titles = /\(\s*(['"`])((?:(?!\1)[^\\]|\\.)+)\1\s*,/g;

/** In a title of many tests `%s` and `$name` stand for what differs. */
function hasTitle(text: string, quoted: string): boolean {
  const all = [...text.matchAll(titles)].map(([, , words = '']) => plain(words.replaceAll(/\\(.)/g, '$1')));
  return quoted.split(' > ').every((part) => {
    const wanted = new RegExp(`^${patternOf(part)}$`);
    const fits = (words: string) => wanted.test(words) || asPattern(words).test(plain(part));
    return all.some((one) => fits(one) || all.some((group) => fits(`${group} ${one}`)));
  });
}

const asPattern = (words: string) =>
  new RegExp(`^${escaped(words).replaceAll(/%[a-z]|\\\$\w+/g, anything)}$`);
