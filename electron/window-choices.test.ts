import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSettings, settingsFile } from './kept-settings.ts';
import { createWindowChoices, meaningOfClose, type Choices } from './window-choices.ts';
import { freshFolder } from './fresh-shell.ts';

let folder: string;
freshFolder((path) => (folder = path));

const atFirst = { lockWithComputer: true, notifyDue: true, closeToTray: false, kiosk: false };

test('at first the desk locks with its computer and tells what is due; tray and whole screen are chosen', () => {
  expect(createWindowChoices(openSettings(folder), false).current()).toEqual(atFirst);
});

test('a choice is kept and in force at once; none changes nothing', () => {
  const choices = createWindowChoices(openSettings(folder), false);
  const heard: Choices[] = [];
  choices.onChange((now) => heard.push(now));
  expect(choices.choose({ closeToTray: true })).toEqual({ ...atFirst, closeToTray: true });
  expect(choices.choose({})).toEqual({ ...atFirst, closeToTray: true });
  expect(heard).toEqual([{ ...atFirst, closeToTray: true }]);
  expect(createWindowChoices(openSettings(folder), false).current().closeToTray).toBe(true);
});

test('the whole screen given at the start holds until it is ended, and is not kept', () => {
  const choices = createWindowChoices(openSettings(folder), true);
  choices.choose({ notifyDue: false });
  expect(choices.current().kiosk).toBe(true);
  expect(choices.choose({ kiosk: false }).kiosk).toBe(false);
  expect(openSettings(folder).current().kiosk).toBe(false);
});

test('what cannot be kept is not in force; the whole screen is left all the same', () => {
  const choices = createWindowChoices(openSettings(folder), false);
  choices.choose({ kiosk: true });
  const inTheWay = join(folder, `${settingsFile}.new`);
  mkdirSync(inTheWay);
  expect(choices.choose({ closeToTray: true })).toEqual({ ...atFirst, kiosk: true });
  expect(choices.choose({ kiosk: false })).toEqual(atFirst);
  expect(choices.choose({ kiosk: true, notifyDue: false })).toEqual(atFirst);
  rmdirSync(inTheWay);
  expect(choices.choose({ notifyDue: false }).kiosk).toBe(false);
  expect(openSettings(folder).current().kiosk).toBe(false);
  expect(choices.choose({ kiosk: true }).kiosk).toBe(true);
});

test.each([
  [{ kiosk: true, closeToTray: true }, false, 'hold'],
  [{ kiosk: true, closeToTray: true }, true, 'ask'],
  [{ kiosk: false, closeToTray: true }, false, 'hide'],
  [{ kiosk: false, closeToTray: true }, true, 'ask'],
  [{ kiosk: false, closeToTray: false }, false, 'ask'],
] as const)('closing with %j, quitting %j, means to %s', (choices, isQuitting, meaning) => {
  expect(meaningOfClose(choices, isQuitting)).toBe(meaning);
});
