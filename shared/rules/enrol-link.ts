/**
 * The enrolment link: all that a new desk needs to know, in one text that can be sent, printed or shown as a QR code.
 *
 *   crdesk://enrol?server=https%3A%2F%2Fdesk.local%3A7480&code=7K3M9QXA&ca=<64 hex digits>   for the desktop window
 *   https://desk.local:7480/enrol#code=7K3M9QXA&ca=<64 hex digits>                             for a browser
 *
 * What a browser is given stands behind `#`, which no browser sends: a code is in no server's log.
 * A link comes from anywhere: whatever is not exactly of this form is none.
 */

export interface EnrolLink {
  /** Origin of the server as a browser writes it: https, or plain http on this very machine. */
  readonly server: string;
  /** One-time code, upper case, without spaces. */
  readonly code: string;
  /** SHA-256 of the certificate of the server's own authority, 64 hex digits in lower case; null: none of its own. */
  readonly ca: string | null;
}

export const appLinkStart = 'crdesk://enrol';
/** Of the page of the application that takes the browser's form. */
export const enrolPath = '/enrol';

const longestLink = 512;

/** For the desktop window. */
export function appEnrolLink({ server, code, ca }: EnrolLink): string {
  return `${appLinkStart}?server=${encodeURIComponent(server)}&${secrets(code, ca)}`;
}

/** For a browser, and for a telephone's camera. */
export function browserEnrolLink({ server, code, ca }: EnrolLink): string {
  return `${server}${enrolPath}#${secrets(code, ca)}`;
}

function secrets(code: string, ca: string | null): string {
  return ca === null ? `code=${code}` : `code=${code}&ca=${ca}`;
}

/** @param text either form, spaces around it allowed @returns what it says; null where it is no such link */
export function readEnrolLink(text: string): EnrolLink | null {
  const link = text.trim();
  if (link.length > longestLink) return null;
  // Windows puts a slash behind the host of a link that it hands to a program.
  const [, inApp] = /^crdesk:\/\/enrol\/?\?(.+)$/i.exec(link) ?? [];
  if (inApp !== undefined) {
    const fields = readFields(inApp);
    return fields && toLink(fields, fields.get('server') ?? '');
  }
  const [, server, inBrowser] = /^(https?:\/\/[^/?#]+)\/enrol\/?#(.+)$/i.exec(link) ?? [];
  const fields = inBrowser === undefined ? null : readFields(inBrowser);
  return server === undefined || !fields || fields.has('server') ? null : toLink(fields, server);
}

/** What a person typed or pasted where a code is asked for: the code alone, or a link with one in it. */
export function readEnrolInput(typed: string): EnrolLink | { readonly code: string } | null {
  const link = readEnrolLink(typed);
  if (link) return link;
  const code = readEnrolCode(typed);
  return code === null ? null : { code };
}

/** @returns the code as the server keeps it: case, spaces and dashes say nothing; null where it is none */
export function readEnrolCode(typed: string): string | null {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  return /^[A-Z0-9]{6,32}$/.test(code) ? code : null;
}

/** @returns 64 hex digits in lower case, however the fingerprint is written; null where it is none */
export function readFingerprint(written: string): string | null {
  const digits = written.replaceAll(/[\s:]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

/** In pairs, as the systems’ own dialogs show it. */
export function showFingerprint(hex: string): string {
  return (hex.toUpperCase().match(/../g) ?? []).join(':');
}

/**
 * The address of a server as it is kept: https with a name or an IPv4 address, or http on this very machine, where
 * nobody listens in.
 * @returns its origin as a browser writes it, without a slash at the end; null where it is none
 */
export function readServerOrigin(text: string): string | null {
  const [, scheme, host = '', port] =
    /^(https?):\/\/([a-z0-9.-]{1,253})(?::([1-9]\d{0,4}))?\/?$/i.exec(text) ?? [];
  const name = host.toLowerCase();
  if (scheme === undefined || !isHost(name) || Number(port ?? 1) > 65_535) return null;
  const isPlain = scheme.toLowerCase() === 'http';
  if (isPlain && !isLoopbackHost(name)) return null;
  const usual = isPlain ? '80' : '443';
  return `${scheme.toLowerCase()}://${name}${port === undefined || port === usual ? '' : `:${port}`}`;
}

/** A host in normal form that never leaves this machine. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || /^127(\.\d+){3}$/.test(host);
}

function isHost(host: string): boolean {
  const labels = host.split('.');
  if (!labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return false;
  // Browsers take whatever ends in a number for an address, and rewrite it: 127.1 is 127.0.0.1, 0x7f.1 too.
  const isAddress = /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '');
  return !isAddress || (labels.length === 4 && labels.every(isByte));
}

const isByte = (label: string) => /^(0|[1-9]\d{0,2})$/.test(label) && Number(label) < 256;

function toLink(fields: ReadonlyMap<string, string>, address: string): EnrolLink | null {
  const server = readServerOrigin(address);
  const code = readEnrolCode(fields.get('code') ?? '');
  const written = fields.get('ca');
  const ca = written === undefined ? null : readFingerprint(written);
  if (server === null || code === null || (written !== undefined && ca === null)) return null;
  // Plain http shows no certificate: an authority named for it would vouch for whoever listens there.
  if (ca !== null && !server.startsWith('https:')) return null;
  return { server, code, ca };
}

/** @returns null where one is named twice, unknown, or cannot be read */
function readFields(query: string): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [, name, value] = /^(server|code|ca)=([^=]*)$/.exec(pair) ?? [];
    const decoded = value === undefined ? null : decode(value);
    if (name === undefined || decoded === null || fields.has(name)) return null;
    fields.set(name, decoded);
  }
  return fields;
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
