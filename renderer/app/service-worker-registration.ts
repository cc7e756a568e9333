/** Makes the browser's application start without a network. A new version waits until someone takes it. */
import { createStore } from 'zustand/vanilla';
import type { Bridge } from '../data/bridge.ts';
import { whenSaved } from '../ui/notices.ts';

interface UpdateState {
  /** `ready`: a new version waits. `replaced`: another window took it, and this one still runs the one before. */
  readonly news: 'ready' | 'replaced' | null;
  /** Goes on with the new version, once what is being saved is saved. */
  readonly apply: () => void;
}

export const updateStore = createStore<UpdateState>(() => ({ news: null, apply: () => undefined }));

const checkEveryMs = 60 * 60_000;

export function registerServiceWorker(shell: Bridge['shell']): void {
  if (shell !== 'browser' || !('serviceWorker' in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(watch, () => undefined);
}

function watch(registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  /** Whose files this window runs on; null at the very first visit, until there is one. */
  let { controller } = serviceWorker;
  let isAsked = false;
  const offer = () => {
    const { waiting, active } = registration;
    // The first one ever installed is no update.
    if (!waiting || !active) return;
    const take = () => {
      isAsked = true;
      // Where yet another one has come meanwhile, that one is taken; another window may just have done so.
      if (registration.waiting) registration.waiting.postMessage({ type: 'SKIP_WAITING' });
      else reload();
    };
    updateStore.setState({ news: 'ready', apply: () => void whenSaved().then(take) });
  };
  offer();
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', offer),
  );
  serviceWorker.addEventListener('controllerchange', () => {
    // Gone with what the browser threw away on a full disk: nobody has updated anything.
    if (!serviceWorker.controller) return;
    const isFirst = controller === null;
    controller = serviceWorker.controller;
    if (isAsked) reload();
    // Not by itself: somebody may be typing, in a field that knows no draft.
    else if (!isFirst) updateStore.setState({ news: 'replaced', apply: () => void whenSaved().then(reload) });
  });
  checkNowAndThen(registration);
}

/** Also when a tablet is taken up again, and when the network is back. */
function checkNowAndThen(registration: ServiceWorkerRegistration): void {
  const check = () => void registration.update().catch(() => undefined);
  setInterval(check, checkEveryMs);
  window.addEventListener('online', check);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') check();
  });
}

const reload = () => window.location.reload();
