/** The server's settings, from the environment (README, “Settings”). */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { keepRemovalsDays, readDays } from './compaction.ts';
import { StartFailure } from './start-failure.ts';

export interface ServerConfig {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the server runs a PostgreSQL of its own in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly logLevel: 'info' | 'warn' | 'error' | 'silent';
  /** How long a removal is remembered, at least (R6.9). */
  readonly keepRemovedDays: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['info', 'warn', 'error', 'silent'] as const;

/** @throws StartFailure naming the setting that is wrong */
export function readConfig(env: Environment): ServerConfig {
  const tls = readTls(env);
  const host = env['HOST'] || '127.0.0.1';
  if (!tls && !isLoopback(host)) {
    throw new StartFailure(
      `HOST=${host} is reachable from other machines, which needs https: set TLS_CERT and TLS_KEY to a certificate and its key (PEM), or leave HOST at 127.0.0.1.`,
    );
  }
  return {
    port: readPort(env['PORT']),
    host,
    dataDir: resolve(env['DATA_DIR'] || './.data'),
    databaseUrl: readDatabaseUrl(env['DATABASE_URL']),
    tls,
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

function readTls(env: Environment): ServerConfig['tls'] {
  const { TLS_CERT: cert, TLS_KEY: key } = env;
  if (!cert && !key) return null;
  if (!cert || !key) throw new StartFailure('TLS_CERT and TLS_KEY go together: set both, or neither.');
  return { cert: readPem('TLS_CERT', cert), key: readPem('TLS_KEY', key) };
}

function readPem(name: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new StartFailure(
      `${name}=${path} cannot be read: give the path of a PEM file that this user may read.`,
    );
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
