/** What is pressed twice is done once. */
import { useRef } from 'react';

/**
 * Runs the work, unless one runs already; once it is done none is begun again: a key that comes before the next
 * screen is drawn still finds the old one. @returns whether it was done by this call
 */
export function useOnce(): (work: () => Promise<boolean>) => Promise<boolean> {
  const isBusy = useRef(false);
  return async (work) => {
    if (isBusy.current) return false;
    isBusy.current = true;
    let isDone = false;
    try {
      isDone = await work();
    } finally {
      isBusy.current = isDone;
    }
    return isDone;
  };
}
