/** The certificates themselves: an authority for one house, and the server's own, signed by it. ECDSA on P-256. */
import './metadata.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  nameConstraints,
  nameConstraintsOid,
  readNameConstraints,
  type Constraints,
  type Permitted,
} from './name-constraints.ts';

export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS#8. Leaves this process only into its own file. */
  readonly key: string;
}

export interface ServerCertificate {
  /** PEM: the server's own, then the authority's, so that whoever connects sees who vouches for it. */
  readonly cert: string;
  /** PEM. In memory alone. */
  readonly key: string;
  /** UTC ms. */
  readonly validFrom: number;
  readonly validTo: number;
}

const dayMs = 24 * 3_600_000;
/** Ends before 2038, which older devices take for the past. */
const authorityLifeMs = 10 * 365 * dayMs;
/** The longest that Apple’s and Google’s systems take from anybody. */
const serverLifeMs = 397 * dayMs;
/** A desk whose clock is behind is not to find a certificate of tomorrow. */
const backdatedMs = dayMs;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** @param now UTC ms @param label of the machine, plain ASCII: tells authorities apart in a list of them */
export async function makeAuthority(label: string, permitted: Permitted, now: number): Promise<Authority> {
  const keys = await newKeys();
  const day = new Date(now).toISOString().slice(0, 10);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [`CR Desk authority ${label} ${day}`] }],
    notBefore: new Date(now - backdatedMs),
    notAfter: new Date(now - backdatedMs + authorityLifeMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new Extension(nameConstraintsOid, true, nameConstraints(permitted)),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await toPem(keys.privateKey) };
}

/** @returns what it may vouch for; null where it is not bound, one that somebody else made */
export function constraintsOf({ certificate }: Authority): Constraints | null {
  const extension = new X509Certificate(certificate).getExtension(nameConstraintsOid);
  return extension && readNameConstraints(new Uint8Array(extension.value));
}

/** @param hosts names and addresses it is for @param now UTC ms */
export async function issueServerCertificate(
  authority: Authority,
  hosts: readonly string[],
  now: number,
): Promise<ServerCertificate> {
  const issuer = new X509Certificate(authority.certificate);
  const keys = await newKeys();
  const validFrom = now - backdatedMs;
  const validTo = Math.min(validFrom + serverLifeMs, issuer.notAfter.getTime());
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: ['CR Desk server'] }],
    issuer: issuer.subject,
    notBefore: new Date(validFrom),
    notAfter: new Date(validTo),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: await fromPem(authority.key),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host })),
      ),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    cert: `${certificate.toString('pem').trim()}\n${authority.certificate.trim()}\n`,
    key: await toPem(keys.privateKey),
    validFrom,
    validTo,
  };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return String(
    createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }),
  );
}

function fromPem(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(der), algorithm, false, ['sign']);
}

/** Positive, and of the length that RFC 5280 asks for. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
