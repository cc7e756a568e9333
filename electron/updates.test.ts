import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { feedMessage } from '../shared/rules/update-feed.ts';
import { installHindrance, type UpdateState } from '../shared/rules/update-state.ts';
import type { LogEntry } from './log.ts';
import { createUpdates, isSigned, type UpdateFeed, type Updates, type UpdatesDeps } from './updates.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const ours = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const feedName = 'latest.yml';
const content = (version: string, url = `CR-Desk-${version}-win-x64.exe`): object => ({
  version,
  files: [{ url, sha512: 'c3Vt', size: 1 }],
});

let served: Map<string, string>;
let states: UpdateState[];
let lines: LogEntry[];
let installs: { startAgain: boolean }[];
let download: UpdatesDeps['updater']['download'];
let downloaded: UpdateFeed[];

beforeEach(() => {
  [served, states, lines, installs, downloaded] = [new Map(), [], [], [], []];
  download = (feed, onPercent) => {
    downloaded.push(feed);
    onPercent(41.7);
    return Promise.resolve(true);
  };
});

function publish(list: object, by = privateKey): void {
  const text = JSON.stringify(list);
  served.set(feedName, text);
  served.set(`${feedName}.sig`, sign(null, Buffer.from(feedMessage(feedName, text)), by).toString('base64'));
}

function start(change: Partial<UpdatesDeps> = {}): Updates {
  return createUpdates({
    current: '1.2.3',
    off: null,
    publicKey: ours,
    feedName,
    fetchText: (name) => Promise.resolve(served.get(name) ?? null),
    updater: {
      read: ({ text }) => JSON.parse(text) as unknown,
      download: (...args) => download(...args),
      install: (options) => installs.push(options),
    },
    clock: () => 5_000,
    onChange: (state) => states.push(state),
    log: { note: (entry) => void lines.push(entry) },
    ...change,
  });
}

async function ready(): Promise<Updates> {
  publish(content('1.3.0'));
  const updates = start();
  await updates.check();
  return updates;
}

const idle = { shiftOpen: false, openVisits: 0, unsent: 0 };

test('a newer version with our signature is fetched, each step told', async () => {
  await ready();
  expect(states).toEqual([
    { kind: 'checking' },
    { kind: 'downloading', version: '1.3.0', percent: 0 },
    { kind: 'downloading', version: '1.3.0', percent: 41 },
    { kind: 'ready', version: '1.3.0', chosen: false },
  ]);
  expect(downloaded).toEqual([{ name: feedName, text: served.get(feedName) }]);
});

describe('nothing is fetched', () => {
  const nothing = (state: object) => {
    expect(states.at(-1)).toMatchObject(state);
    expect(downloaded).toEqual([]);
  };
  test('where the server hands out none', async () => {
    await start().check();
    nothing({ kind: 'waiting', checkedAt: 5_000, offered: null });
  });
  test.each(['1.2.3', '1.2.2', '0.9.9', '1.2.4-beta.1', '99'])(
    'of version %s: no downgrade, no trial',
    async (version) => {
      publish(content(version));
      await start().check();
      nothing({ kind: 'waiting', offered: version });
    },
  );
  test('without a signature', async () => {
    publish(content('1.3.0'));
    served.delete(`${feedName}.sig`);
    await start().check();
    nothing({ kind: 'failed', why: 'unsigned' });
  });
  test('with a signature of another key', async () => {
    publish(content('1.3.0'), generateKeyPairSync('ed25519').privateKey);
    await start().check();
    nothing({ kind: 'failed', why: 'unsigned' });
  });
  test('of another system’s list in the place of ours', async () => {
    publish(content('1.3.0'));
    const linux = 'latest-linux.yml';
    for (const end of ['', '.sig']) served.set(linux + end, served.get(feedName + end) ?? '');
    await start({ feedName: linux }).check();
    nothing({ kind: 'failed', why: 'unsigned' });
  });
  test('of a list that was changed after it was signed, before anything reads it', async () => {
    publish(content('1.3.0'));
    served.set(feedName, JSON.stringify(content('1.4.0')));
    const read = () => expect.unreachable();
    await start({ updater: { read, download, install: () => undefined } }).check();
    nothing({ kind: 'failed', why: 'unsigned' });
  });
  test.each([
    ['no file', { version: '1.3.0', files: [] }],
    ['a file of another address', content('1.3.0', 'https://evil.example/a.exe')],
    ['a file of another folder', content('1.3.0', '../a.exe')],
    ['a file without a checksum', { version: '1.3.0', files: [{ url: 'a.exe' }] }],
    [
      'a package from elsewhere',
      { ...content('1.3.0'), packages: { x64: { path: 'https://evil.example/a.7z' } } },
    ],
    ['no version', { files: [] }],
    ['nothing', {}],
  ])('of a list with %s', async (_what, list) => {
    publish(list);
    await start().check();
    nothing({ kind: 'failed', why: 'damaged' });
  });
  test.each(['notInstalled', 'noKey', 'bySystem'] as const)('by a build that is %s', async (off) => {
    publish(content('1.3.0'));
    const updates = start({ off });
    await updates.check();
    expect(updates.state()).toEqual({ kind: 'off', why: off });
    expect(states).toEqual([]);
  });
});

test('a server that is not reached is one quiet line, and asked again later', async () => {
  const away = Object.assign(new Error('connect to 192.168.1.9 as 陈静'), { code: 'ECONNREFUSED' });
  const updates = start({ fetchText: () => Promise.reject(away) });
  await updates.check();
  expect(states.at(-1)).toEqual({ kind: 'failed', why: 'unreachable', checkedAt: 5_000 });
  expect(lines).toEqual([{ event: 'updateFailed', why: 'unreachable', code: 'ECONNREFUSED' }]);
  await updates.check();
  expect(states.filter(({ kind }) => kind === 'checking')).toHaveLength(2);
});

test.each([
  ['ERR_CHECKSUM_MISMATCH', 'damaged'],
  ['ERR_UPDATER_INVALID_SIGNATURE', 'damaged'],
  ['ERR_CONNECTION_RESET', 'unreachable'],
])('a download that ends with %s is %s', async (code, why) => {
  publish(content('1.3.0'));
  download = () => Promise.reject(Object.assign(new Error('broken'), { code }));
  await start().check();
  expect(states.at(-1)).toMatchObject({ kind: 'failed', why });
});

test('a desk whose turn has not come waits', async () => {
  publish(content('1.3.0'));
  download = () => Promise.resolve(false);
  await start().check();
  expect(states.at(-1)).toEqual({ kind: 'waiting', checkedAt: 5_000, offered: null });
});

describe('while one is ready', () => {
  test('a later one is looked for, and takes its place with what was chosen', async () => {
    const updates = await ready();
    updates.noteWork(idle);
    updates.choose('atQuit');
    states.length = 0;
    publish(content('1.4.0'));
    await updates.check();
    expect(states.map(({ kind }) => kind)).toEqual(['downloading', 'downloading', 'ready']);
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.4.0', chosen: true });
    expect(updates.quit()).toBe(true);
  });

  test('nothing is told of a question that led nowhere, and what is ready stays', async () => {
    const updates = await ready();
    states.length = 0;
    const again = () => updates.check();
    await again();
    publish(content('1.2.9'));
    await again();
    publish(content('1.4.0'), generateKeyPairSync('ed25519').privateKey);
    await again();
    served.clear();
    await again();
    expect([states, downloaded.length]).toEqual([[], 1]);
    expect(updates.state()).toMatchObject({ kind: 'ready', version: '1.3.0' });
  });

  test('one whose turn has not come leaves it; one that breaks off takes it along, and is tried again', async () => {
    const updates = await ready();
    updates.noteWork(idle);
    updates.choose('atQuit');
    publish(content('1.4.0'));
    const fetched = download;
    download = () => Promise.resolve(false);
    await updates.check();
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.3.0', chosen: true });
    download = () => Promise.reject(new Error('broken'));
    await updates.check();
    expect(updates.state()).toMatchObject({ kind: 'failed', why: 'unreachable' });
    expect(updates.quit()).toBe(false);
    download = fetched;
    await updates.check();
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.4.0', chosen: true });
  });

  test('who installs it now gets it, though a later one is just being asked for', async () => {
    let answer: () => void = () => undefined;
    publish(content('1.3.0'));
    const asked = { isHeld: false };
    const updates = start({
      fetchText: async (name) => {
        if (asked.isHeld) await new Promise<void>((resolve) => (answer = resolve));
        return served.get(name) ?? null;
      },
    });
    await updates.check();
    updates.noteWork(idle);
    publish(content('1.4.0'));
    asked.isHeld = true;
    const checking = updates.check();
    updates.choose('restart');
    asked.isHeld = false;
    answer();
    await checking;
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.3.0', chosen: true });
    updates.quit();
    expect(installs).toEqual([{ startAgain: true }]);
  });
});

test('two checks at once are one; what is ready is not fetched again', async () => {
  publish(content('1.3.0'));
  const updates = start();
  await Promise.all([updates.check(), updates.check()]);
  await updates.check();
  expect(downloaded).toHaveLength(1);
});

describe('what is ready', () => {
  test('is not installed unless a person chose it', async () => {
    const updates = await ready();
    updates.noteWork(idle);
    expect(updates.quit()).toBe(false);
    expect(updates.choose('atQuit')).toBe(true);
    expect(updates.choose('later')).toBe(false);
    expect(updates.quit()).toBe(false);
    expect(installs).toEqual([]);
  });

  test('is installed as the application closes, and starts it again where that was asked', async () => {
    const updates = await ready();
    updates.noteWork(idle);
    updates.choose('atQuit');
    expect(updates.state()).toMatchObject({ kind: 'ready', chosen: true });
    expect(updates.quit()).toBe(true);
    updates.choose('restart');
    updates.quit();
    expect(installs).toEqual([{ startAgain: false }, { startAgain: true }]);
  });

  test('“now” is taken back by who then stays; what was chosen before it holds', async () => {
    const updates = await ready();
    updates.noteWork(idle);
    updates.choose('restart');
    updates.stay();
    expect(states.at(-1)).toEqual({ kind: 'ready', version: '1.3.0', chosen: false });
    expect(updates.quit()).toBe(false);
    updates.choose('atQuit');
    updates.choose('restart');
    updates.choose('restart');
    updates.stay();
    updates.stay();
    expect(updates.quit()).toBe(true);
    expect(installs).toEqual([{ startAgain: false }]);
  });

  test.each([
    ['shiftOpen', { shiftOpen: true, openVisits: 2, unsent: 3 }],
    ['openVisits', { shiftOpen: false, openVisits: 1, unsent: 0 }],
    ['unsent', { shiftOpen: false, openVisits: 0, unsent: 3 }],
    ['unknown', null],
  ])('is never installed while there is %s, whatever was chosen before', async (why, work) => {
    const updates = await ready();
    updates.choose('atQuit');
    if (work) updates.noteWork(work);
    expect(updates.quit()).toBe(false);
    expect(updates.choose('restart')).toBe(false);
    expect(installs).toEqual([]);
    expect(lines.at(-1)).toEqual({ event: 'updateHeld', version: '1.3.0', why });
    expect(installHindrance(work)).toBe(why);
  });

  test('nothing can be chosen before it is ready', () => {
    const updates = start();
    expect(updates.choose('atQuit')).toBe(false);
    expect(updates.quit()).toBe(false);
  });
});

test('what is no signature, or no key, is never taken for one', () => {
  const feed = { name: feedName, text: 'version: 1.3.0' };
  fc.assert(
    fc.property(
      fc.option(fc.oneof(fc.string(), fc.base64String())),
      fc.oneof(fc.string(), fc.constant(ours)),
      (signature, key) => {
        expect(isSigned(feed, signature, key)).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});
