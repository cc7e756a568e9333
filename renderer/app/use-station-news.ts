import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice } from '../data/hooks.ts';
import { showDone } from '../ui/notices.ts';

/** Says so where this desk was moved to another station: what is on the screen, and who may do what, follows by itself. */
export function useStationNews(): void {
  const { t } = useTranslation();
  const station = useDevice()?.station;
  const known = useRef(station);
  useEffect(() => {
    const before = known.current;
    known.current = station;
    if (before === undefined || station === undefined || before === station) return;
    showDone(t('frame.moved', { station: t(`frame.stations.${station}`) }));
  }, [station, t]);
}
