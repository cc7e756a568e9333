/** What a spreadsheet program finds in an .xlsx file: the cells of each sheet with their types. */
import { inflateRawSync } from 'node:zlib';

export interface XlsxCell {
  /** `date` is a number that the file shows as one. */
  readonly type: 'text' | 'number' | 'date' | 'formula';
  readonly value: string | number;
}

export interface XlsxSheet {
  readonly name: string;
  /** By row and column, `null` where nothing stands. */
  readonly rows: readonly (readonly (XlsxCell | null)[])[];
}

export function readXlsx(bytes: Buffer): XlsxSheet[] {
  const files = unzip(bytes);
  const text = (path: string) => files.get(path)?.toString('utf8') ?? '';
  const shared = matches(text('xl/sharedStrings.xml'), /<si>(.*?)<\/si>/gs).map(([, inside = '']) =>
    matches(inside, /<t[^>]*>(.*?)<\/t>/gs)
      .map(([, part = '']) => plain(part))
      .join(''),
  );
  const styles = dateStyles(text('xl/styles.xml'));
  return matches(text('xl/workbook.xml'), /<sheet [^>]*name="([^"]*)"/g).map(([, name = ''], index) => ({
    name: plain(name),
    rows: readRows(text(`xl/worksheets/sheet${index + 1}.xml`), shared, styles),
  }));
}

function readRows(xml: string, shared: readonly string[], isDate: readonly boolean[]) {
  return matches(xml, /<row [^>]*>(.*?)<\/row>/gs).map(([, inside = '']) => {
    const cells: (XlsxCell | null)[] = [];
    for (const [, attributes = '', content = ''] of matches(inside, /<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const [, letters = 'A'] = /r="([A-Z]+)\d+"/.exec(attributes) ?? [];
      const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      while (cells.length < column) cells.push(null);
      cells[column] = readCell(attributes, content, shared, isDate);
    }
    return cells;
  });
}

function readCell(
  attributes: string,
  content: string,
  shared: readonly string[],
  isDate: readonly boolean[],
): XlsxCell | null {
  if (content.includes('<f>')) return { type: 'formula', value: content };
  const [, value] = /<v>(.*?)<\/v>/s.exec(content) ?? [];
  if (value === undefined) return null;
  if (attributes.includes('t="s"')) return { type: 'text', value: shared[Number(value)] ?? '' };
  const style = Number(/s="(\d+)"/.exec(attributes)?.[1] ?? 0);
  return { type: isDate[style] ? 'date' : 'number', value: Number(value) };
}

/** By style: whether its format names a year. */
function dateStyles(xml: string): boolean[] {
  const formats = new Map(
    matches(xml, /<numFmt [^>]*numFmtId="(\d+)"[^>]*formatCode="([^"]*)"/g).map(
      ([, id = '', code = '']) => [id, code] as const,
    ),
  );
  const [, used = ''] = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(xml) ?? [];
  return matches(used, /<xf\b([^>]*)>/g).map(([, attributes = '']) => {
    const [, id = '0'] = /numFmtId="(\d+)"/.exec(attributes) ?? [];
    return (formats.get(id) ?? '').includes('yyyy');
  });
}

/** A moment of a spreadsheet as the text that it shows: its count of days begins in 1900. */
export function shownMoment(serial: number): string {
  return new Date(Math.round((serial - 25_569) * 86_400) * 1_000)
    .toISOString()
    .slice(0, 16)
    .replace('T', ' ');
}

const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)];

function plain(xml: string): string {
  const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return xml.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => signs[name] ?? '');
}

/** By the list at its end, as every program does. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) =>
      bytes.readUInt16LE(at + offset),
    );
    const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(begin, begin + bytes.readUInt32LE(at + 20));
    files.set(name, bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed));
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (noteLength ?? 0);
  }
  return files;
}
