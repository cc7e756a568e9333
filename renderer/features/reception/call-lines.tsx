/** Who was called to the party: on its card in chips, on its panel with what can be done about each. */
import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { longestAwaited } from '../../../shared/rules/staff-calls.ts';
import classes from './calls.module.css';
import { useClock } from './use-clock.ts';
import type { Party } from './use-floor.ts';
import type { TurnActions } from './use-turn-actions.ts';
import chips from '../../ui/chips.module.css';

/** From here on somebody should go and look. Minutes; our choice. */
const longMinutes = 10;

type Call = Party['calls'][number]['call'];

const minutesSince = ({ calledAt }: Call, now: number) => Math.max(0, Math.floor((now - calledAt) / 60_000));

const toneOf = (call: Call, now: number) => (minutesSince(call, now) >= longMinutes ? 'bad' : 'accent');

interface ChipsProps {
  readonly calls: Party['calls'];
  /** UTC ms. */
  readonly now: number;
}

/** Who is waited for first, then who came last. */
export function CallChips({ calls, now }: ChipsProps) {
  const { t } = useTranslation();
  const awaited = calls.filter(({ came }) => came === null);
  const last = awaited.length === 0 ? calls.at(-1) : undefined;
  return (
    <>
      {awaited.map(({ call }) => (
        <span key={call.id} className={chips.chip} data-tone={toneOf(call, now)}>
          {t('visits.calls.awaited', { name: call.name, count: minutesSince(call, now) })}
        </span>
      ))}
      {last && (
        <span className={chips.chip} data-tone="ok">
          {t('visits.calls.came', { name: last.call.name })}
        </span>
      )}
    </>
  );
}

interface LinesProps {
  readonly party: Party;
  readonly now: number;
  readonly turns: TurnActions;
}

export function CallLines({ party, now, turns }: LinesProps) {
  const { t } = useTranslation();
  const clock = useClock();
  const next = longestAwaited(party.calls);
  if (party.calls.length === 0) return null;
  return (
    <ul className={classes.lines} aria-label={t('visits.calls.list')}>
      {party.calls.map(({ call, came }) => {
        const { id, name, role, calledAt } = call;
        return (
          <li key={id}>
            <span>
              {clock(calledAt)} {t('visits.calls.called', { role: t(`visits.roles.${role}`), name })}
              {came && ` · ${t('visits.calls.cameAt', { time: clock(came.calledAt) })}`}
            </span>
            {came === null && (
              <>
                <span className={chips.chip} data-tone={toneOf(call, now)}>
                  {t('reception.floor.minutes', { count: minutesSince(call, now) })}
                </span>
                <button type="button" onClick={() => void turns.came(party, call)}>
                  <VisuallyHidden>{name} </VisuallyHidden>
                  {t('visits.calls.saw')} {id === next?.call.id && <kbd aria-hidden>Y</kbd>}
                </button>
              </>
            )}
            <button
              type="button"
              aria-label={t('visits.calls.takeBackName', { name })}
              onClick={() => void turns.takeBackCall(came ?? call)}
            >
              {t('visits.calls.takeBack')}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
