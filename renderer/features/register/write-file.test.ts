import { expect, test } from 'vitest';
import type { Sheet } from './export-sheet.ts';
import { toCsv } from './write-file.ts';

const sheet = (...rows: Sheet['rows']): Sheet => ({
  name: '来访登记',
  columns: [
    { heading: '来宾', width: 10 },
    { heading: '到店', width: 10 },
  ],
  rows,
});
const arrived = { type: 'moment', wallMs: Date.parse('2026-11-26T14:05:00Z') } as const;

/** Byte by byte: a decoder would swallow the mark at the beginning. */
async function csvOf(one: Sheet): Promise<string> {
  const bytes = new Uint8Array(await toCsv(one).arrayBuffer());
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

test('a CSV file has the mark before Chinese, quotes what needs them, and times as people write them', async () => {
  const csv = await csvOf(sheet(['周文,"小周"', arrived], ['陈静', null]));
  expect(csv).toBe('\uFEFF来宾,到店\r\n"周文,""小周""",2026-11-26 14:05\r\n陈静,\r\n');
});

test('a text is no formula, a number below zero stays one, a day has no time', async () => {
  const day = { type: 'date', wallMs: Date.parse('2026-11-26T00:00:00Z') } as const;
  expect(await csvOf(sheet(['=HYPERLINK("x")', -3], ['+86', day]))).toBe(
    '\uFEFF来宾,到店\r\n"\'=HYPERLINK(""x"")",-3\r\n\'+86,2026-11-26\r\n',
  );
});
