/** The server process as other machines meet it: its own authority, its certificate, its links. Real TLS connections. */
import { X509Certificate } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnrolLink } from '../../shared/rules/enrol-link.ts';
import { enrolAnswer, sessionAnswer } from '../../shared/sync/wire/protocol.ts';
import { enrolCodeAnswer } from '../../shared/sync/wire/administration.ts';
import { authorityFile } from '../../server/tls/authority-file.ts';
import { readReach } from '../../server/reach.ts';
import { newDataDir, runServer, startServer, type ServerProcess } from '../support/server-process.ts';

const lan = { HOST: '0.0.0.0', TLS_NAMES: 'desk.test', MDNS: 'off' };
let server: ServerProcess;
let ca: Buffer;

beforeAll(async () => {
  process.stdout.write(
    'NOT VERIFIED: NAME.local by mDNS on a real network, which no suite sends to: docs/windows-acceptance.md, “A server of the house”.\n',
  );
  server = await startServer({ env: lan });
  // As a browser does that does not know it yet.
  ca = (await ask('/ca.crt', { rejectUnauthorized: false })).body;
  await administer(['site-create', '--name', '吉安自有门店']);
  const user = ['user-add', '--password-stdin'];
  await administer([...user, '--role', 'supervisor', '--username', 'chen', '--name', '陈静'], 'secret one');
  await administer([...user, '--role', 'attendant', '--username', 'wang', '--name', '王芳'], 'secret two');
});
afterAll(async () => {
  await server.end('SIGTERM');
  rmSync(dirname(server.dataDir), { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

const pemOf = (der: Buffer) => new X509Certificate(der).toString();

/** By a client that knows the authority and nothing else. */
function ask(path: string, options: RequestOptions = {}, body?: object): Promise<Answer> {
  const trust = options.rejectUnauthorized === false ? {} : { ca: pemOf(ca) };
  const method = body ? 'POST' : 'GET';
  return new Promise((resolve, reject) => {
    const call = request(
      {
        ...{
          host: '127.0.0.1',
          port: server.port,
          servername: 'desk.test',
          path,
          method,
          agent: false,
          ...trust,
        },
        ...options,
        headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...options.headers },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces),
          }),
        );
      },
    );
    call.on('error', reject);
    call.end(body && JSON.stringify(body));
  });
}

async function administer(args: readonly string[], input = ''): Promise<string[]> {
  const { code, stdout, stderr } = await runServer(args, { DATA_DIR: server.dataDir }, input);
  if (code !== 0) throw new Error(stderr);
  return stdout.trimEnd().split('\n');
}

const json = (answer: Answer) => JSON.parse(answer.body.toString('utf8')) as unknown;

describe('a server reached from other machines', () => {
  test('is met over TLS under its names, by whoever knows its authority, and by nobody else', async () => {
    for (const servername of ['desk.test', 'localhost'])
      expect((await ask('/api/v1/health', { servername })).status).toBe(200);
    await expect(ask('/api/v1/health', { ca: [] })).rejects.toThrow(/self-signed certificate/);
    await expect(ask('/api/v1/health', { servername: 'other.test' })).rejects.toThrow(/does not match/);
  });

  test('is met at every address of its cards, and speaks plain http at none', async () => {
    const cards = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
    const addresses = cards.filter(({ family }) => family === 'IPv4').map(({ address }) => address);
    expect(addresses.length).toBeGreaterThan(0);
    for (const host of addresses) {
      expect((await ask('/api/v1/health', { host, servername: '' })).status).toBe(200);
      await expect(askPlain(host)).rejects.toThrow();
    }
  });

  function askPlain(host: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const call = plainRequest(
        { host, port: server.port, path: '/api/v1/health', agent: false },
        (response) => resolve(response.statusCode),
      );
      call.on('error', reject);
      call.end();
    });
  }

  test('names its addresses and the fingerprint of its authority to whoever starts it', () => {
    const fingerprint = new X509Certificate(ca).fingerprint256;
    expect(server.log()).toContain(`SHA-256 of that authority: ${fingerprint}`);
    expect(server.log()).toMatch(
      /Other machines reach it at https:\/\/desk\.test:\d+ or https:\/\/\S+\.local:\d+/,
    );
  });

  test('explains how a browser is told of its authority, without a script, with both fingerprints', async () => {
    const { status, headers, body } = await ask('/trust');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    const text = body.toString('utf8');
    const certificate = new X509Certificate(ca);
    for (const said of ['Windows', 'macOS', 'Android', 'iPhone', 'lang="zh-CN"', 'lang="en"'])
      expect(text).toContain(said);
    expect(text.split(certificate.fingerprint256)).toHaveLength(3);
    expect(text.split(certificate.fingerprint)).toHaveLength(3);
    expect(text).not.toMatch(/<script|\son\w+=/i);
    const download = await ask('/ca.crt');
    expect(download.headers).toMatchObject({
      'content-type': 'application/x-x509-ca-cert',
      'content-disposition': 'attachment; filename="cr-desk-ca.crt"',
    });
    expect(download.body.equals(ca)).toBe(true);
    expect(text).not.toContain('PRIVATE');
  });

  test('answers no page of another origin but the application’s own', async () => {
    const allowed = async (origin: string) =>
      (await ask('/api/v1/health', { headers: { origin } })).headers['access-control-allow-origin'];
    expect(await allowed('app://crdesk')).toBe('app://crdesk');
    for (const origin of ['https://desk.test', 'null', 'app://other', 'https://evil.example'])
      expect(await allowed(origin)).toBeUndefined();
  });
});

describe('enrol-code', () => {
  test('prints the link for the window, the one for a browser, and the code alone on the last line', async () => {
    const lines = await administer(['enrol-code', '--station', 'bar']);
    const code = lines.at(-1) ?? '';
    expect(code).toMatch(/^[A-Z2-9]{8}$/);
    const fingerprint = new X509Certificate(ca).fingerprint256.replaceAll(':', '').toLowerCase();
    const links = lines.flatMap((line) => readEnrolLink(line) ?? []);
    const link = { server: `https://desk.test:${server.port}`, code, ca: fingerprint };
    expect(links).toEqual([link, link]);
    expect(lines.filter((line) => line.startsWith('crdesk:'))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('\u001b');
    expect(readReach(server.dataDir)?.ca).toBe(fingerprint);
    expect((await enrol(code)).station).toBe('bar');
  });
});

async function enrol(code: string) {
  const body = { code, name: 'Desk', installId: '0199a7f0-0000-7000-8000-000000000001' };
  return enrolAnswer.parse(json(await ask('/api/v1/devices/enrol', {}, body)));
}

describe('a code asked for at a desk', () => {
  let token = '';
  beforeAll(async () => {
    token = (await enrol((await administer(['enrol-code', '--station', 'office'])).at(-1) ?? '')).token;
  });

  const signIn = async (username: string, password: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return sessionAnswer.parse(json(await ask('/api/v1/sessions', { headers }, { username, password })))
      .session;
  };
  const codeBy = (session: string | null, station = 'callback'): Promise<Answer> => {
    const person = session === null ? {} : { 'x-session': session };
    return ask(
      '/api/v1/enrol-codes',
      { headers: { authorization: `Bearer ${token}`, ...person } },
      { station },
    );
  };

  test('is given to a supervisor, with what a link needs, and is good', async () => {
    const answer = await codeBy(await signIn('chen', 'secret one'));
    const { code, origins, ca: fingerprint, caEnds } = enrolCodeAnswer.parse(json(answer));
    expect(caEnds).toBe(new X509Certificate(ca).validToDate.getTime());
    expect(origins[0]).toBe(`https://desk.test:${server.port}`);
    expect(fingerprint).toBe(readReach(server.dataDir)?.ca);
    expect((await enrol(code)).station).toBe('callback');
  });

  test.each([
    ['an attendant', ['wang', 'secret two'], 403, 'forbidden'],
    ['nobody', null, 401, 'session_expired'],
    ['whoever makes one up', 'made-up', 401, 'session_expired'],
  ] as const)('is refused to %s', async (_who, who, status, code) => {
    const answer = await codeBy(typeof who === 'string' || who === null ? who : await signIn(...who));
    expect([answer.status, json(answer)]).toMatchObject([status, { error: { code } }]);
  });

  test('of a station that is none is refused', async () => {
    expect((await codeBy(await signIn('chen', 'secret one'), 'kitchen')).status).toBe(400);
  });
});

test('the authority stays when the server starts again, and a damaged one keeps it from starting', async () => {
  const dataDir = newDataDir();
  const first = await startServer({ dataDir, env: lan });
  const before = readReach(dataDir)?.ca;
  await first.end('SIGTERM');
  const second = await startServer({ dataDir, env: lan });
  expect(readReach(dataDir)?.ca).toBe(before);
  await second.end('SIGTERM');
  const path = authorityFile(dataDir);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'tls')).mode & 0o777).toBe(0o700);
  writeFileSync(path, 'no longer what it was');
  const end = await runServer([], { ...lan, DATA_DIR: dataDir, PORT: '0' });
  expect(end).toMatchObject({ code: 1, stdout: '' });
  expect(end.stderr).toMatch(
    /^CR Desk: .*authority\.pem is damaged: bring it back from a backup, or delete it/m,
  );
  rmSync(dirname(dataDir), { recursive: true, force: true });
});
