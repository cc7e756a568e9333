/**
 * Whom the desktop window believes to be its server. Where an enrolment link named the server's own authority, exactly
 * that authority is believed for exactly that server, whatever else this machine trusts; every other host is left to
 * the system, as in any browser.
 *
 * The dates of a certificate are not looked at: the pin says all that they could, since a key that was stolen was
 * stolen together with the authority's, and a clock that is wrong shall never keep a desk from its server.
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { App, Session } from 'electron';

export type Verdict = 'trusted' | 'refused' | 'system';

/** What a desk was told by its enrolment link. */
export interface Pinned {
  /** Origin; null until it is known. */
  readonly serverUrl: string | null;
  /** SHA-256 of the authority's certificate, 64 hex digits in lower case; null: the system's trust is enough. */
  readonly fingerprint: string | null;
}

const serverAuthentication = '1.3.6.1.5.5.7.3.1';
/** More than any server of ours sends. */
const longestChain = 8;

/** @param chain PEM: the server's own certificate, then what it sent along */
export function judgeServer(hostname: string, chain: readonly string[], pinned: Pinned): Verdict {
  const { serverUrl, fingerprint } = pinned;
  if (serverUrl === null || fingerprint === null || hostname !== new URL(serverUrl).hostname) return 'system';
  const [own, ...others] = chain.slice(0, longestChain).map(parse);
  const authority = others.find((one) => one !== null && hexOf(one) === fingerprint);
  return own && authority && isSignedBy(own, authority) && isFor(own, hostname) ? 'trusted' : 'refused';
}

/** An authority signs no other one: nothing stands between the two. */
function isSignedBy(own: X509Certificate, authority: X509Certificate): boolean {
  return !own.ca && authority.ca && own.checkIssued(authority) && own.verify(authority.publicKey);
}

function isFor(own: X509Certificate, hostname: string): boolean {
  const isNamed =
    isIP(hostname) === 0
      ? own.checkHost(hostname, { subject: 'never', wildcards: false })
      : own.checkIP(hostname);
  // Node calls the purposes of a certificate its key usage.
  return isNamed !== undefined && (own.keyUsage ?? []).includes(serverAuthentication);
}

function parse(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

const hexOf = ({ fingerprint256 }: X509Certificate) => fingerprint256.replaceAll(':', '').toLowerCase();

/** What Electron hands over; the last of a chain may name itself. */
export interface SentCertificate {
  readonly data: string;
  readonly issuerCert?: SentCertificate;
}

/** @returns PEM, the server's own first */
export function chainOf(certificate: SentCertificate): string[] {
  const chain: string[] = [];
  for (
    let one: SentCertificate | undefined = certificate;
    one && chain.length < longestChain;
    one = one.issuerCert
  )
    chain.push(one.data);
  return chain;
}

/** Chromium's words for the three. */
const answers: Readonly<Record<Verdict, number>> = { trusted: 0, refused: -2, system: -3 };

/** @param pinned asked anew each time: it may be told while the window stands */
export function guardTrust(session: Pick<Session, 'setCertificateVerifyProc'>, pinned: () => Pinned): void {
  session.setCertificateVerifyProc(({ hostname, certificate }, callback) =>
    callback(answers[judgeServer(hostname, chainOf(certificate), pinned())]),
  );
}

/**
 * Chromium keeps what was said of a certificate for half an hour: where an address was tried before the link named its
 * authority, it would be refused all that time unasked, and only the error is told.
 */
export function guardErrors(app: Pick<App, 'on'>, pinned: () => Pinned): void {
  app.on('certificate-error', (event, _contents, url, _error, certificate, callback) => {
    const hostname = URL.canParse(url) ? new URL(url).hostname : '';
    if (judgeServer(hostname, chainOf(certificate), pinned()) !== 'trusted') return;
    event.preventDefault();
    callback(true);
  });
}
