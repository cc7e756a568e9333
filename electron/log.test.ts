import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLog, type LogEntry } from './log.ts';
import { freshFolder } from './fresh-shell.ts';

let folder: string;
freshFolder((path) => (folder = path));

const open = () => openLog(join(folder, 'logs'), () => 0);
const lost: LogEntry = { event: 'pageLost', reason: 'crashed', isHung: false };

test('what happened is a line with its time, for this user alone', () => {
  const log = open();
  log.note(lost);
  expect(log.read()).toBe(
    '{"at":"1970-01-01T00:00:00.000Z","event":"pageLost","reason":"crashed","isHung":false}\n',
  );
  expect(statSync(join(log.folder, 'cr-desk.log')).mode & 0o777).toBe(0o600);
});

test('how an update went is told with the code of what failed', () => {
  const log = open();
  for (const code of ['ERR_CHECKSUM_MISMATCH', 'HTTP_503', 'TypeError', null])
    log.note({ event: 'updateFailed', why: 'unreachable', code });
  log.note({ event: 'updateHeld', version: '1.3.0', why: 'openVisits' });
  expect(log.read().trimEnd().split('\n')).toHaveLength(5);
});

test('a planted name or number never lands in it, wherever it was put', () => {
  const log = open();
  const planted = ['王小明', '13812345678', '赣D12345', 'Wang 13812345678'];
  for (const text of planted) {
    log.note({ ...lost, reason: text });
    log.note({ event: 'started', app: '1', electron: '2', system: `${text} x 王` });
    log.note({ event: 'pageFailed', name: text, frames: [] });
    log.note({ event: 'pageFailed', name: 'Error', frames: [text] });
    log.note({ event: 'updateFailed', why: 'unreachable', code: text });
    log.note({ event: 'updateHeld', version: `${text} x 王`, why: 'unsent' });
    log.note({ event: 'locked', person: text } as LogEntry);
    log.note({ event: text } as unknown as LogEntry);
  }
  expect(log.read()).toBe('');
});

test('nor does anything else that is not in the table', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string(), (event, text) => {
      const log = open();
      log.note({ event, text } as unknown as LogEntry);
      log.note(event as LogEntry);
      expect(log.read()).toBe('');
    }),
  );
});

test('it never grows beyond three files, and the newest lines are the last', () => {
  const log = open();
  const note = {
    event: 'pageFailed',
    name: 'Error',
    frames: Array.from({ length: 12 }, () => 'index.js:1:2'),
  };
  for (let times = 0; times < 6_000; times += 1) log.note(note as LogEntry);
  log.note({ event: 'closed' });
  expect(readdirSync(log.folder).sort()).toEqual(['cr-desk.1.log', 'cr-desk.2.log', 'cr-desk.log']);
  expect(log.read().length).toBeLessThan(3 * 256_000);
  expect(log.read().trimEnd().split('\n').at(-1)).toContain('closed');
});

test('where no folder can be made nothing fails', () => {
  writeFileSync(join(folder, 'logs'), 'a file');
  const log = open();
  log.note(lost);
  expect(log.read()).toBe('');
});
