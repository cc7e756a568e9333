import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  appEnrolLink,
  browserEnrolLink,
  readEnrolCode,
  readEnrolInput,
  readEnrolLink,
  readFingerprint,
  readServerOrigin,
  showFingerprint,
  type EnrolLink,
} from './enrol-link.ts';

const ca = '0123456789abcdef'.repeat(4);
const link: EnrolLink = { server: 'https://desk.local:7480', code: '7K3M9QXA', ca };

const of = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
const label = fc
  .tuple(of('abcdefghijklmnopqrstuvwxyz', 1, 8), of('abc019-', 0, 8), of('abcxyz', 1, 1))
  .map((parts) => parts.join(''));
const byte = fc.nat(255);
const hosts = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
  fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.')),
);
const ports = fc.option(fc.integer({ min: 1, max: 65_535 }).filter((port) => port !== 443));
const links: fc.Arbitrary<EnrolLink> = fc.record({
  server: fc
    .tuple(hosts, ports)
    .map(([host, port]) => (port === null ? `https://${host}` : `https://${host}:${port}`)),
  code: of('ABCDEFGHJKMNPQRSTUVWXYZ23456789', 8, 8),
  ca: fc.option(of('0123456789abcdef', 64, 64)),
});

describe('an enrolment link', () => {
  test('says the same in both forms', () => {
    expect(appEnrolLink(link)).toBe(
      `crdesk://enrol?server=https%3A%2F%2Fdesk.local%3A7480&code=7K3M9QXA&ca=${ca}`,
    );
    expect(browserEnrolLink(link)).toBe(`https://desk.local:7480/enrol#code=7K3M9QXA&ca=${ca}`);
  });

  test('that was printed is read as what it was printed from, whatever it says', () => {
    fc.assert(
      fc.property(links, (original) => {
        expect(readEnrolLink(appEnrolLink(original))).toEqual(original);
        expect(readEnrolLink(` ${browserEnrolLink(original)}\n`)).toEqual(original);
      }),
    );
  });

  test('for a browser keeps its code behind the #, which is never sent', () => {
    fc.assert(
      fc.property(links, (original) => {
        const [sent] = browserEnrolLink(original).split('#');
        expect(sent).toBe(`${original.server}/enrol`);
      }),
    );
  });

  test('as Windows hands it over, with a slash behind the host, is the same', () => {
    expect(readEnrolLink(appEnrolLink(link).replace('enrol?', 'enrol/?'))).toEqual(link);
  });

  test.each([
    ['plain http to another machine', 'crdesk://enrol?server=http%3A%2F%2Fdesk.local&code=7K3M9QXA'],
    ['an authority for plain http', appEnrolLink({ ...link, server: 'http://127.0.0.1:7480' })],
    ['no server', 'crdesk://enrol?code=7K3M9QXA'],
    ['no code', 'crdesk://enrol?server=https%3A%2F%2Fdesk.local'],
    ['two servers', `${appEnrolLink(link)}&server=https%3A%2F%2Fevil.example`],
    ['two codes', `${appEnrolLink(link)}&code=AAAAAAAA`],
    ['a field nobody knows', `${appEnrolLink(link)}&profile=..`],
    ['half a fingerprint', appEnrolLink({ ...link, ca: ca.slice(1) })],
    ['an empty fingerprint', 'crdesk://enrol?server=https%3A%2F%2Fdesk.local&code=7K3M9QXA&ca='],
    ['credentials in the address', 'https://me:secret@desk.local/enrol#code=7K3M9QXA'],
    ['a path in the address', 'crdesk://enrol?server=https%3A%2F%2Fdesk.local%2Fx&code=7K3M9QXA'],
    ['another page', 'https://desk.local/enrolled#code=7K3M9QXA'],
    ['the code before the #', 'https://desk.local/enrol?code=7K3M9QXA'],
    ['a server behind the #', 'https://desk.local/enrol#server=https%3A%2F%2Fevil.example&code=7K3M9QXA'],
    ['another scheme', 'javascript:enrol?server=https%3A%2F%2Fdesk.local&code=7K3M9QXA'],
    ['a broken escape', 'crdesk://enrol?server=https%3A%2F%2Fdesk.local&code=%E0%A4%A'],
    ['more than a link is long', `${appEnrolLink(link)}${' '.repeat(3)}${'&'.repeat(512)}`],
  ])('with %s is none', (_what, text) => expect(readEnrolLink(text)).toBeNull());

  test('never leads anywhere a browser would not go by the same address, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...['crdesk://enrol?', 'https://', 'http://', '/enrol#', 'server=', 'code=', 'ca=', '&', '%3A%2F%2F'],
        ...[
          '7K3M9QXA',
          ca,
          '@',
          '\\',
          '%00',
          '%2e',
          '127.1',
          '0x7f.1',
          'desk.local',
          ':443',
          ':0',
          '..',
          '＠',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const texts = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const read = readEnrolLink(text);
        if (read === null) return;
        expect(read.server).toMatch(/^https:\/\/[a-z0-9.-]+(:\d+)?$|^http:\/\/(localhost|127[.\d]+)(:\d+)?$/);
        expect(read.code).toMatch(/^[A-Z0-9]{6,32}$/);
        expect(read.ca ?? ca).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the address of a server', () => {
  test.each([
    ['https://desk.local:7480', 'https://desk.local:7480'],
    ['https://Desk.Local:7480/', 'https://desk.local:7480'],
    ['https://192.168.1.20:443', 'https://192.168.1.20'],
    ['http://127.0.0.1:7480', 'http://127.0.0.1:7480'],
    ['http://localhost:80', 'http://localhost'],
  ])('%s is %s', (text, origin) => expect(readServerOrigin(text)).toBe(origin));

  test.each([
    'https://',
    'https://-desk',
    'https://desk..local',
    'https://desk.local.',
    'https://desk.local:0',
    'https://desk.local:65536',
    'https://desk.local:080',
    // The page's policy has no way to write an IPv6 address: Chromium would block every call.
    'https://[::1]:7480',
    'http://[::1]:7480',
    'https://me:word@desk.local',
    'https://desk.local/app',
    'https://desk.local/?a',
    'https://127.1',
    'https://0x7f.0.0.1',
    'https://1.2.3.256',
    'https://1.2.3.04',
    'https://desk.0x10',
    'https://桌面.local',
    'https://desk.local#',
    'https://desk.local?',
    'https:\\\\desk.local',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://192.168.1.20:7480',
    'ftp://desk.local',
    'desk.local',
  ])('%s is none', (text) => expect(readServerOrigin(text)).toBeNull());
});

describe('where a code is asked for', () => {
  test.each([
    ['7K3M9QXA', { code: '7K3M9QXA' }],
    [' 7k3m-9qxa ', { code: '7K3M9QXA' }],
    [appEnrolLink(link), link],
    [browserEnrolLink(link), link],
  ])('%s is understood', (typed, said) => expect(readEnrolInput(typed)).toEqual(said));

  test.each(['', '  ', '7K3M', 'https://desk.local', 'crdesk://enrol', '7K3M9QX！'])('“%s” is not', (typed) =>
    expect(readEnrolInput(typed)).toBeNull(),
  );

  test('case, spaces and dashes of a code say nothing', () => {
    expect(readEnrolCode('7k3m 9qxa')).toBe('7K3M9QXA');
  });
});

test('a fingerprint is shown in pairs, and read however it is written', () => {
  const shown = showFingerprint(ca);
  expect(shown).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(readFingerprint(shown)).toBe(ca);
  expect(readFingerprint(shown.replaceAll(':', ' '))).toBe(ca);
  expect(readFingerprint(shown.slice(3))).toBeNull();
});
