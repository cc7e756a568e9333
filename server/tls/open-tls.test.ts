/** A server whose certificate changes under it, met over real TLS connections; the clock and the machine are the test's. */
import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { authorityFile } from './authority-file.ts';
import { issueServerCertificate, makeAuthority } from './certificates.ts';
import { meetWithNewest, openTls, type ServerTls } from './open-tls.ts';
import type { Machine } from './server-names.ts';

const dayMs = 24 * 3_600_000;
const interfacesOf = (...addresses: string[]): Machine['interfaces'] => ({
  eth0: addresses.map((address) => ({
    ...{ address, netmask: '', mac: '', cidr: null, internal: false },
    family: 'IPv4',
  })),
});

let folder = '';
let now = 0;
let machine: Machine = { hostname: 'desk', interfaces: {} };
let told: string[] = [];
let opened: ServerTls[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cr-desk-tls-'));
  now = Date.now();
  machine = { hostname: 'desk', interfaces: interfacesOf('192.168.1.20') };
  told = [];
});
afterEach(() => {
  for (const tls of opened) tls.stop();
  opened = [];
  rmSync(folder, { recursive: true, force: true });
});

async function open(env: Record<string, string> = {}): Promise<ServerTls> {
  const config = readConfig({ HOST: '0.0.0.0', DATA_DIR: folder, ...env });
  const tls = await openTls(config, {
    clock: () => now,
    tell: (line) => told.push(line),
    machine: () => machine,
  });
  opened.push(tls);
  return tls;
}

async function serve(tls: ServerTls) {
  const server = createServer({ ...tls.pair }, (_request, response) => response.end('here'));
  meetWithNewest(server, tls, () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** @returns the certificate a client that knows the authority accepted under that name */
function meet(port: number, servername: string, ca: string): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect({ host: '127.0.0.1', port, servername, ca }, () => {
      resolve(socket.getPeerX509Certificate() as X509Certificate);
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

const ca = (tls: ServerTls) => tls.authority?.certificate ?? '';

describe('a server reached from other machines, without any certificate set', () => {
  test('makes an authority that stays, its key in a file for this user alone', async () => {
    const first = await open();
    const path = authorityFile(folder);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'tls', 'authority.crt'), 'utf8')).not.toContain('PRIVATE');
    chmodSync(path, 0o644);
    const second = await open();
    expect(second.authority).toEqual(first.authority);
    expect(second.pair?.cert).not.toBe(first.pair?.cert);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(first.pair?.key).toContain('PRIVATE KEY');
    expect(readFileSync(path, 'utf8')).not.toContain(first.pair?.key.split('\n')[1]);
  });

  test('two that begin at once have one authority', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    expect(one.authority).toEqual(other.authority);
  });

  test('renews its certificate in time, under way: standing connections go on, new ones meet the new one', async () => {
    const tls = await open();
    const { port, close } = await serve(tls);
    const before = await meet(port, 'desk.local', ca(tls));
    await tls.look();
    expect((await meet(port, 'desk.local', ca(tls))).serialNumber).toBe(before.serialNumber);
    const standing = await new Promise<TLSSocket>((resolve, reject) => {
      const socket: TLSSocket = connect(
        { host: '127.0.0.1', port, servername: 'desk.local', ca: ca(tls) },
        () => resolve(socket),
      );
      socket.on('error', reject);
    });
    now = before.validToDate.getTime() - 59 * dayMs;
    await tls.look();
    const answer = new Promise((resolve) => standing.once('data', (data) => resolve(String(data))));
    standing.write('GET / HTTP/1.1\r\nHost: desk.local\r\nConnection: close\r\n\r\n');
    expect(await answer).toContain('here');
    now = Date.now();
    expect(tls.authority).not.toBeNull();
    const after = new X509Certificate(await pemMetBy(port));
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(after.validToDate.getTime()).toBeGreaterThan(before.validToDate.getTime());
    await close();
  });

  /** Whatever the client makes of it: a certificate of next year is not good today. */
  function pemMetBy(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = get(
        { host: '127.0.0.1', port, rejectUnauthorized: false, agent: false },
        (response) => {
          const socket = response.socket as TLSSocket;
          resolve(String(socket.getPeerX509Certificate()));
          response.resume();
        },
      );
      request.on('error', reject);
    });
  }

  test('has a new one for a new name or address, and none for one that is gone', async () => {
    const tls = await open();
    const { port, close } = await serve(tls);
    await expect(meet(port, 'renamed.local', ca(tls))).rejects.toThrow(/does not match/);
    machine = { hostname: 'renamed', interfaces: interfacesOf('10.0.0.9') };
    await tls.look();
    const renamed = await meet(port, 'renamed.local', ca(tls));
    expect(renamed.checkIP('10.0.0.9')).toBe('10.0.0.9');
    machine = { hostname: 'renamed', interfaces: {} };
    await tls.look();
    expect((await meet(port, 'renamed.local', ca(tls))).serialNumber).toBe(renamed.serialNumber);
    expect(told).toEqual([]);
    await close();
  });

  test('says where a name that is set lies outside what its authority may vouch for, and serves by the others', async () => {
    await open();
    const tls = await open({ TLS_NAMES: 'desk.example' });
    await tls.look();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^desk\.example is outside .* Delete that file to have a new authority made/);
    const { port, close } = await serve(tls);
    await meet(port, 'desk.local', ca(tls));
    await close();
  });

  test('at the end of its authority does not make one certificate after the other', async () => {
    const tls = await open();
    now = (tls.authority?.validTo ?? 0) - 20 * dayMs;
    const late = await open();
    let count = 0;
    late.follow(() => count++);
    await late.look();
    await late.look();
    expect(count).toBe(0);
  });

  test('warns of its authority’s end a year before, at each start and once a month', async () => {
    const tls = await open();
    const ends = tls.authority?.validTo ?? 0;
    now = ends - 366 * dayMs;
    await tls.look();
    expect(told).toEqual([]);
    now = ends - 364 * dayMs;
    await tls.look();
    await tls.look();
    expect(told).toHaveLength(1);
    const day = new Date(ends).toISOString().slice(0, 10);
    expect(told[0]).toMatch(new RegExp(`^The authority in .*authority\\.pem ends on ${day}: `));
    now += 31 * dayMs;
    await tls.look();
    expect(told).toHaveLength(2);
    await open();
    expect(told).toHaveLength(3);
  });
});

describe('an authority that cannot be used keeps the server from starting, in one sentence', () => {
  test.each([
    ['empty', () => ''],
    ['cut off', (text: string) => text.slice(0, text.length - 60)],
    ['overwritten in its middle', (text: string) => text.replace(/\n.{20}/, `\n${'A'.repeat(20)}`)],
  ])('%s', async (_what, spoil) => {
    await open();
    const path = authorityFile(folder);
    writeFileSync(path, spoil(readFileSync(path, 'utf8')));
    await expect(open()).rejects.toThrow(
      /authority\.pem is damaged: bring it back from a backup, or delete it/,
    );
  });

  test('with the key of another', async () => {
    await open();
    const other = await makeAuthority('x', { names: [], addresses: [] }, now);
    const [certificate = ''] = readFileSync(authorityFile(folder), 'utf8').split('-----BEGIN PRIVATE');
    writeFileSync(authorityFile(folder), certificate + other.key);
    await expect(open()).rejects.toThrow(/is damaged/);
  });

  test('ended, or made in the future', async () => {
    const { authority } = await open();
    now = (authority?.validTo ?? 0) + 1;
    await expect(open()).rejects.toThrow(/ended at .*: if the clock is right, delete that file/);
    now = Date.now() - 3 * dayMs;
    await expect(open()).rejects.toThrow(/The clock of this machine is before .*: set it right/);
  });
});

describe('certificate files', () => {
  async function writeFiles(name: string) {
    const authority = await makeAuthority('x', { names: [name], addresses: [] }, now);
    const { cert, key } = await issueServerCertificate(authority, [name], now);
    const [certPath, keyPath] = [join(folder, 'a.crt'), join(folder, 'a.key')];
    writeFileSync(certPath, cert);
    return {
      authority,
      key,
      writeKey: () => writeFileSync(keyPath, key),
      env: { TLS_CERT: certPath, TLS_KEY: keyPath },
    };
  }

  test('are read again when they change, both of them or neither, and make no authority', async () => {
    const first = await writeFiles('first.test');
    first.writeKey();
    const tls = await open(first.env);
    expect(tls.authority).toBeNull();
    expect(existsSync(authorityFile(folder))).toBe(false);
    expect(tls.origins(7480)).toEqual(['https://first.test:7480']);
    const { port, close } = await serve(tls);
    const second = await writeFiles('second.test');
    await tls.look();
    await tls.look();
    expect(told).toEqual([
      expect.stringMatching(/is not the key of .* the certificate of before goes on\.$/),
    ]);
    await meet(port, 'first.test', first.authority.certificate);
    second.writeKey();
    await tls.look();
    await meet(port, 'second.test', second.authority.certificate);
    await close();
  });

  test.each([
    ['TLS_CERT', 'no certificate', /TLS_CERT=.* does not hold a certificate in PEM form/],
    ['TLS_KEY', 'no key', /TLS_KEY=.* does not hold a key without a password in PEM form/],
  ] as const)('%s with %s is refused by name', async (setting, _what, sentence) => {
    const files = await writeFiles('first.test');
    files.writeKey();
    writeFileSync(files.env[setting], 'hello');
    await expect(open(files.env)).rejects.toThrow(sentence);
  });
});

describe('the settings', () => {
  test('a LAN address is never served over plain http', () => {
    for (const HOST of ['0.0.0.0', '::', '192.168.1.20', 'desk.local'])
      expect(readConfig({ HOST }).reach).toBe('own');
    for (const HOST of ['127.0.0.1', '::1', 'localhost', '127.0.0.53'])
      expect(readConfig({ HOST }).reach).toBe('loopback');
  });

  test('behind a proxy it listens to this machine alone, and its links lead to the proxy', async () => {
    const tls = await open({ HOST: '127.0.0.1', PUBLIC_URL: 'https://desk.example/' });
    expect(tls).toMatchObject({ pair: null, authority: null });
    expect(tls.origins(7480)).toEqual(['https://desk.example']);
    expect(() => readConfig({ HOST: '0.0.0.0', PUBLIC_URL: 'https://desk.example' })).toThrow(
      /proxy on this machine/,
    );
    expect(() => readConfig({ PUBLIC_URL: 'http://desk.example' })).toThrow(/PUBLIC_URL=.* is no address/);
    expect(() => readConfig({ TLS_NAMES: 'desk.local,https://x' })).toThrow(
      /TLS_NAMES: https:\/\/x is neither/,
    );
  });
});
