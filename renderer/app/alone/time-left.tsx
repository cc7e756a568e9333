/** A bar, how much is left, how fast it goes and how long it takes. */
import { Progress } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../data/hooks.ts';
import { paceOf, withSeen, type Seen } from './pace.ts';

interface Props {
  readonly label: string;
  readonly left: number;
  readonly total: number;
}

export function TimeLeft({ label, left, total }: Props) {
  const { t } = useTranslation();
  const at = useNow(1_000);
  const [seen, setSeen] = useState<readonly Seen[]>([{ at, left }]);
  if (seen.at(-1)?.at !== at) setSeen(withSeen(seen, { at, left }));
  const pace = paceOf(seen);
  const time = (seconds: number) =>
    seconds < 60
      ? t('alone.join.seconds', { count: seconds })
      : t('alone.join.minutes', { count: Math.ceil(seconds / 60) });
  return (
    <>
      <Progress value={total === 0 ? 100 : ((total - left) / total) * 100} aria-label={label} />
      <p role="status">
        {t('alone.join.progress', { left, total })}
        {pace && left > 0 && (
          <>
            {' · '}
            {t('alone.join.rate', { count: Math.round(pace.perSecond), time: time(pace.seconds) })}
          </>
        )}
      </p>
    </>
  );
}
