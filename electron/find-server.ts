/**
 * Finds the server again whose address changed: by the fingerprint of its authority, which it tells the network by
 * mDNS. What is heard is only where to look; who is there proves it by the certificate, as at any other time.
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import { Bonjour } from 'bonjour-service';
import { readServerOrigin } from '../shared/rules/enrol-link.ts';
import type { ServerChoice } from './server-choice.ts';
import type { Found } from './server-watch.ts';
import { judgeServer } from './trust.ts';

/** As a server tells it; anybody on the network may tell anything. */
export interface Heard {
  readonly host?: unknown;
  readonly addresses?: unknown;
  readonly port?: unknown;
  readonly txt?: unknown;
}

/** Of one that is told: more than any machine has. */
const mostPlaces = 8;
/** Looked at at a time: a liar may tell of thousands, and shall neither busy the desk nor have it search the network. */
const mostAtOnce = 16;

/** @returns origins worth a look, the name first, which outlives an address */
export function originsHeard({ host, addresses, port, txt }: Heard, fingerprint: string): string[] {
  const isOurs = typeof txt === 'object' && txt !== null && (txt as { ca?: unknown }).ca === fingerprint;
  if (!isOurs || typeof port !== 'number') return [];
  const listed = Array.isArray(addresses) ? addresses : [];
  const isPlace = (one: unknown): one is string => typeof one === 'string' && isIP(one) !== 6;
  const hosts = [host, ...listed.filter((one) => typeof one === 'string' && isIP(one) === 4)].filter(isPlace);
  const places = hosts.slice(0, mostPlaces);
  return places.flatMap((one) => readServerOrigin(`https://${one.replace(/\.$/, '')}:${port}`) ?? []);
}

export interface FinderDeps {
  /** Whether the server that is pinned answers there. */
  isThere(origin: string): Promise<boolean>;
  /** @returns the way to stop */
  listen(onHeard: (heard: Heard) => void): () => void;
  /** Resolves when it has been listened long enough. */
  patience(): Promise<void>;
}

export interface Wanted {
  /** Origin that a person told, typed or linked. */
  readonly told: string | null;
  /** Where the desk goes now: `told`, or where the server was found since. */
  readonly current: string | null;
}

/**
 * What a person told stands for as long as it leads to the server, and again once it does: a name outlives the number
 * that the router gave out today.
 * @param fingerprint of the authority that the server is known by
 * @returns the origin where it is; null where it is not found
 */
export async function findServer(
  { told, current }: Wanted,
  fingerprint: string,
  { isThere, listen, patience }: FinderDeps,
): Promise<string | null> {
  if (told === null || current === null) return null;
  const [isAtTold, isAtCurrent] = await Promise.all([isThere(told), isThere(current)]);
  if (isAtTold) return told;
  if (isAtCurrent) return current;
  const tried = new Set([told, current]);
  let stop: () => void = () => undefined;
  const found = new Promise<string>((resolve) => {
    const looking = lookInTurn(isThere, resolve);
    const stopListening = listen((heard) => {
      for (const origin of originsHeard(heard, fingerprint)) {
        if (tried.has(origin)) continue;
        tried.add(origin);
        looking.add(origin);
      }
    });
    stop = () => {
      stopListening();
      looking.stop();
    };
  });
  try {
    const at = (await Promise.race([found, patience()])) ?? null;
    // As a computer starts, the network may not have been there yet when it was asked for the name.
    return at !== null && (await isThere(told)) ? told : at;
  } finally {
    stop();
  }
}

function lookInTurn(isThere: FinderDeps['isThere'], onFound: (origin: string) => void) {
  let waiting: string[] = [];
  let looking = 0;
  function next(): void {
    const origin = looking < mostAtOnce ? waiting.shift() : undefined;
    if (origin === undefined) return;
    looking += 1;
    void isThere(origin).then((isHere) => {
      looking -= 1;
      if (isHere) onFound(origin);
      next();
    });
  }
  return {
    add(origin: string): void {
      waiting.push(origin);
      next();
    },
    stop: () => void (waiting = []),
  };
}

type Followed = Pick<ServerChoice, 'current' | 'told' | 'fingerprint' | 'isGiven' | 'moveTo'>;

/** @returns whether there is an authority to know the server by, and nobody has fixed its address */
export function canFollow({ isGiven, fingerprint }: Pick<Followed, 'isGiven' | 'fingerprint'>): boolean {
  return !isGiven && fingerprint() !== null;
}

/** Goes where the server is now: the address alone changes, never whom the desk trusts. */
export async function followServer(
  server: Followed,
  finderFor: (fingerprint: string) => FinderDeps,
): Promise<Found> {
  const fingerprint = server.fingerprint();
  const wanted = { told: server.told(), current: server.current() };
  if (server.isGiven || fingerprint === null) return 'nowhere';
  const at = await findServer(wanted, fingerprint, finderFor(fingerprint));
  // Meanwhile a person may have told another one.
  if (server.current() !== wanted.current || server.fingerprint() !== fingerprint) return 'dropped';
  if (at === null) return 'nowhere';
  if (at === wanted.current) return 'here';
  return server.moveTo(at) ? { to: at } : 'nowhere';
}

const probeMs = 4_000;
const listenMs = 8_000;

/** Of this machine’s network. */
export function networkFinder(fingerprint: string): FinderDeps {
  return {
    isThere: (origin) => isThere(origin, fingerprint),
    listen(onHeard) {
      const bonjour = new Bonjour({}, () => undefined);
      // It would throw for want of a listener where the network takes no multicast.
      (bonjour as unknown as { server: { mdns: NodeJS.EventEmitter } }).server.mdns.on(
        'error',
        () => undefined,
      );
      bonjour.find({ type: 'crdesk' }, onHeard);
      return () => bonjour.destroy();
    },
    patience: () => new Promise((resolve) => setTimeout(resolve, listenMs)),
  };
}

/** By the certificate alone; nothing is sent. */
export function isThere(origin: string, fingerprint: string): Promise<boolean> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const servername = isIP(hostname) === 0 ? { servername: hostname } : {};
    // Judged below: what Node knows of authorities says nothing of this one.
    const options = { host: hostname, port: Number(port || 443), ...servername, rejectUnauthorized: false };
    const socket = connect(options, () => {
      const chain = chainOf(socket.getPeerCertificate(true));
      end(judgeServer(hostname, chain, { serverUrl: origin, fingerprint }) === 'trusted');
    });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(probeMs, () => end(false));
    socket.on('error', () => end(false));
  });
}

/** The last of a chain names itself. */
function chainOf(own: DetailedPeerCertificate): string[] {
  const chain: string[] = [];
  for (let one = own; one?.raw && chain.length < 8; one = one.issuerCertificate)
    chain.push(new X509Certificate(one.raw).toString());
  return chain;
}
