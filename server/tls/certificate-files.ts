/** Certificate and key in files that somebody else keeps (TLS_CERT, TLS_KEY), read again when they change. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isHostName } from './server-names.ts';
import { StartFailure } from '../start-failure.ts';

export interface CertificatePaths {
  readonly cert: string;
  readonly key: string;
}

export interface KeyPair {
  /** PEM: the certificate, and those that vouch for it. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

/** @throws StartFailure naming the setting that is wrong */
export function readCertificateFiles(paths: CertificatePaths): KeyPair {
  const pair = { cert: readPem('TLS_CERT', paths.cert), key: readPem('TLS_KEY', paths.key) };
  const certificate = parse('TLS_CERT', paths.cert, () => new X509Certificate(pair.cert));
  const key = parse('TLS_KEY', paths.key, () => createPrivateKey(pair.key));
  if (!certificate.checkPrivateKey(key)) {
    throw new StartFailure(
      `TLS_KEY=${paths.key} is not the key of TLS_CERT=${paths.cert}: give the two that belong together.`,
    );
  }
  return pair;
}

function readPem(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new StartFailure(
      `${setting}=${path} cannot be read: give the path of a PEM file that this user may read.`,
    );
  }
}

function parse<Value>(setting: string, path: string, read: () => Value): Value {
  try {
    return read();
  } catch {
    const what = setting === 'TLS_CERT' ? 'a certificate' : 'a key without a password';
    throw new StartFailure(`${setting}=${path} does not hold ${what} in PEM form: give one that does.`);
  }
}

/** @returns the names that the certificate is for and that say one machine: none with a `*` */
export function namesOf(cert: string): string[] {
  const { subjectAltName = '' } = new X509Certificate(cert);
  return subjectAltName
    .split(', ')
    .flatMap((entry) => (entry.startsWith('DNS:') ? [entry.slice('DNS:'.length).toLowerCase()] : []))
    .filter(isHostName);
}

export interface FollowedFiles {
  current(): KeyPair;
  look(): void;
  stop(): void;
}

const lookEveryMs = 60_000;

/**
 * A pair that cannot be used is said once, and the one before goes on: whoever renews writes one file after the other.
 * @param onChanged from then on connections are to be met with it
 */
export function followCertificateFiles(
  paths: CertificatePaths,
  onChanged: (pair: KeyPair) => void,
  tell: (line: string) => void,
): FollowedFiles {
  let current = readCertificateFiles(paths);
  let told: string | null = null;
  function look(): void {
    try {
      const pair = readCertificateFiles(paths);
      told = null;
      if (pair.cert === current.cert && pair.key === current.key) return;
      current = pair;
      onChanged(pair);
    } catch (error) {
      if (!(error instanceof StartFailure)) throw error;
      if (told !== error.message) tell(`${error.message} Until then the certificate of before goes on.`);
      told = error.message;
    }
  }
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return { current: () => current, look, stop: () => clearInterval(timer) };
}
