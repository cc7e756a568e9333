import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canFollow,
  findServer,
  followServer,
  originsHeard,
  type FinderDeps,
  type Heard,
} from './find-server.ts';

const fingerprint = 'ab'.repeat(32);
const serverUrl = 'https://192.168.1.20:7480';
const heard: Heard = {
  ...{ host: 'desk.local', port: 7480, txt: { ca: fingerprint, protocol: '2' } },
  addresses: ['192.168.1.33', 'fe80::1'],
};

describe('what is heard on the network', () => {
  test('of the server that is pinned: its name, then its addresses that a page may call', () => {
    expect(originsHeard(heard, fingerprint)).toEqual([
      'https://desk.local:7480',
      'https://192.168.1.33:7480',
    ]);
  });

  test.each([
    ['another server', { ...heard, txt: { ca: 'cd'.repeat(32) } }],
    ['a server that tells no authority', { ...heard, txt: {} }],
    ['a service that tells nothing', { host: 'desk.local', port: 7480 }],
    ['no port', { ...heard, port: '7480' }],
    ['no host', { ...heard, host: undefined, addresses: 'desk.local' }],
    ['hosts that are none', { ...heard, host: 'evil.example/x', addresses: ['127.1', '::1', 7] }],
  ])('of %s leads nowhere', (_what, other) => expect(originsHeard(other, fingerprint)).toEqual([]));

  test('leads to safe addresses alone, whatever anybody tells', () => {
    const anything = fc.record({ host: fc.anything(), addresses: fc.anything(), port: fc.anything() });
    fc.assert(
      fc.property(anything, fc.string(), (told, host) => {
        for (const one of [told, { ...told, host }, { ...heard, host }])
          for (const origin of originsHeard({ ...one, txt: { ca: fingerprint } }, fingerprint))
            expect(origin).toMatch(/^https:\/\/[a-z0-9.-]+(:\d+)?$/);
      }),
    );
  });
});

describe('a server that moved', () => {
  /** @param there where the pinned server answers */
  function network(there: readonly string[], told: readonly Heard[]) {
    const asked: string[] = [];
    let isListening = false;
    const deps: FinderDeps = {
      async isThere(origin) {
        asked.push(origin);
        return there.includes(origin);
      },
      listen(onHeard) {
        isListening = true;
        for (const one of told) onHeard(one);
        return () => (isListening = false);
      },
      patience: () => new Promise((resolve) => setImmediate(resolve)),
    };
    return { asked, deps, isListening: () => isListening };
  }

  const wanted = { told: serverUrl, current: serverUrl };

  test('is found by its authority, by name where it answers to it', async () => {
    const { deps, isListening } = network(['https://desk.local:7480', 'https://192.168.1.33:7480'], [heard]);
    expect(await findServer(wanted, fingerprint, deps)).toBe('https://desk.local:7480');
    expect(isListening()).toBe(false);
  });

  test('is found by its address where its name leads nowhere', async () => {
    const { deps } = network(['https://192.168.1.33:7480'], [heard, heard]);
    expect(await findServer(wanted, fingerprint, deps)).toBe('https://192.168.1.33:7480');
  });

  test('that is where it was is not looked for on the network', async () => {
    const { deps, isListening } = network([serverUrl], [heard]);
    expect(await findServer(wanted, fingerprint, deps)).toBe(serverUrl);
    expect(isListening()).toBe(false);
  });

  test('whom somebody claims to be without its certificate is not found, and each place is tried once', async () => {
    const { asked, deps, isListening } = network([], [heard, heard]);
    expect(await findServer(wanted, fingerprint, deps)).toBeNull();
    expect(new Set(asked)).toEqual(
      new Set([serverUrl, 'https://desk.local:7480', 'https://192.168.1.33:7480']),
    );
    expect(asked.slice(2)).toEqual(['https://desk.local:7480', 'https://192.168.1.33:7480']);
    expect(isListening()).toBe(false);
  });

  test('is found among any number of liars, of whom a few at a time are looked at, and none once it is over', async () => {
    const liars = Array.from({ length: 300 }, (_, index) => ({
      ...heard,
      host: `liar-${index}.local`,
      addresses: Array.from({ length: 200 }, (_one, last) => `10.${index % 250}.1.${last}`),
    }));
    const { asked, deps } = network(['https://desk.local:7480'], []);
    let most = 0;
    let looking = 0;
    const { isThere } = deps;
    const busy: FinderDeps = {
      ...deps,
      async isThere(origin) {
        most = Math.max(most, (looking += 1));
        await Promise.resolve();
        looking -= 1;
        return isThere(origin);
      },
      listen(onHeard) {
        for (const one of [...liars.slice(0, 100), heard, ...liars.slice(100)]) onHeard(one);
        return () => undefined;
      },
    };
    expect(await findServer(wanted, fingerprint, busy)).toBe('https://desk.local:7480');
    expect(most).toBe(16);
    expect(originsHeard(liars[0] ?? {}, fingerprint)).toHaveLength(8);
    const askedThen = asked.length;
    expect(askedThen).toBeLessThan(1_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked.length - askedThen).toBeLessThanOrEqual(16);
  });

  test('a name that a person typed stands while it works, though the network tells a number', async () => {
    const told = 'https://desk.test:7480';
    const { deps } = network([told, 'https://192.168.1.33:7480'], [heard]);
    expect(await findServer({ told, current: told }, fingerprint, deps)).toBe(told);
    // Found elsewhere on a day when the name led nowhere, the desk goes back to it.
    const current = 'https://192.168.1.33:7480';
    expect(await findServer({ told, current }, fingerprint, deps)).toBe(told);
  });

  test('a name that is not known yet as the computer starts is asked for again before another takes its place', async () => {
    const told = 'https://desk.test:7480';
    const there = ['https://desk.local:7480'];
    const { deps } = network(there, [heard]);
    const waking: FinderDeps = {
      ...deps,
      async isThere(origin) {
        const isHere = await deps.isThere(origin);
        if (origin !== told) there.push(told);
        return isHere;
      },
    };
    expect(await findServer({ told, current: told }, fingerprint, waking)).toBe(told);
  });

  test('found elsewhere it stays there while the name leads nowhere', async () => {
    const current = 'https://192.168.1.33:7480';
    const { deps, isListening } = network([current], [heard]);
    expect(await findServer({ told: 'https://desk.test:7480', current }, fingerprint, deps)).toBe(current);
    expect(isListening()).toBe(false);
  });
});

describe('a desk goes on at its server’s new address', () => {
  const moved: FinderDeps = {
    isThere: async (origin) => origin === 'https://desk.local:7480',
    listen(onHeard) {
      onHeard(heard);
      return () => undefined;
    },
    patience: () => new Promise((resolve) => setImmediate(resolve)),
  };

  /** @returns what came of it, and where the desk goes then */
  async function follow(ca: string | null, isGiven = false, meanwhile: string | null = null) {
    let current = serverUrl;
    const server = {
      ...{ isGiven, current: () => current, told: () => serverUrl, fingerprint: () => ca },
      moveTo(origin: string) {
        current = origin;
        return true;
      },
    };
    const following = followServer(server, () => moved);
    if (meanwhile !== null) current = meanwhile;
    return { found: await following, current, can: canFollow(server) };
  }

  test('once its certificate has proved it', async () => {
    const to = 'https://desk.local:7480';
    expect(await follow(fingerprint)).toEqual({ found: { to }, current: to, can: true });
  });

  test.each([
    ['the system is trusted', null, false],
    ['the address was given at the start', fingerprint, true],
  ])('and stays where %s', async (_why, ca, isGiven) => {
    expect(await follow(ca, isGiven)).toEqual({ found: 'nowhere', current: serverUrl, can: false });
  });

  test('and stays where a person told another one meanwhile', async () => {
    const other = 'https://other.local';
    expect(await follow(fingerprint, false, other)).toMatchObject({ found: 'dropped', current: other });
  });
});
