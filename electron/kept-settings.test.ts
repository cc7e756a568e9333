import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSettings, settingsFile } from './kept-settings.ts';
import { freshFolder } from './fresh-shell.ts';

let folder: string;
const path = () => join(folder, settingsFile);

freshFolder((path) => (folder = path));

const nothingChosen = { serverUrl: null, caFingerprint: null, language: 'zh-CN', window: null };

test('a first start has nothing chosen, and that is no failure', () => {
  const keeper = openSettings(folder);
  expect(keeper.current()).toMatchObject(nothingChosen);
  expect(keeper.wasUnreadable).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('what was chosen is there at the next start, for this user alone', () => {
  expect(openSettings(folder).keep({ serverUrl: 'https://cr.example', language: 'en' })).toBe(true);
  expect(openSettings(folder).current()).toMatchObject({ serverUrl: 'https://cr.example', language: 'en' });
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual([settingsFile]);
});

test('a file that cannot be read is told, set aside, and in nobody’s way', () => {
  const spoilt = '{"serverUrl":"https://cr.exam';
  writeFileSync(path(), spoilt);
  const keeper = openSettings(folder);
  expect(keeper.wasUnreadable).toBe(true);
  expect(keeper.current()).toMatchObject(nothingChosen);
  expect(readFileSync(join(folder, 'shell.unreadable.json'), 'utf8')).toBe(spoilt);
  expect(keeper.keep({ serverUrl: 'https://cr.example' })).toBe(true);
  const next = openSettings(folder);
  expect(next.wasUnreadable).toBe(false);
  expect(next.current().serverUrl).toBe('https://cr.example');
});

test('whatever stands in the file, the shell starts', () => {
  const texts = fc.oneof(fc.json(), fc.string(), fc.constantFrom('null', '[]', '{"serverUrl":{}}', '\u0000'));
  fc.assert(
    fc.property(texts, (text) => {
      writeFileSync(path(), text);
      const { serverUrl } = openSettings(folder).current();
      expect(serverUrl).toBeNull();
    }),
  );
});

test('an unsafe address in the file is none; one bad value costs no other', () => {
  writeFileSync(
    path(),
    JSON.stringify({ serverUrl: 'http://192.168.1.20', window: { bounds: 'x' }, language: 'en' }),
  );
  const keeper = openSettings(folder);
  expect(keeper.current()).toMatchObject({ serverUrl: null, window: null, language: 'en' });
  expect(keeper.wasUnreadable).toBe(false);
});

test.each([['a'.repeat(63)], ['no fingerprint'], [7], [['ab'.repeat(32)]]])(
  'where it cannot be read whom to trust (%j), the server is asked for again, and the system trusted in no place of it',
  (caFingerprint) => {
    const kept = { serverUrl: 'https://cr.example', toldUrl: 'https://told.example', language: 'en' };
    writeFileSync(path(), JSON.stringify({ ...kept, caFingerprint }));
    const keeper = openSettings(folder);
    expect(keeper.current()).toMatchObject({ ...nothingChosen, toldUrl: null, language: 'en' });
    expect(keeper.wasUnreadable).toBe(true);
  },
);

test('a power cut in the middle of a write leaves the old settings', () => {
  openSettings(folder).keep({ serverUrl: 'https://cr.example' });
  writeFileSync(`${path()}.new`, '{"serverUrl":"htt');
  expect(openSettings(folder).current().serverUrl).toBe('https://cr.example');
});

test('where it cannot be written it says so, and what was chosen before holds; the language is the page’s', () => {
  const keeper = openSettings(folder);
  keeper.keep({ serverUrl: 'https://cr.example' });
  mkdirSync(`${path()}.new`);
  expect(keeper.keep({ serverUrl: 'https://new.example', language: 'en' })).toBe(false);
  expect(keeper.current()).toMatchObject({ serverUrl: 'https://cr.example', language: 'en' });
});
