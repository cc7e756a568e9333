/** What a failed connection means, in one sentence that says what to do. */
import { isUnreachable } from '../db/is-unreachable.ts';
import { StartFailure } from '../start-failure.ts';
import { diskFull } from './place.ts';
import { logOfThisStart, logFile } from './programs.ts';

/** The oldest PostgreSQL that has what the server uses. */
const oldestPostgres = 15;

const fullDisk = 'The disk of the database is full: free some space and start again.';

/** @param error of a connection or a first query @returns null for a bug */
export function databaseFailure(error: unknown): StartFailure | null {
  const {
    code = '',
    message = '',
    errors = [],
    cause,
  } = error as { code?: string; message?: string; errors?: unknown[]; cause?: unknown };
  if (errors.length > 0) return databaseFailure(errors[0]);
  if (cause instanceof Error) return databaseFailure(cause);
  const secure = tlsFailure(error as Error & { code?: string });
  if (secure !== null) return new StartFailure(secure);
  if (isUnreachable(error)) {
    return new StartFailure(
      'The database in DATABASE_URL cannot be reached: start it, or mend host and port.',
    );
  }
  if (code === '28P01' || code === '28000' || /password must be a string|no password/i.test(message)) {
    return new StartFailure('The database in DATABASE_URL refuses user or password: mend them.');
  }
  if (code === '3D000') {
    return new StartFailure(
      'The database named in DATABASE_URL does not exist: create it, or mend its name.',
    );
  }
  if (code === '42501') {
    return new StartFailure(
      'The user in DATABASE_URL may not create tables there: make it the owner of the database.',
    );
  }
  if (code === '53100' || code === 'ENOSPC') {
    return new StartFailure(fullDisk);
  }
  return null;
}

/** What keeps TLS from being spoken (`sslmode`, `sslrootcert` of DATABASE_URL), null for anything else. */
function tlsFailure({ code = '', message, ...rest }: Error & { code?: string }): string | null {
  if (message === 'The server does not support SSL connections') {
    return 'The database in DATABASE_URL speaks no TLS: switch it on there (ssl = on), or leave sslmode out of DATABASE_URL.';
  }
  if (code === '28000' && /no encryption|SSL off/.test(message)) {
    return 'The database in DATABASE_URL lets nobody in without TLS: add ?sslmode=require to DATABASE_URL.';
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'The certificate of the database in DATABASE_URL is for another host: name the host that stands in it.';
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return 'The certificate of the database in DATABASE_URL has expired: renew it there.';
  }
  if (certificateCode.test(code)) {
    return `The certificate of the database in DATABASE_URL is not trusted (${code}): add sslrootcert=FILE to DATABASE_URL, the certificate (PEM) of whoever signed it.`;
  }
  if ('syscall' in rest && rest.syscall === 'open') {
    return `A certificate file named in DATABASE_URL cannot be read (${code}): mend its path, or give this user the right to.`;
  }
  return /^(EPROTO$|ERR_SSL_|ERR_OSSL_)/.test(code)
    ? `TLS with the database in DATABASE_URL failed (${code}): compare the TLS settings of both sides.`
    : null;
}

/** Node's names for what its check of a certificate found. */
const certificateCode = /CERT|^(UNABLE_TO_|CRL_|INVALID_|PATH_LENGTH_|HOSTNAME_)/;

/** The same for the built-in PostgreSQL, which on a full disk may end before it can say so. */
export function embeddedFailure(dataDir: string, error: unknown): StartFailure | null {
  const failure = databaseFailure(error);
  if (!failure) return null;
  const isFull = failure.message === fullDisk || /no space left on device/i.test(logOfThisStart(dataDir));
  if (isFull) return diskFull(dataDir);
  return new StartFailure(
    `The built-in PostgreSQL does not answer: read ${logFile(dataDir)}, then start again.`,
  );
}

/**
 * @param versionNumber `server_version_num`, e.g. 150018
 * @param oldest first supported major version
 * @throws StartFailure
 */
export function requireVersion(versionNumber: number, oldest = oldestPostgres): void {
  const major = Math.floor(versionNumber / 10_000);
  if (major >= oldest) return;
  throw new StartFailure(
    `The database in DATABASE_URL is PostgreSQL ${major}; CR Desk needs ${oldest} or newer: upgrade it, or leave DATABASE_URL out to use the built-in one.`,
  );
}
