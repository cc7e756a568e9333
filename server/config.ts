/** The server's settings, from the environment (README, “Settings”). */
import { statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { readServerOrigin } from '../shared/rules/enrol-link.ts';
import { keepRemovalsDays, readDays } from './compaction.ts';
import { StartFailure } from './start-failure.ts';
import { readCertificateFiles, type CertificatePaths } from './tls/certificate-files.ts';
import { isHostName } from './tls/server-names.ts';

export interface ServerConfig {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the server runs a PostgreSQL of its own in `dataDir`. */
  readonly databaseUrl: string | null;
  /** How it is met: plain http on this machine (behind a proxy where `publicUrl` says so), files, or its own authority. */
  readonly reach: 'loopback' | 'files' | 'own';
  readonly tlsFiles: CertificatePaths | null;
  /** Names and addresses it has besides those it finds; lower case. */
  readonly tlsNames: readonly string[];
  /** Origin by which desks reach the proxy in front of it. */
  readonly publicUrl: string | null;
  /** Absolute; of the desktop application's updates. Null: none are handed out. */
  readonly updatesDir: string | null;
  /** Whether it tells the network of itself by mDNS. */
  readonly isAnnounced: boolean;
  readonly logLevel: 'info' | 'warn' | 'error' | 'silent';
  /** How long a removal is remembered, at least (R6.9). */
  readonly keepRemovedDays: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['info', 'warn', 'error', 'silent'] as const;

/** @throws StartFailure naming the setting that is wrong */
export function readConfig(env: Environment): ServerConfig {
  const tlsFiles = readTlsFiles(env);
  const host = env['HOST'] || '127.0.0.1';
  return {
    port: readPort(env['PORT']),
    host,
    dataDir: resolve(env['DATA_DIR'] || './.data'),
    databaseUrl: readDatabaseUrl(env['DATABASE_URL']),
    reach: tlsFiles ? 'files' : isLoopback(host) ? 'loopback' : 'own',
    tlsFiles,
    tlsNames: readTlsNames(env['TLS_NAMES']),
    publicUrl: readPublicUrl(env['PUBLIC_URL'], host),
    updatesDir: readFolder('UPDATES_DIR', env['UPDATES_DIR']),
    isAnnounced: env['MDNS'] !== 'off',
    logLevel: logLevels.find((level) => level === env['LOG_LEVEL']) ?? 'info',
    keepRemovedDays: readKeepRemovedDays(env['KEEP_REMOVED_DAYS']),
  };
}

function readKeepRemovedDays(text: string | undefined): number {
  if (!text) return keepRemovalsDays;
  const days = readDays(text);
  if (days !== null) return days;
  throw new StartFailure(`KEEP_REMOVED_DAYS=${text} is no number of days: choose one from 1 to 36500.`);
}

function readPort(text: string | undefined): number {
  if (!text) return 7480;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartFailure(`PORT=${text} is not a port: choose a number from 1 to 65535.`);
}

function readDatabaseUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text;
  throw new StartFailure('DATABASE_URL is not of the form postgres://user:password@host:5432/database.');
}

function readFolder(name: string, text: string | undefined): string | null {
  if (!text) return null;
  const folder = resolve(text);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new StartFailure(`${name}=${text} is no folder: make it, or leave the setting out.`);
}

function readTlsFiles(env: Environment): CertificatePaths | null {
  const { TLS_CERT: cert, TLS_KEY: key } = env;
  if (!cert && !key) return null;
  if (!cert || !key) throw new StartFailure('TLS_CERT and TLS_KEY go together: set both, or neither.');
  const paths = { cert: resolve(cert), key: resolve(key) };
  readCertificateFiles(paths);
  return paths;
}

function readTlsNames(text: string | undefined): string[] {
  const names = (text ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '');
  const wrong = names.find((name) => !isHostName(name) && isIP(name) === 0);
  if (wrong === undefined) return names;
  throw new StartFailure(
    `TLS_NAMES: ${wrong} is neither a name nor an address of a machine: separate several by commas.`,
  );
}

/** Behind a proxy plain http stays on this machine: whoever comes past the proxy would be overheard. */
function readPublicUrl(text: string | undefined, host: string): string | null {
  if (!text) return null;
  const origin = readServerOrigin(text);
  if (origin === null || !origin.startsWith('https:'))
    throw new StartFailure(
      `PUBLIC_URL=${text} is no address: write https:// with a name or an IPv4 address.`,
    );
  if (!isLoopback(host)) {
    throw new StartFailure(
      `PUBLIC_URL is for a proxy on this machine that speaks https for the server: leave HOST=${host} out, or PUBLIC_URL.`,
    );
  }
  return origin;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
