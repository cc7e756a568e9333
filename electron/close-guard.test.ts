import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeAnswerMs, createCloseGuard } from './close-guard.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function guarded(hasPage = true) {
  const done: string[] = [];
  const guard = createCloseGuard({
    ask: () => (done.push('ask'), hasPage),
    close: () => void done.push(`close ${guard.mayClose()}`),
    onStay: () => void done.push('stay'),
  });
  return { guard, done };
}

test('the page is asked, and the window goes when it says so', () => {
  const { guard, done } = guarded();
  expect(guard.mayClose()).toBe(false);
  guard.answer('close');
  expect(done).toEqual(['ask', 'close true']);
});

test('while the person is being asked nothing closes, however long it takes and however often it is pressed', () => {
  const { guard, done } = guarded();
  guard.mayClose();
  guard.answer('asking');
  vi.advanceTimersByTime(60 * 60_000);
  expect(guard.mayClose()).toBe(false);
  expect(done).toEqual(['ask']);
  guard.answer('stay');
  expect(done).toEqual(['ask', 'stay']);
});

test('who stayed is asked anew the next time', () => {
  const { guard, done } = guarded();
  guard.mayClose();
  guard.answer('stay');
  expect(guard.mayClose()).toBe(false);
  expect(done.filter((word) => word === 'ask')).toHaveLength(2);
});

test('without a page, and where it hangs, nobody is kept in', () => {
  expect(guarded(false).guard.mayClose()).toBe(true);
  const { guard, done } = guarded();
  guard.mayClose();
  vi.advanceTimersByTime(closeAnswerMs);
  expect(done).toEqual(['ask', 'close true']);
});

test('a page that is loaded anew was asked nothing', () => {
  const { guard, done } = guarded();
  guard.mayClose();
  guard.forget();
  vi.advanceTimersByTime(closeAnswerMs);
  guard.answer('close');
  // Whatever wanted to end is off: a later close is not part of it.
  expect(done).toEqual(['ask', 'stay']);
  expect(guard.mayClose()).toBe(false);
});

test('a page that is loaded while nothing is asked calls nothing off, nor holds up what is decided', () => {
  const { guard, done } = guarded();
  guard.forget();
  guard.free();
  guard.forget();
  expect(guard.mayClose()).toBe(true);
  expect(done).toEqual([]);
});

test('an answer that nobody asked for closes nothing', () => {
  const { guard, done } = guarded();
  guard.answer('close');
  expect(done).toEqual([]);
});

test('when the computer shuts down nothing is asked', () => {
  const { guard, done } = guarded();
  guard.free();
  expect(guard.mayClose()).toBe(true);
  expect(done).toEqual([]);
});
