/** Makes the browser's application start without a network. A new version waits until someone takes it. */
import { createStore } from 'zustand/vanilla';
import type { Bridge } from '../data/bridge.ts';

interface UpdateState {
  /** Takes the waiting version and reloads; null while there is none. */
  readonly apply: (() => void) | null;
}

export const updateStore = createStore<UpdateState>(() => ({ apply: null }));

const checkEveryMs = 60 * 60_000;

export function registerServiceWorker(shell: Bridge['shell']): void {
  if (shell !== 'browser' || !('serviceWorker' in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.register('/sw.js').then(watch, () => undefined);
}

function watch(registration: ServiceWorkerRegistration): void {
  const offer = () => {
    const { waiting } = registration;
    // The first one ever installed is no update.
    if (!waiting || !navigator.serviceWorker.controller) return;
    updateStore.setState({
      apply: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
          once: true,
        });
        waiting.postMessage({ type: 'SKIP_WAITING' });
      },
    });
  };
  offer();
  registration.addEventListener('updatefound', () =>
    registration.installing?.addEventListener('statechange', offer),
  );
  setInterval(() => void registration.update().catch(() => undefined), checkEveryMs);
}
