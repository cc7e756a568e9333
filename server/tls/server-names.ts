/** What this server is called and where it can be reached: pure, from what the operating system says. */
import { isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

export interface Machine {
  /** As the operating system gives it; may be a whole domain name, or no name at all. */
  readonly hostname: string;
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;
}

export interface ServerNames {
  /** Lower case. First what was set, then the name that is found on the network without any set-up. */
  readonly names: readonly string[];
  /** Of its network cards, IPv4 before IPv6, without those that end at the cable. */
  readonly addresses: readonly string[];
  /** What it is called on the network, ending in `.local`. */
  readonly local: string;
}

/** @param extra names and addresses that were set (TLS_NAMES) */
export function serverNames({ hostname, interfaces }: Machine, extra: readonly string[]): ServerNames {
  const plain = hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/\.local$/, '');
  const isName = isHostName(plain);
  // A machine called 前台电脑 has no name that DNS could carry.
  const label = isName ? (plain.split('.')[0] as string) : 'cr-desk';
  const found = Object.values(interfaces).flatMap((cards) => cards ?? []);
  const reachable = found.filter(({ internal, address }) => !internal && !/^fe80:/i.test(address));
  const inOrder = (['IPv4', 'IPv6'] as const).flatMap((family) =>
    reachable.filter((card) => card.family === family),
  );
  const local = `${label}.local`;
  return {
    names: unique([...extra.filter((name) => isIP(name) === 0), local, ...(isName ? [label, plain] : [])]),
    addresses: unique([
      ...extra.filter((name) => isIP(name) !== 0),
      ...inOrder.map(({ address }) => address),
    ]),
    local,
  };
}

/** @returns whether DNS could carry it */
export function isHostName(name: string): boolean {
  const isLabel = (label: string) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label);
  const labels = name.split('.');
  return name.length <= 253 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? '');
}

/**
 * Where other machines reach it, best first: a name stays when an address changes, and a browser keeps a desk's data
 * by the name it was opened with.
 * @param host the address it listens on; one of every card where it is 0.0.0.0 or ::
 */
export function serverOrigins(
  { names, addresses, local }: ServerNames,
  host: string,
  port: number,
): string[] {
  const isEvery = host === '0.0.0.0' || host === '::';
  const set = names.slice(0, names.indexOf(local));
  // The page's policy has no way to write an IPv6 address.
  const hosts = isEvery
    ? [...set, local, ...addresses.filter((address) => isIP(address) === 4)]
    : [...set, host];
  return originsOf(hosts, port);
}

export function originsOf(hosts: readonly string[], port: number): string[] {
  return unique(hosts).map((host) => `https://${host}${port === 443 ? '' : `:${port}`}`);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
