/**
 * What an authority may vouch for, written into its certificate (RFC 5280, 4.2.1.10): a key that was stolen is of no
 * use against a bank or a mail server, although staff trust the authority on their own machines.
 */
import { isIP } from 'node:net';

export const nameConstraintsOid = '2.5.29.30';

/** Names of houses and their networks, which nobody can own in the world at large (RFC 6762, RFC 8375, ICANN). */
const houseNames = ['local', 'lan', 'home', 'home.arpa', 'internal', 'localhost'];

/** Addresses of houses (RFC 1918, 6598, 3927, 4193, 4291): first address and length of the prefix. */
const houseNetworks: readonly (readonly [first: string, bits: number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
];

/** What is allowed besides the house's own: names with all below them, and single addresses. */
export interface Permitted {
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

/** @returns the extension's value, DER */
export function nameConstraints({ names, addresses }: Permitted): Uint8Array {
  const subtrees = [
    ...[...houseNames, ...names].map((name) => tagged(0x82, Buffer.from(name, 'ascii'))),
    ...[...houseNetworks, ...addresses.map(alone)].map(([first, bits]) =>
      tagged(0x87, Buffer.concat([addressBytes(first), maskBytes(isIP(first) === 4 ? 4 : 16, bits)])),
    ),
  ];
  return tagged(0x30, tagged(0xa0, Buffer.concat(subtrees.map((base) => tagged(0x30, base)))));
}

/** As it stands in a certificate. */
export interface Constraints {
  readonly names: readonly string[];
  /** Each an address followed by its mask. */
  readonly networks: readonly Uint8Array[];
}

/** @param value of the extension, as `nameConstraints` wrote it */
export function readNameConstraints(value: Uint8Array): Constraints {
  const [all] = elements(value);
  const [permitted] = elements(all?.content ?? new Uint8Array());
  const bases = elements(permitted?.content ?? new Uint8Array()).flatMap(({ content }) => elements(content));
  return {
    names: bases
      .filter(({ tag }) => tag === 0x82)
      .map(({ content }) => Buffer.from(content).toString('ascii')),
    networks: bases.filter(({ tag }) => tag === 0x87).map(({ content }) => content),
  };
}

/** Whether an authority with these constraints can vouch for a name or an address. */
export function isPermitted(host: string, { names, networks }: Constraints): boolean {
  if (isIP(host) === 0) return names.some((name) => host === name || host.endsWith(`.${name}`));
  const bytes = addressBytes(host);
  return networks.some(
    (network) =>
      network.length === 2 * bytes.length &&
      bytes.every((byte, index) => (byte & (network[bytes.length + index] ?? 0)) === network[index]),
  );
}

const alone = (address: string) => [address, isIP(address) === 4 ? 32 : 128] as const;

function maskBytes(length: number, bits: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => 0xff & ~(0xff >> Math.min(8, Math.max(0, bits - index * 8)))),
  );
}

/** @param address one that `isIP` knows, without a zone */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').flatMap(groupBytes));
  const [left, right] = [groups(head), groups(tail ?? '')];
  return Buffer.from([...left, ...Array<number>(16 - left.length - right.length).fill(0), ...right]);
}

function groupBytes(group: string): number[] {
  if (group.includes('.')) return group.split('.').map(Number);
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}

/** One element of DER; shorter than 64 KB. */
function tagged(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Those that stand one after the other in `bytes`; shorter than 64 KB each. */
function elements(bytes: Uint8Array): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const [tag = 0, short = 0] = bytes.subarray(at);
    const more = short < 0x80 ? 0 : short & 0x7f;
    const length =
      more === 0 ? short : bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
    const start = at + 2 + more;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}
