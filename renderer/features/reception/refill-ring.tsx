import { useTranslation } from 'react-i18next';
import type { RefillState } from '../../../shared/rules/refill.ts';
import classes from './party-card.module.css';

interface Props {
  readonly state: RefillState;
  /** Since the arrival, ms: how long who was served nothing has waited. */
  readonly stay: number;
}

/** From here on hours say enough, and fit. */
const manyMinutes = 120;

/** Fills until the refill is due; amber shortly before, then red, each with its word. */
export function RefillRing({ state, stay }: Props) {
  const { t } = useTranslation();
  const minutes = Math.floor((state.since ?? stay) / 60_000);
  const label = t(`reception.floor.ring.${state.level}`, { count: minutes });
  const shortWords =
    minutes >= manyMinutes
      ? t('reception.floor.ringHours', { hours: Math.floor(minutes / 60) })
      : t('reception.floor.ringMinutes', { minutes });
  return (
    <span
      className={classes.ringBox}
      data-level={state.level === 'none' && minutes > 0 ? 'late' : state.level}
      role="img"
      aria-label={label}
      title={label}
    >
      <span
        className={classes.ring}
        style={{ '--part': `${state.level === 'none' ? 100 : state.part * 100}%` } as React.CSSProperties}
        aria-hidden
      >
        <span>{shortWords}</span>
      </span>
      <span className={classes.ringWord} aria-hidden>
        {state.level !== 'fresh' && t(`reception.floor.ringWords.${state.level}`)}
      </span>
    </span>
  );
}
