/** What a failed connection means, in one sentence that says what to do. */
import { StartFailure } from '../start-failure.ts';

/** The oldest PostgreSQL that has what the server uses. */
export const oldestPostgres = 15;

/** @param error of a connection or a first query @returns null for a bug */
export function databaseFailure(error: unknown): StartFailure | null {
  const {
    code = '',
    message = '',
    errors = [],
  } = error as { code?: string; message?: string; errors?: unknown[] };
  if (errors.length > 0) return databaseFailure(errors[0]);
  if (
    /^(ECONN|EHOST|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOENT)/.test(code) ||
    /timeout|terminated/i.test(message)
  ) {
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
    return new StartFailure('The disk of the database is full: free some space and start again.');
  }
  return null;
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
