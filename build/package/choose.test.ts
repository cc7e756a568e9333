import { expect, test } from 'vitest';
import { chooseTask } from './choose.ts';

test.each([
  [[], 'linux', { what: 'pack', systems: ['linux'], unpacked: false }],
  [[], 'win32', { what: 'pack', systems: ['win'], unpacked: false }],
  [[], 'darwin', { what: 'pack', systems: ['mac'], unpacked: false }],
  [['win', 'linux'], 'linux', { what: 'pack', systems: ['win', 'linux'], unpacked: false }],
  [['dir'], 'win32', { what: 'pack', systems: ['win'], unpacked: true }],
  [['keys', 'k.pem'], 'linux', { what: 'keys', file: 'k.pem' }],
  [['sign'], 'linux', { what: 'sign', folder: null }],
  [['sign', 'there'], 'linux', { what: 'sign', folder: 'there' }],
] as const)('%j on %s', (args, platform, task) => expect(chooseTask(args, platform)).toEqual(task));

test.each([[['windows']], [['keys']], [['keys', 'a', 'b']], [['sign', 'a', 'b']], [['--win']]])(
  '%j is answered with what may be asked',
  (args) => expect(chooseTask(args, 'linux')).toMatch(/^npm run package /),
);

test('what only a Mac can make says so', () => {
  expect(chooseTask(['mac'], 'linux')).toMatch(/made on a Mac/);
  expect(chooseTask(['mac'], 'darwin')).toMatchObject({ systems: ['mac'] });
});
