/** How the server is met: by its own authority, by certificate files, behind a proxy, or on this machine alone. */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { Server } from 'node:tls';
import { isAuthorityEnding } from '../../shared/rules/authority-end.ts';
import type { ServerConfig } from '../config.ts';
import type { AuthorityFacts } from '../deps.ts';
import { prepareDataDir } from '../postgres/place.ts';
import { authorityFile, keepAuthority } from './authority-file.ts';
import { followCertificateFiles, namesOf, type KeyPair } from './certificate-files.ts';
import { isPermitted } from './name-constraints.ts';
import { keepOwnCertificate } from './own-certificate.ts';
import { originsOf, serverNames, serverOrigins, type Machine } from './server-names.ts';

export interface ServerTls {
  /** Null: plain http, on this machine alone. */
  readonly pair: KeyPair | null;
  /** Null where the server has none of its own. */
  readonly authority: AuthorityFacts | null;
  /** What it is called on the network, ending in `.local`; null where it has nothing to tell there. */
  announcedAs(): string | null;
  /** Where desks reach it, best first; each an origin. */
  origins(port: number): readonly string[];
  /** Hands on every later certificate. */
  follow(apply: (pair: KeyPair) => void): void;
  /** Looks whether a certificate is due, as it does by itself once a minute. */
  look(): Promise<void>;
  stop(): void;
}

export interface TlsDeps {
  /** UTC ms. */
  clock(): number;
  /** For the log. */
  tell(line: string): void;
  /** As it is now: cables and names change. */
  machine?: () => Machine;
}

type Settings = Pick<ServerConfig, 'host' | 'dataDir' | 'tlsFiles' | 'tlsNames' | 'publicUrl' | 'reach'>;

/** @throws StartFailure */
export function openTls(config: Settings, deps: TlsDeps): Promise<ServerTls> {
  if (config.reach === 'files') return Promise.resolve(byFiles(config, deps));
  return config.reach === 'own' ? byOwnAuthority(config, deps) : Promise.resolve(onThisMachine(config));
}

/** New connections meet the newest certificate; those that stand go on. */
export function meetWithNewest(server: object, tls: ServerTls, onNew: () => void): void {
  tls.follow((pair) => {
    if (server instanceof Server) server.setSecureContext(pair);
    onNew();
  });
}

const thisMachine = (): Machine => ({ hostname: hostname(), interfaces: networkInterfaces() });

function onThisMachine({ host, publicUrl }: Settings): ServerTls {
  return {
    ...{ pair: null, authority: null, announcedAs: () => null },
    origins: (port) => [publicUrl ?? `http://${host === '::1' ? 'localhost' : host}:${port}`],
    follow: () => undefined,
    look: async () => undefined,
    stop: () => undefined,
  };
}

function byFiles(
  { host, tlsFiles, tlsNames, publicUrl }: Settings,
  { tell, machine = thisMachine }: TlsDeps,
): ServerTls {
  if (!tlsFiles) throw new Error('without files');
  let apply: (pair: KeyPair) => void = () => undefined;
  const files = followCertificateFiles(tlsFiles, (pair) => apply(pair), tell);
  return {
    pair: files.current(),
    authority: null,
    announcedAs: () => null,
    origins(port) {
      if (publicUrl !== null) return [publicUrl];
      const named = [...tlsNames, ...namesOf(files.current().cert)];
      return named.length > 0
        ? originsOf(named, port)
        : serverOrigins(serverNames(machine(), []), host, port);
    },
    follow: (next) => (apply = next),
    look: async () => files.look(),
    stop: files.stop,
  };
}

async function byOwnAuthority(
  { host, dataDir, tlsNames }: Settings,
  { clock, tell, machine = thisMachine }: TlsDeps,
): Promise<ServerTls> {
  prepareDataDir(dataDir);
  const { makeAuthority, issueServerCertificate, constraintsOf } = await import('./certificates.ts');
  const now = () => serverNames(machine(), tlsNames);
  const authority = await keepAuthority(
    dataDir,
    () => makeAuthority(now().local.replace(/\.local$/, ''), now(), clock()),
    clock(),
  );
  const facts = factsOf(authority.certificate);
  const bounds = constraintsOf(authority);
  const told = new Set<string>();
  /** At each start, and once a month. */
  function warnOfEnd(): void {
    const month = dayOf(clock()).slice(0, 7);
    if (!isAuthorityEnding(facts.validTo, clock()) || told.has(month)) return;
    told.add(month);
    tell(endingLine(authorityFile(dataDir), facts.validTo));
  }
  /** What lies outside the authority’s bounds is left out, and said once. */
  function hosts(): readonly string[] {
    warnOfEnd();
    const { names, addresses } = now();
    const wanted = ['localhost', '127.0.0.1', ...names, ...addresses];
    const outside = bounds ? wanted.filter((host) => !isPermitted(host, bounds)) : [];
    for (const host of outside.filter((one) => isMeant(one, tlsNames) && !told.has(one))) {
      told.add(host);
      tell(
        `${host} is outside what the authority in ${authorityFile(dataDir)} may vouch for, which was settled when it was made: machines will not find the server by it. Delete that file to have a new authority made, which every desk must then be told of by an enrolment link.`,
      );
    }
    return wanted.filter((host) => !outside.includes(host));
  }
  let apply: (pair: KeyPair) => void = () => undefined;
  const own = await keepOwnCertificate({
    authority,
    authorityEnds: facts.validTo,
    issue: issueServerCertificate,
    hosts,
    clock,
    onIssued: (pair) => apply(pair),
    onTrouble: (error) => tell(`The certificate could not be renewed: ${String(error)}`),
  });
  return {
    pair: own.current(),
    authority: facts,
    announcedAs: () => now().local,
    origins: (port) => serverOrigins(now(), host, port),
    follow: (next) => (apply = next),
    look: own.look,
    stop: own.stop,
  };
}

/** Someone will come by it: a name that was set, an address of IPv4. An old host name, a passing IPv6 address are not. */
function isMeant(host: string, tlsNames: readonly string[]): boolean {
  return tlsNames.includes(host) || isIP(host) === 4;
}

const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

function endingLine(path: string, ends: number): string {
  return `The authority in ${path} ends on ${dayOf(ends)}: from then on the server does not start, and no desk reaches it. On a quiet day before, delete that file and start the server again; a new one is made, which every desk must be told of by an enrolment link, and every browser at /trust.`;
}

function factsOf(pem: string): AuthorityFacts {
  const certificate = new X509Certificate(pem);
  return {
    certificate: pem,
    fingerprint: plainHex(certificate.fingerprint256),
    windowsFingerprint: plainHex(certificate.fingerprint),
    validTo: certificate.validToDate.getTime(),
  };
}

const plainHex = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase();
