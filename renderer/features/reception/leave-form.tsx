import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readClockTime } from '../../../shared/rules/formats/clock-time.ts';
import { nextWallTime, wallTime } from '../../../shared/rules/time-zone.ts';
import { useTimeZone } from '../../data/hooks.ts';
import type { Party } from './use-floor.ts';
import { useMoment } from '../../records/use-moment.ts';
import classes from './form.module.css';

interface Props {
  readonly party: Party;
  /** UTC ms. */
  readonly now: number;
  readonly onBack: () => void;
  /** @param leftAt UTC ms */
  readonly onLeave: (leftAt: number) => void;
}

/** Seeing off a party of an earlier business day: they left long ago, and only somebody here knows when. */
export function LeaveForm({ party, now, onBack, onLeave }: Props) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const moment = useMoment();
  const { arrivedAt } = party.visit;
  // The last that is known for sure.
  const [time, setTime] = useState(() => wallTime(party.lastServing?.servedAt ?? arrivedAt, timeZone));
  const typed = readClockTime(time);
  const leftAt = typed === null ? null : nextWallTime(typed, arrivedAt, timeZone);
  const isPossible = leftAt !== null && leftAt <= now;

  const problem =
    typed === null
      ? t('reception.timeUnreadable')
      : t('reception.party.leave.outside', { from: moment(arrivedAt, now) });

  function save(event: FormEvent) {
    event.preventDefault();
    if (isPossible) onLeave(leftAt);
  }
  return (
    <form className={classes.form} onSubmit={save} aria-label={t('reception.party.leave.title')}>
      <p>{t('reception.party.leave.why', { name: party.name, date: moment(arrivedAt, now) })}</p>
      <TextInput
        label={t('reception.party.leave.time')}
        placeholder={t('reception.timeExample')}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
        autoFocus
        {...(isPossible
          ? { description: t('reception.party.leave.means', { moment: moment(leftAt, now) }) }
          : { error: problem })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
      <Button type="submit" size="md">
        {t('reception.party.leave.save')}
      </Button>
      <Button variant="default" size="md" onClick={() => onLeave(now)}>
        {t('reception.party.leave.now')}
      </Button>
      <Button variant="subtle" size="md" onClick={onBack}>
        {t('common.cancel')}
      </Button>
    </form>
  );
}
