import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSettings, settingsFile } from './kept-settings.ts';
import { createServerChoice } from './server-choice.ts';
import { freshFolder } from './fresh-shell.ts';

let folder: string;
freshFolder((path) => (folder = path));

const ca = 'ab'.repeat(32);
const told = { serverUrl: 'https://cr.example', caFingerprint: ca };

test('a server that a person told is kept, with the authority it is known by', () => {
  const choice = createServerChoice(null, openSettings(folder));
  expect(choice.current()).toBeNull();
  expect(choice.choose(told)).toBe('chosen');
  const next = createServerChoice(null, openSettings(folder));
  expect([next.current(), next.fingerprint(), next.isGiven]).toEqual(['https://cr.example', ca, false]);
});

test('one that cannot be kept is not used either: the desk still reaches the server it had', () => {
  const choice = createServerChoice(null, openSettings(folder));
  choice.choose(told);
  mkdirSync(join(folder, `${settingsFile}.new`));
  expect(choice.choose({ serverUrl: 'https://new.example', caFingerprint: null })).toBe('notKept');
  expect([choice.current(), choice.fingerprint()]).toEqual(['https://cr.example', ca]);
});

test('where it was found is kept beside what a person told, which a further move does not forget', () => {
  const choice = createServerChoice(null, openSettings(folder));
  choice.choose(told);
  expect(choice.moveTo('https://192.168.1.33:7480')).toBe(true);
  expect(choice.moveTo('https://192.168.1.44:7480')).toBe(true);
  const next = createServerChoice(null, openSettings(folder));
  expect([next.current(), next.told(), next.fingerprint()]).toEqual([
    'https://192.168.1.44:7480',
    'https://cr.example',
    ca,
  ]);
  expect(next.moveTo('http://192.168.1.44')).toBe(false);
  next.choose({ ...told, serverUrl: 'https://new.example' });
  expect([next.current(), next.told()]).toEqual(['https://new.example', 'https://new.example']);
});

test('one that was given at the start holds, and is not kept', () => {
  createServerChoice(null, openSettings(folder)).choose(told);
  const given = createServerChoice('http://127.0.0.1:7480', openSettings(folder));
  expect(given.choose({ ...told, serverUrl: 'https://other.example' })).toBe('given');
  expect([given.current(), given.isGiven]).toEqual(['http://127.0.0.1:7480', true]);
  expect(openSettings(folder).current().serverUrl).toBe('https://cr.example');
});

test('the authority of one server is trusted for no other', () => {
  createServerChoice(null, openSettings(folder)).choose(told);
  expect(createServerChoice('https://other.example', openSettings(folder)).fingerprint()).toBeNull();
  expect(createServerChoice('https://cr.example', openSettings(folder)).fingerprint()).toBe(ca);
});

test.each([
  ['plain http to another machine', { serverUrl: 'http://192.168.1.20', caFingerprint: null }],
  ['a fingerprint that is none', { serverUrl: 'https://cr.example', caFingerprint: 'ab12' }],
  ['an authority where no certificate shows it', { serverUrl: 'http://127.0.0.1:7480', caFingerprint: ca }],
  ['no address', { serverUrl: '', caFingerprint: null }],
])('%s is not kept', (_name, address) => {
  const choice = createServerChoice(null, openSettings(folder));
  expect(choice.choose(address)).toBe('unsafe');
  expect(choice.current()).toBeNull();
});
