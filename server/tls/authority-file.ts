/**
 * `tls/authority.pem` in the data folder: the server's own authority, certificate and key, for its eyes alone; and
 * `tls/authority.crt` beside it, the certificate, for whoever wants to carry it to a machine.
 * Several servers of one dealership share it by having the same file.
 */
import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderFailure } from '../postgres/place.ts';
import { StartFailure } from '../start-failure.ts';
import type { Authority } from './certificates.ts';

export const authorityFile = (dataDir: string) => join(dataDir, 'tls', 'authority.pem');
const certificateFile = (dataDir: string) => join(dataDir, 'tls', 'authority.crt');

/**
 * @param make called where there is none yet; where two servers begin at once, one of the two is kept
 * @param now UTC ms @throws StartFailure where what is there is none that can be used
 */
export async function keepAuthority(
  dataDir: string,
  make: () => Promise<Authority>,
  now: number,
): Promise<Authority> {
  const authority = readAuthority(dataDir) ?? (await writeNew(dataDir, make));
  requireUsable(authorityFile(dataDir), authority, now);
  writePublic(dataDir, authority);
  return authority;
}

function readAuthority(dataDir: string): Authority | null {
  const path = authorityFile(dataDir);
  const text = readOwn(path);
  if (text === null) return null;
  const [certificate] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/.exec(text) ?? [];
  const [key] = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/.exec(text) ?? [];
  if (certificate === undefined || key === undefined) throw damaged(path);
  closeToOthers(path);
  return { certificate, key };
}

function readOwn(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new StartFailure(
      `${path} cannot be read (${code}): it holds the key of the server's certificates; give this user the right to.`,
    );
  }
}

/** Someone copied it without its rights. On Windows the folder's own rights are what counts. */
function closeToOthers(path: string): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  chmodSync(path, 0o600);
}

async function writeNew(dataDir: string, make: () => Promise<Authority>): Promise<Authority> {
  const path = authorityFile(dataDir);
  const draft = `${path}.${randomUUID()}`;
  const made = await make();
  try {
    mkdirSync(join(dataDir, 'tls'), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${made.certificate.trim()}\n${made.key.trim()}\n`, { mode: 0o600 });
    // It appears whole, and never in the place of one that another server has just made.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw folderFailure(dataDir, error);
  } finally {
    rmSync(draft, { force: true });
  }
  return readAuthority(dataDir) ?? made;
}

function requireUsable(path: string, authority: Authority, now: number): void {
  const certificate = parsed(path, authority);
  if (certificate.validFromDate.getTime() > now) {
    throw new StartFailure(
      `The clock of this machine is before ${certificate.validFrom}, when ${path} was made: set it right.`,
    );
  }
  if (certificate.validToDate.getTime() <= now) {
    throw new StartFailure(
      `The authority in ${path} ended at ${certificate.validTo}: if the clock is right, delete that file; a new one is made, which every desk must be told of by an enrolment link.`,
    );
  }
}

function parsed(path: string, { certificate: pem, key }: Authority): X509Certificate {
  try {
    const certificate = new X509Certificate(pem);
    const isWhole = certificate.ca && certificate.verify(certificate.publicKey);
    if (isWhole && certificate.checkPrivateKey(createPrivateKey(key))) return certificate;
  } catch {
    // Said below.
  }
  throw damaged(path);
}

function damaged(path: string): StartFailure {
  return new StartFailure(
    `${path} is damaged: bring it back from a backup, or delete it; then a new authority is made, which every desk must be told of by an enrolment link.`,
  );
}

/** For people; what the server goes by is the other file. */
function writePublic(dataDir: string, { certificate }: Authority): void {
  const path = certificateFile(dataDir);
  try {
    writeFileSync(path, certificate, { mode: 0o644 });
  } catch (error) {
    throw folderFailure(dataDir, error);
  }
}
