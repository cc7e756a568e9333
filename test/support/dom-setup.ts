/** What Mantine and the application expect of a browser and jsdom does not have. */
import 'fake-indexeddb/auto';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { dismissNotice } from '../../renderer/ui/notices.ts';

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
Object.assign(Element.prototype, { scrollIntoView: () => undefined });
Object.assign(HTMLDialogElement.prototype, {
  showModal(this: HTMLDialogElement) {
    this.open = true;
  },
});

// A condition that comes true late on a busy machine is true all the same.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  dismissNotice();
  sessionStorage.clear();
  localStorage.clear();
});
