/** Waits for a pause of whoever types or taps. */

export const inputEvents = ['keydown', 'pointerdown', 'wheel', 'compositionupdate'] as const;
export const quietMs = 4_000;

/** Resolves once nothing was typed or tapped for a while; never, where it was called off. */
export function whenQuiet(target: EventTarget, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer = setTimeout(end, quietMs);
    function again() {
      clearTimeout(timer);
      timer = setTimeout(end, quietMs);
    }
    function stop() {
      clearTimeout(timer);
      for (const name of inputEvents) target.removeEventListener(name, again, true);
    }
    function end() {
      stop();
      resolve();
    }
    for (const name of inputEvents) target.addEventListener(name, again, true);
    signal.addEventListener('abort', stop, { once: true });
  });
}
