/** What Mantine and the application expect of a browser and jsdom does not have. */
import 'fake-indexeddb/auto';
import { setImmediate } from 'node:timers';
import { cleanup, configure, getConfig } from '@testing-library/react';
import { afterEach } from 'vitest';
import { dismissNotice, whenSaved } from '../../renderer/ui/notices.ts';

class NoResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const noMatch: typeof window.matchMedia = (media) => ({
  media,
  matches: false,
  onchange: null,
  addListener: () => undefined,
  removeListener: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => false,
});

Object.assign(window, { ResizeObserver: NoResizeObserver, matchMedia: noMatch });
Object.assign(Element.prototype, { scrollIntoView: () => undefined, scrollTo: () => undefined });
Object.assign(HTMLDialogElement.prototype, {
  showModal(this: HTMLDialogElement) {
    this.open = true;
  },
});

// A condition that comes true late on a busy machine is true all the same.
configure({ asyncUtilTimeout: 10_000 });

/**
 * What follows a drawing (the focus goes to the first field, a list is read) React does in a turn of its own, which on a
 * busy machine may come after the timer that a test goes on by. No person is so quick: that turn is waited for.
 */
const { asyncWrapper } = getConfig();
// As it is now: a test may have timers of its own.
const atNextTurn = setImmediate;
configure({
  asyncWrapper: (work) =>
    asyncWrapper(async () => {
      const result = await work();
      await new Promise((resolve) => atNextTurn(resolve));
      return result;
    }),
});

afterEach(async () => {
  cleanup();
  // What a test saved without waiting for its end must not be told in the next one; where it failed, it may never end.
  await Promise.race([whenSaved(), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  dismissNotice();
  sessionStorage.clear();
  localStorage.clear();
});
