import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ServerSearch } from '../shared/rules/server-search.ts';
import { createServerWatch, firstLookMs, longestMs, type Found } from './server-watch.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** @param answers of one look after the other; the last one stands */
function watched(answers: Found[], canLook = true) {
  const told: ServerSearch[] = [];
  const looks: number[] = [];
  const watch = createServerWatch({
    canLook: () => canLook,
    async look() {
      looks.push(Date.now());
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? 'nowhere';
    },
    onChange: (state) => void told.push(state),
    clock: () => Date.now(),
    // The longest of each wait.
    random: () => 1,
  });
  return { watch, told, looks };
}

const s = 1000;

test('a server that is away for a while is looked for again and again, ever more seldom, until it is reached', async () => {
  const { watch, told, looks } = watched(['nowhere']);
  watch.note(false);
  await vi.advanceTimersByTimeAsync(firstLookMs - 1);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(3600 * s);
  expect(looks.slice(0, 6)).toEqual([20 * s, 60 * s, 140 * s, 300 * s, 620 * s, 1220 * s]);
  expect((looks.at(-1) ?? 0) - (looks.at(-2) ?? 0)).toBe(longestMs);
  expect(told.slice(0, 2)).toEqual([{ kind: 'looking' }, { kind: 'notFound', at: 20 * s, nextAt: 60 * s }]);
  const before = looks.length;
  watch.note(true);
  expect(watch.state()).toEqual({ kind: 'resting' });
  await vi.advanceTimersByTimeAsync(3600 * s);
  expect(looks).toHaveLength(before);
});

test('away for a moment it is not looked for; away again it begins anew', async () => {
  const { watch, looks } = watched(['nowhere']);
  watch.note(false);
  await vi.advanceTimersByTimeAsync(10 * s);
  watch.note(true);
  await vi.advanceTimersByTimeAsync(60 * s);
  expect(looks).toEqual([]);
  watch.note(false);
  // A page that was loaded anew says it once more, and begins nothing from the start.
  await vi.advanceTimersByTimeAsync(15 * s);
  watch.note(false);
  await vi.advanceTimersByTimeAsync(5 * s);
  expect(looks).toEqual([90 * s]);
});

test('found, the page is told where, and it is looked for no more until that one is missed too', async () => {
  const to = 'https://192.168.1.33:7480';
  const { watch, told, looks } = watched(['nowhere', { to }]);
  watch.note(false);
  await vi.advanceTimersByTimeAsync(3600 * s);
  expect(told.at(-1)).toEqual({ kind: 'moved', to });
  expect(looks).toHaveLength(2);
  watch.note(false);
  await vi.advanceTimersByTimeAsync(firstLookMs);
  expect(looks).toHaveLength(3);
});

test('it is said where the server answers although the page does not reach it', async () => {
  const { watch } = watched(['here']);
  watch.note(false);
  await vi.advanceTimersByTimeAsync(firstLookMs);
  expect(watch.state()).toEqual({ kind: 'there', nextAt: 60 * s });
});

test('at the start and after a sleep it looks at once, and says nothing of a server that is where it was', async () => {
  const { watch, told, looks } = watched(['here']);
  const both = Promise.all([watch.look(), watch.look()]);
  await vi.advanceTimersByTimeAsync(3600 * s);
  await both;
  expect(looks).toEqual([0]);
  expect(told.at(-1)).toEqual({ kind: 'resting' });
});

test('with nothing to know the server by nobody is asked, and nothing is claimed', async () => {
  const { watch, told, looks } = watched(['nowhere'], false);
  watch.note(false);
  await watch.look();
  await vi.advanceTimersByTimeAsync(3600 * s);
  expect([watch.state(), told, looks]).toEqual([{ kind: 'off' }, [], []]);
});
