import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createNotices } from './notices.ts';

class FakeNotice extends EventEmitter {
  readonly log: string[] = [];
  show = () => void this.log.push('show');
  close = () => void this.log.push('close');
}

function open(now: Partial<Record<'isSupported' | 'isWanted' | 'isInFront', boolean>> = {}) {
  const state = { isSupported: true, isWanted: true, isInFront: false, ...now };
  const made: FakeNotice[] = [];
  const chosen: string[] = [];
  const notices = createNotices({
    create() {
      const notice = new FakeNotice();
      made.push(notice);
      return notice;
    },
    isSupported: () => state.isSupported,
    isWanted: () => state.isWanted,
    isInFront: () => state.isInFront,
    onChosen: (about) => chosen.push(about),
  });
  return { notices, made, chosen };
}
const due = (about: string) => ({ about, title: 'A3', body: '该续杯' });

test('what is due is told by the system, and a click says which it was', () => {
  const { notices, made, chosen } = open();
  expect(notices.show(due('v1'))).toBe(true);
  expect(made[0]?.log).toEqual(['show']);
  made[0]?.emit('click');
  expect(chosen).toEqual(['v1']);
});

test.each([{ isWanted: false }, { isInFront: true }, { isSupported: false }])('not where %j', (now) => {
  const { notices, made } = open(now);
  expect(notices.show(due('v1'))).toBe(false);
  expect(made).toEqual([]);
});

test('told again it takes the place of the first; at most five stand there', () => {
  const { notices, made } = open();
  notices.show(due('v1'));
  notices.show(due('v1'));
  expect(made.map(({ log }) => log)).toEqual([['show', 'close'], ['show']]);
  for (const about of ['v2', 'v3', 'v4', 'v5', 'v6']) notices.show(due(about));
  expect(made.filter(({ log }) => !log.includes('close'))).toHaveLength(5);
});

test('who looks at the window needs none of them', () => {
  const { notices, made } = open();
  notices.show(due('v1'));
  notices.clear();
  notices.clear();
  expect(made[0]?.log).toEqual(['show', 'close']);
});
