import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLastInput, type LastInput } from './last-input.ts';
import { lookEveryMs, watchIdle } from './watch-idle.ts';

const minute = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  } as unknown as Storage;
}

/** A window that locks after 30 minutes. @param computer for how long nobody touched it; null in a browser */
function watched(storage = memory(), computer: () => number | null = () => null) {
  const target = new EventTarget();
  const lastInput: LastInput = createLastInput(storage);
  const idle: number[] = [];
  const stop = watchIdle({
    ...{ target, minutes: 30, lastInput },
    clock: () => Date.now(),
    computerIdleMs: async () => computer(),
    onIdle: () => idle.push(Date.now()),
  });
  return { idle, stop, touch: (name = 'keydown') => target.dispatchEvent(new Event(name)) };
}

test('a window that nobody touches is told idle, once; each touch begins the time anew', async () => {
  const { idle, touch } = watched();
  for (const name of ['keydown', 'pointerdown', 'pointermove', 'wheel']) {
    await vi.advanceTimersByTimeAsync(29 * minute);
    touch(name);
  }
  await vi.advanceTimersByTimeAsync(29 * minute);
  expect(idle).toEqual([]);
  await vi.advanceTimersByTimeAsync(minute + lookEveryMs);
  expect(idle).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(120 * minute);
  expect(idle).toHaveLength(1);
});

test('whoever touches it after it slept is not taken for who was there', () => {
  const { idle, touch } = watched();
  // No timer runs in a computer that sleeps.
  vi.setSystemTime(8 * 60 * minute);
  touch('pointermove');
  expect(idle).toEqual([8 * 60 * minute]);
});

test('a page that comes back after a night is told idle at once', async () => {
  const storage = memory();
  watched(storage).stop();
  vi.setSystemTime(8 * 60 * minute);
  const { idle } = watched(storage);
  await vi.advanceTimersByTimeAsync(0);
  expect(idle).toHaveLength(1);
});

test('who works in another window of the desk is there', async () => {
  const storage = memory();
  const [one, other] = [watched(storage), watched(storage)];
  for (let at = 0; at < 4; at += 1) {
    await vi.advanceTimersByTimeAsync(20 * minute);
    other.touch();
  }
  expect(one.idle).toEqual([]);
});

test('who works in another program of the computer is there, as long as they do', async () => {
  let idleSince = 0;
  const { idle, touch } = watched(memory(), () => Date.now() - idleSince);
  for (let at = 0; at < 6; at += 1) {
    await vi.advanceTimersByTimeAsync(20 * minute);
    idleSince = Date.now();
  }
  // And comes back to this window.
  touch();
  expect(idle).toEqual([]);
  await vi.advanceTimersByTimeAsync(30 * minute + lookEveryMs);
  expect(idle).toHaveLength(1);
});

test('stopped, it tells nothing any more', async () => {
  const { idle, stop, touch } = watched();
  stop();
  await vi.advanceTimersByTimeAsync(120 * minute);
  touch();
  expect(idle).toEqual([]);
});

test('a clock that is put back locks nobody out, and is gone by from then on', async () => {
  vi.setSystemTime(600 * minute);
  const { idle, touch } = watched();
  touch();
  vi.setSystemTime(0);
  touch();
  await vi.advanceTimersByTimeAsync(31 * minute);
  expect(idle).toHaveLength(1);
});
