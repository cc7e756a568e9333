import { describe, expect, test } from 'vitest';
import { createPacer, type Rest } from './pacer.ts';
import { atRest, createTestTime } from './test-time.ts';

function create() {
  const time = createTestTime();
  const pacer = createPacer(time.startTimer);
  pacer.begin();
  let isOver = false;
  const rest = (kind: Rest) => void pacer.rest(5_000, kind).then(() => (isOver = true));
  const settled = async () => {
    await atRest();
    return isOver;
  };
  return { time, pacer, rest, settled };
}

test('at the start something is wanted: the first cycle needs no poke', () => {
  expect(createPacer(createTestTime().startTimer).isWanted()).toBe(true);
});

describe.each(['idle', 'backOff', 'asked'] as const)('a wait (%s)', (kind) => {
  test('ends by its timer', async () => {
    const { time, rest, settled } = create();
    rest(kind);
    expect(await settled()).toBe(false);
    await time.pass(4_999);
    expect(await settled()).toBe(false);
    await time.pass(1);
    expect(await settled()).toBe(true);
  });

  test.each(['wake', 'stop'] as const)('ends by %s', async (what) => {
    const { pacer, rest, settled } = create();
    rest(kind);
    pacer[what]();
    expect(await settled()).toBe(true);
  });

  test('does not begin where the loop was stopped before it', async () => {
    const { time, pacer, rest, settled } = create();
    pacer.stop();
    rest(kind);
    expect(await settled()).toBe(true);
    expect(time.running()).toEqual([]);
    expect(pacer.isStopped()).toBe(true);
  });
});

test('a poke ends an idle wait, and asks for a cycle', async () => {
  const { pacer, rest, settled } = create();
  rest('idle');
  pacer.poke();
  expect(await settled()).toBe(true);
  expect(pacer.isWanted()).toBe(true);
});

test('a poke does not shorten a back-off, and is not forgotten by it', async () => {
  const { time, pacer, rest, settled } = create();
  rest('backOff');
  pacer.poke();
  expect(await settled()).toBe(false);
  await time.pass(5_000);
  expect(await settled()).toBe(true);
  expect(pacer.isWanted()).toBe(true);
});

test.each([
  ['idle', true],
  ['backOff', true],
  ['asked', false],
] as const)('a hint of the server ends a wait (%s): %s', async (kind, ends) => {
  const { pacer, rest, settled } = create();
  rest(kind);
  pacer.hint();
  expect(await settled()).toBe(ends);
  expect(pacer.isWanted()).toBe(true);
});

test('a poke while a cycle runs makes the idle wait after it end at once, but no back-off', async () => {
  const idle = create();
  idle.pacer.poke();
  idle.rest('idle');
  expect(await idle.settled()).toBe(true);
  const failed = create();
  failed.pacer.poke();
  failed.rest('backOff');
  expect(await failed.settled()).toBe(false);
});

test('a cycle that begins takes what was wanted with it', () => {
  const { pacer } = create();
  pacer.poke();
  pacer.begin();
  expect(pacer.isWanted()).toBe(false);
});
