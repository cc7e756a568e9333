import { useTranslation } from 'react-i18next';
import type { RefillState } from '../../../shared/rules/refill.ts';
import classes from './reception.module.css';

/** Fills until the refill is due; amber shortly before, then red. The word is in the label. */
export function RefillRing({ state }: { readonly state: RefillState }) {
  const { t } = useTranslation();
  const minutes = state.since === null ? 0 : Math.floor(state.since / 60_000);
  const label = t(`reception.floor.ring.${state.level}`, { count: minutes });
  return (
    <span
      className={classes.ring}
      data-level={state.level}
      style={{ '--part': `${state.part * 100}%` } as React.CSSProperties}
      role="img"
      aria-label={label}
      title={label}
    >
      <span aria-hidden>{state.since === null ? '–' : `${minutes}′`}</span>
    </span>
  );
}
