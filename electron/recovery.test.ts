import { expect, test } from 'vitest';
import { createRecoveryPolicy } from './recovery.ts';

const minute = 60_000;

test('a page that crashed is loaded again, and told why', () => {
  const policy = createRecoveryPolicy();
  expect(policy.onGone('crashed', false, 0)).toEqual({
    do: 'reload',
    recovery: { cause: 'crashed', isRepeated: false },
  });
  expect(policy.onGone('oom', false, 20 * minute)).toMatchObject({ recovery: { cause: 'outOfMemory' } });
  expect(policy.onGone('killed', true, 40 * minute)).toMatchObject({ recovery: { cause: 'hung' } });
});

test('one that was closed in order is left alone', () => {
  expect(createRecoveryPolicy().onGone('clean-exit', false, 0)).toEqual({ do: 'nothing' });
});

test('the third time within ten minutes it comes back as a page that says so, the sixth not at all', () => {
  const policy = createRecoveryPolicy();
  const seen = [0, 1, 2, 3, 4, 5].map((at) => policy.onGone('crashed', false, at * minute));
  expect(seen.map((one) => (one.do === 'reload' ? one.recovery.isRepeated : one.do))).toEqual([
    false,
    false,
    true,
    true,
    true,
    'giveUp',
  ]);
});

test('a crash now and then is never repeated', () => {
  const policy = createRecoveryPolicy();
  for (let at = 0; at < 20; at += 1)
    expect(policy.onGone('crashed', false, at * 6 * minute)).toMatchObject({
      do: 'reload',
      recovery: { isRepeated: false },
    });
});

test('a program that is broken is not started again and again', () => {
  expect(createRecoveryPolicy().onGone('integrity-failure', false, 0)).toEqual({ do: 'giveUp' });
  expect(createRecoveryPolicy().onGone('launch-failed', false, 0)).toEqual({ do: 'giveUp' });
});
