/** Whom the desktop window believes, with real certificates as the server makes them, and with those of impostors. */
import { createHash, X509Certificate } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, test, vi } from 'vitest';
import { isThere } from '../../electron/find-server.ts';
import {
  chainOf,
  guardErrors,
  guardTrust,
  judgeServer,
  type Pinned,
  type SentCertificate,
} from '../../electron/trust.ts';
import { issueServerCertificate, makeAuthority, type Authority } from '../../server/tls/certificates.ts';

const serverUrl = 'https://desk.local:7480';
const permitted = { names: ['desk.test'], addresses: [] };
const yearMs = 365 * 24 * 3_600_000;

let authority: Authority;
let other: Authority;
let pinned: Pinned;

const fingerprintOf = ({ certificate }: Authority) =>
  createHash('sha256').update(new X509Certificate(certificate).raw).digest('hex');

/** What a server sends: its own certificate, then the authority's. */
async function sentBy(signer: Authority, hosts: readonly string[], now = Date.now()): Promise<string[]> {
  const { cert } = await issueServerCertificate(signer, hosts, now);
  return cert.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [];
}

beforeAll(async () => {
  authority = await makeAuthority('desk', permitted, Date.now());
  other = await makeAuthority('desk', permitted, Date.now());
  pinned = { serverUrl, fingerprint: fingerprintOf(authority) };
});

test('the server that the link named, signed by the authority it named, is believed, by name or address', async () => {
  expect(judgeServer('desk.local', await sentBy(authority, ['desk.local']), pinned)).toBe('trusted');
  const byAddress = { ...pinned, serverUrl: 'https://192.168.1.20:7480' };
  const sent = await sentBy(authority, ['desk.local', '192.168.1.20']);
  expect(judgeServer('192.168.1.20', sent, byAddress)).toBe('trusted');
});

test('a clock that is wrong keeps nobody from it', async () => {
  const sent = await sentBy(authority, ['desk.local'], Date.now() - 3 * yearMs);
  expect(judgeServer('desk.local', sent, pinned)).toBe('trusted');
});

test.each([
  ['another authority of the same name', async () => sentBy(other, ['desk.local'])],
  ['the authority, but under another name', async () => sentBy(authority, ['other.local'])],
  ['the authority, but under a name that covers many', async () => sentBy(authority, ['*.local'])],
  ['nobody: the authority’s own certificate', async () => [authority.certificate]],
  ['nobody: the authority’s certificate twice', async () => [authority.certificate, authority.certificate]],
  [
    'the right one, which was not sent along',
    async () => (await sentBy(authority, ['desk.local'])).slice(0, 1),
  ],
  [
    'another authority, with the right one’s certificate beside it',
    async () => [...(await sentBy(other, ['desk.local'])), authority.certificate],
  ],
  ['nobody: no certificate at all', async () => ['hello', authority.certificate]],
  ['nobody: nothing was sent', async () => []],
])('a server of that name signed by %s is refused, whatever the system trusts', async (_whom, sent) => {
  expect(judgeServer('desk.local', await sent(), pinned)).toBe('refused');
});

test('a certificate that only says who signed it is refused: names and keys as they should be, the signature not', async () => {
  const [own = '', ...others] = await sentBy(authority, ['desk.local']);
  const bytes = Buffer.from(new X509Certificate(own).raw);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  const forged = `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----`;
  expect(new X509Certificate(forged).checkIssued(new X509Certificate(authority.certificate))).toBe(true);
  expect(judgeServer('desk.local', [forged, ...others], pinned)).toBe('refused');
});

test('the authority is believed for no other host, and where none was named the system decides', async () => {
  const sent = await sentBy(authority, ['desk.local', 'desk.test']);
  expect(judgeServer('desk.test', sent, pinned)).toBe('system');
  expect(judgeServer('evil.desk.local', sent, pinned)).toBe('system');
  expect(judgeServer('desk.local', sent, { ...pinned, fingerprint: null })).toBe('system');
  expect(judgeServer('desk.local', sent, { serverUrl: null, fingerprint: pinned.fingerprint })).toBe(
    'system',
  );
});

test('the session asks for each certificate, by what is pinned at that moment; a chain that ends in itself ends', async () => {
  const [own = '', root = ''] = await sentBy(authority, ['desk.local']);
  const last: { data: string; issuerCert?: SentCertificate } = { data: root };
  last.issuerCert = last;
  const certificate = { data: own, issuerCert: last };
  expect(chainOf(certificate)).toHaveLength(8);
  let now: Pinned = { serverUrl: null, fingerprint: null };
  type Ask = (request: object, callback: (code: number) => void) => void;
  const given: Ask[] = [];
  const session = { setCertificateVerifyProc: (ask: unknown) => void given.push(ask as Ask) };
  guardTrust(session as never, () => now);
  const answers: number[] = [];
  const ask = (hostname: string) => given[0]?.({ hostname, certificate }, (code) => answers.push(code));
  ask('desk.local');
  now = pinned;
  ask('desk.local');
  now = { ...pinned, fingerprint: fingerprintOf(other) };
  ask('desk.local');
  expect(answers).toEqual([-3, 0, -2]);
});

test('an address that was refused before the link named its authority is judged anew, and no other one', async () => {
  const certificateOf = ([data = '', root = '']: readonly string[]) => ({ data, issuerCert: { data: root } });
  const app = new EventEmitter();
  let now: Pinned = { serverUrl, fingerprint: null };
  guardErrors(app as never, () => now);
  const isTaken = (url: string, sent: readonly string[]) => {
    const [preventDefault, callback] = [vi.fn(), vi.fn()];
    app.emit('certificate-error', { preventDefault }, null, url, 'ERR_CERT', certificateOf(sent), callback);
    expect(callback.mock.calls).toEqual(preventDefault.mock.calls.map(() => [true]));
    return preventDefault.mock.calls.length > 0;
  };
  const sent = await sentBy(authority, ['desk.local', 'other.local']);
  expect(isTaken(`${serverUrl}/api/v1/health`, sent)).toBe(false);
  now = pinned;
  expect(isTaken(`${serverUrl}/api/v1/health`, sent)).toBe(true);
  expect(isTaken('https://other.local:7480/', sent)).toBe(false);
  expect(isTaken(`${serverUrl}/`, await sentBy(other, ['desk.local']))).toBe(false);
  expect(isTaken('no address', sent)).toBe(false);
});

test('where a server is looked for, it is found by its certificate over a real connection, and nobody else is', async () => {
  const { cert, key } = await issueServerCertificate(authority, ['localhost', '127.0.0.1'], Date.now());
  const server = createServer({ cert, key });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (host: string, fingerprint: string) => isThere(`https://${host}:${port}`, fingerprint);
  expect(await ask('127.0.0.1', fingerprintOf(authority))).toBe(true);
  expect(await ask('localhost', fingerprintOf(authority))).toBe(true);
  expect(await ask('127.0.0.1', fingerprintOf(other))).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await ask('127.0.0.1', fingerprintOf(authority))).toBe(false);
});
