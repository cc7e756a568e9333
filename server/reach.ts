/**
 * How desks come to this server: noted in `reach.json` of the data folder for the commands, which may run with other
 * settings than the server beside them, and turned into links and lines for people.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeQR } from 'qr';
import { z } from 'zod';
import { appEnrolLink, browserEnrolLink, showFingerprint } from '../shared/rules/enrol-link.ts';
import type { AuthorityFacts } from './deps.ts';
import { folderFailure } from './postgres/place.ts';
import { writeWhole } from './write-whole.ts';

const reachSchema = z.object({
  /** Origins, best first. */
  origins: z.array(z.string()),
  /** Fingerprint of the server's own authority; null where it has none. */
  ca: z.string().nullable(),
});
export type Reach = z.infer<typeof reachSchema>;

const reachFile = (dataDir: string) => join(dataDir, 'reach.json');

/** @throws StartFailure where the folder cannot be written */
export function noteReach(dataDir: string, reach: Reach): void {
  try {
    writeWhole(reachFile(dataDir), JSON.stringify(reach));
  } catch (error) {
    throw folderFailure(dataDir, error);
  }
}

/** Of the server's last start; null where there was none, or nothing can be read. */
export function readReach(dataDir: string): Reach | null {
  try {
    return reachSchema.parse(JSON.parse(readFileSync(reachFile(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** What a person who starts the server has to know where other machines are to come to it. */
export function reachLines(origins: readonly string[], authority: AuthorityFacts | null): string[] {
  if (!authority) return [];
  const [best = ''] = origins;
  return [
    `Other machines reach it at ${origins.join(' or ')}.`,
    `Its certificates are signed by an authority of its own; how a browser is told of it: ${best}/trust`,
    `SHA-256 of that authority: ${showFingerprint(authority.fingerprint)}`,
  ];
}

/**
 * The code as links, and as a QR code where a terminal shows it; a server that never ran leaves the code alone.
 * @param isTerminal whether a person looks at the lines, rather than a program
 */
export function codeLines(code: string, reach: Reach | null, isTerminal: boolean): string[] {
  const [best, ...others] = reach?.origins ?? [];
  if (best === undefined) return [];
  const link = { server: best, code, ca: reach?.ca ?? null };
  const browser = browserEnrolLink(link);
  return [
    'In the desktop application, to be opened or pasted:',
    appEnrolLink(link),
    'In a browser:',
    browser,
    ...(isTerminal ? ['', ...qrLines(browser), ''] : []),
    ...(others.length > 0 ? ['Where that name is not found on the network, in its place:', ...others] : []),
    'Where only the code is asked for:',
  ];
}

/** Two rows of squares to a line, dark on light whatever the colours of the terminal are. */
function qrLines(text: string): string[] {
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: 2 });
  const lines: string[] = [];
  for (let y = 0; y < rows.length; y += 2) {
    const squares = (rows[y] ?? []).map((upper, x) => square(upper, rows[y + 1]?.[x] ?? false));
    lines.push(`\u001b[30;107m${squares.join('')}\u001b[0m`);
  }
  return lines;
}

function square(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀';
  return lower ? '▄' : ' ';
}
