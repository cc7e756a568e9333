import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSealedJournal } from './sealed-journal.ts';
import type { KeyGuard } from './journal-seal.ts';
import { freshFolder } from './fresh-shell.ts';

let profile: string;
let folder: string;
freshFolder((path) => {
  profile = path;
  folder = join(profile, 'journal');
});

const opId = '01920000-0000-7000-8000-000000000001';
const entry = { opId, localSeq: 1, change: '{"phone":"13812345678"}' };

const opensNothing = 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.';
const notNow = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.';

/** The operating system: a password of its own, which may be another one day. */
function system(
  password: string | null,
  { backend = 'gnome_libsecret', mark = 'v11', says = opensNothing } = {},
): KeyGuard {
  return {
    isAsyncEncryptionAvailable: async () => password !== null,
    getSelectedStorageBackend: () => backend as 'kwallet',
    encryptStringAsync: async (text) => Buffer.from(`${mark}${password}:${text}`),
    decryptStringAsync: async (bytes) => {
      const [used, result = ''] = bytes.toString('utf8').split(':');
      if (used !== `${mark}${password}`) throw new Error(says);
      return { result, shouldReEncrypt: false };
    },
  };
}
const allText = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('');

test('[R13.2] what was kept is there for the next start, on the disk and for this user alone', async () => {
  const journal = openSealedJournal(folder, system('one'));
  await journal.keepDesk('{"token":"t-1"}');
  await journal.append([entry]);
  expect(await openSealedJournal(folder, system('one')).read()).toEqual({
    ...{ desk: '{"token":"t-1"}', entries: [entry], damaged: 0 },
  });
  if (process.platform !== 'win32') {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
});

test('[R13.7] neither number nor token nor key stands in clear in any file', async () => {
  const journal = openSealedJournal(folder, system('one'));
  await journal.keepDesk('{"token":"t-1"}');
  await journal.append([entry]);
  expect(allText()).not.toMatch(/13812345678|t-1/);
  const { key } = JSON.parse(readFileSync(join(folder, 'key.json'), 'utf8')) as { key: string };
  expect(Buffer.from(key, 'base64').toString()).toMatch(/^v11one:/);
});

test('[R13.5] what ended leaves no file behind', async () => {
  const journal = openSealedJournal(folder, system('one'));
  await journal.append([entry]);
  await journal.end([opId]);
  expect(readdirSync(folder)).toEqual(['key.json']);
});

test('where the system has no keyring the file is all there is; the day it has one, the key goes there', async () => {
  for (const guard of [system(null), system('x', { backend: 'basic_text' })])
    await openSealedJournal(folder, guard).append([entry]);
  expect(JSON.parse(readFileSync(join(folder, 'key.json'), 'utf8'))).toMatchObject({ isGuarded: false });
  expect((await openSealedJournal(folder, system('one')).read()).entries).toEqual([entry]);
  expect(JSON.parse(readFileSync(join(folder, 'key.json'), 'utf8'))).toMatchObject({ isGuarded: true });
  expect((await openSealedJournal(folder, system('one')).read()).entries).toEqual([entry]);
});

test('a keyring that is locked for the moment costs nothing: it is tried again', async () => {
  await openSealedJournal(folder, system('one')).append([entry]);
  let guard = system(null);
  const later = openSealedJournal(folder, {
    isAsyncEncryptionAvailable: () => guard.isAsyncEncryptionAvailable(),
    encryptStringAsync: (text) => guard.encryptStringAsync(text),
    decryptStringAsync: (bytes) => guard.decryptStringAsync(bytes),
  });
  await expect(later.read()).rejects.toThrow('does not give the key');
  guard = system('one');
  expect((await later.read()).entries).toEqual([entry]);
});

test.each([
  ['that is not to be had for the moment', system('two', { says: notNow })],
  ['in whose place the system seals by another', system('two', { mark: 'v10' })],
  ['that a person refused', system('two', { says: 'User denied access' })],
])('a key %s is not lost: nothing is set aside', async (_name, guard) => {
  await openSealedJournal(folder, system('one')).append([entry]);
  await expect(openSealedJournal(folder, guard).read()).rejects.toThrow();
  expect(readdirSync(profile)).toEqual(['journal']);
  expect((await openSealedJournal(folder, system('one')).read()).entries).toEqual([entry]);
});

test('[R13.5] a desk that was emptied leaves nothing, whether the keyring is open or locked', async () => {
  for (const guard of [system('two'), system(null)]) {
    await openSealedJournal(folder, system('one')).append([entry]);
    await openSealedJournal(folder, system('one')).keepDesk('{"token":"t-1"}');
    await openSealedJournal(folder, system('two')).read();
    await openSealedJournal(folder, system('two')).append([entry]);
    await openSealedJournal(folder, guard).clear();
    expect(readdirSync(profile)).toEqual(['journal']);
    expect(allText()).not.toContain('t-1');
    expect(readdirSync(folder).filter((name) => name !== 'key.json')).toEqual([]);
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['a key that the system no longer opens', () => undefined],
  ['a key that cannot be read', () => writeFileSync(join(folder, 'key.json'), '{')],
])('%s: what it sealed is set aside, and a new journal begins', async (_name, spoil) => {
  await openSealedJournal(folder, system('one')).append([entry]);
  spoil();
  const journal = openSealedJournal(folder, system('two'));
  expect(await journal.read()).toEqual({ desk: null, entries: [], damaged: 1 });
  await journal.append([entry]);
  expect((await openSealedJournal(folder, system('two')).read()).entries).toEqual([entry]);
  const aside = readdirSync(profile).find((name) => name.startsWith('journal-unreadable-')) ?? '';
  expect(existsSync(join(profile, aside, '00000001.journal'))).toBe(true);
});

test('a folder that cannot be made is told each time, until it can', async () => {
  writeFileSync(folder, 'a file, where the folder should be');
  const journal = openSealedJournal(folder, system('one'));
  await expect(journal.append([entry])).rejects.toThrow();
  rmSync(folder);
  await journal.append([entry]);
  expect((await journal.read()).entries).toEqual([entry]);
});
