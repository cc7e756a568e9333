import { expect, test } from 'vitest';
import { createClockOffset } from './clock-offset.ts';

/** An answer given at server time `at`, by a device whose clock is `behind` ms behind. */
function sample(
  offset: ReturnType<typeof createClockOffset>,
  behind: number,
  there: number,
  back: number,
  at = 1_000_000,
) {
  offset.sample(at, at - behind - there, at - behind + back);
}

test('[R4] before the first answer it is what was saved, else none', () => {
  expect(createClockOffset().current()).toBe(0);
  expect(createClockOffset(-700).current()).toBe(-700);
});

test('[R4] of several answers the one with the shortest way counts', () => {
  const offset = createClockOffset(7);
  sample(offset, 5_000, 900, 0);
  expect(offset.current()).toBe(5_450);
  sample(offset, 5_000, 10, 10);
  expect(offset.current()).toBe(5_000);
  sample(offset, 5_000, 0, 400);
  expect(offset.current()).toBe(5_000);
});

test('[R4] a device’s clock that was set is noticed with the next answer', () => {
  const offset = createClockOffset();
  sample(offset, 0, 1, 1);
  sample(offset, 3_600_000, 200, 200);
  expect(offset.current()).toBe(3_600_000);
});

test('[R4] an answer during which the clock was set back tells nothing', () => {
  const offset = createClockOffset();
  offset.sample(1_000, 500, 400);
  expect(offset.current()).toBe(0);
});

test('[R4] old answers are forgotten, so that a clock that drifts is followed', () => {
  const offset = createClockOffset();
  sample(offset, 0, 1, 1);
  for (let n = 0; n < 8; n += 1) sample(offset, 300, 50, 50);
  expect(offset.current()).toBe(300);
});
