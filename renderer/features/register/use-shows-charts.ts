import { useCallback, useState } from 'react';

const key = 'crdesk-register-charts';

/** Whether the charts stand above the list: kept on this device, for the bar mostly looks something up. */
export function useShowsCharts(): [boolean, () => void] {
  const [shows, setShows] = useState(() => {
    try {
      return localStorage.getItem(key) !== 'hidden';
    } catch {
      return true;
    }
  });
  const toggle = useCallback(() => {
    setShows((before) => {
      try {
        localStorage.setItem(key, before ? 'hidden' : 'shown');
      } catch {
        // Shown again next time.
      }
      return !before;
    });
  }, []);
  return [shows, toggle];
}
