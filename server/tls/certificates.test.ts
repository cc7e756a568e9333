/** The certificates by what clients make of them: OpenSSL's own checks, over real TLS connections. */
import { createServer, type Server } from 'node:https';
import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { constraintsOf, issueServerCertificate, makeAuthority } from './certificates.ts';
import { isPermitted } from './name-constraints.ts';

const now = Date.now();
const dayMs = 24 * 3_600_000;
const permitted = { names: ['desk.test', 'reception'], addresses: ['203.0.113.7'] };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serve(hosts: readonly string[]) {
  const authority = await makeAuthority('reception', permitted, now);
  const { cert, key } = await issueServerCertificate(authority, hosts, now);
  const server = createServer({ cert, key }, (_request, response) => response.end('here'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { authority, cert, port: (server.address() as AddressInfo).port };
}

/** @returns code and words of what is wrong; null where the client is content */
function failureOf(port: number, servername: string, ca: string | undefined): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, ...(ca === undefined ? {} : { ca }) };
    // An address is no server name: OpenSSL is told to compare it all the same.
    const isAddress = /^[\d.]+$/.test(servername);
    const socket = connect({
      ...options,
      ...(isAddress ? { host: servername } : { servername }),
    });
    socket.on('secureConnect', () => {
      socket.destroy();
      resolve(null);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(`${error.code ?? ''} ${error.message}`));
  });
}

describe('the server’s certificate', () => {
  test('is good by each of its names and addresses, for whoever knows the authority', async () => {
    const { authority, port } = await serve(['desk.test', 'reception', 'reception.local', '127.0.0.1']);
    for (const name of ['desk.test', 'reception', 'reception.local', '127.0.0.1'])
      expect(await failureOf(port, name, authority.certificate)).toBeNull();
  });

  test('is refused by whoever does not', async () => {
    const { port } = await serve(['desk.test']);
    expect(await failureOf(port, 'desk.test', undefined)).toMatch('SELF_SIGNED_CERT_IN_CHAIN');
    const other = await makeAuthority('reception', permitted, now);
    expect(await failureOf(port, 'desk.test', other.certificate)).toMatch(/SELF_SIGNED|UNABLE|SIGNATURE/);
  });

  test('is refused under a name that is not its own', async () => {
    const { authority, port } = await serve(['desk.test']);
    expect(await failureOf(port, 'other.local', authority.certificate)).toMatch(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
  });

  test('lasts 397 days and no longer than the authority, which signs no other authority', async () => {
    const { authority, cert } = await serve(['desk.test']);
    const [own, issuer] = [new X509Certificate(cert), new X509Certificate(authority.certificate)];
    const { validFromDate: from, validToDate: to } = own;
    expect((to.getTime() - from.getTime()) / dayMs).toBeCloseTo(397, 3);
    expect(own.ca).toBe(false);
    expect(issuer.toLegacyObject().asn1Curve).toBe('prime256v1');
    expect(issuer.validToDate.getFullYear()).toBeLessThan(2038);
    const nearEnd = issuer.validToDate.getTime() - 10 * dayMs;
    const late = await issueServerCertificate(authority, ['desk.test'], nearEnd);
    expect(late.validTo).toBe(issuer.validToDate.getTime());
  });
});

describe('what the authority may vouch for is written into it', () => {
  test.each(['www.example.com', '8.8.8.8'])(
    'a certificate for %s made with its key is refused',
    async (host) => {
      const { authority, port } = await serve([host, 'desk.test']);
      expect(await failureOf(port, 'desk.test', authority.certificate)).toMatch(
        'permitted subtree violation',
      );
    },
  );

  test.each([
    ['reception.local', true],
    ['192.168.1.20', true],
    ['172.31.255.255', true],
    ['172.32.0.0', false],
    ['fd12:3456::1', true],
    ['2001:db8::1', false],
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['desk.test', true],
    ['a.desk.test', true],
    ['otherdesk.test', false],
    ['example.com', false],
  ])('and read back from it: %s %s', async (host, isAllowed) => {
    const constraints = constraintsOf(await makeAuthority('reception', permitted, now));
    expect(constraints && isPermitted(host, constraints)).toBe(isAllowed);
  });
});
