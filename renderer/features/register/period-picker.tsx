import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { periodKinds, periodOf, type PeriodKind } from '../../../shared/rules/register/period.ts';
import { readDay } from '../../../shared/rules/register/read-day.ts';
import { escapeField } from '../../ui/escape-field.ts';
import classes from './register.module.css';
import type { RegisterView } from './use-register-view.ts';

interface Props {
  readonly view: RegisterView;
  /** Business day. */
  readonly today: string;
}

export function PeriodPicker({ view, today }: Props) {
  const { t } = useTranslation();
  const { period } = view;
  const isNow = period.kind !== 'range' && periodOf(period.kind, today).from === period.from;
  return (
    <div className={classes.period}>
      <SegmentedControl
        aria-label={t('register.period.label')}
        size="md"
        value={period.kind}
        onChange={(kind) => view.showKind(kind as PeriodKind)}
        data={periodKinds.map((value) => ({ value, label: t(`register.period.${value}`) }))}
      />
      <span className={classes.steps}>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('register.period.earlier')}
          onClick={() => view.step(-1)}
        >
          <IconChevronLeft size={20} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={t('register.period.later')}
          onClick={() => view.step(1)}
        >
          <IconChevronRight size={20} />
        </ActionIcon>
      </span>
      {period.kind === 'range' ? (
        <>
          <DayField
            label={t('register.period.from')}
            day={period.from}
            today={today}
            onDay={(day) => view.showRange(day, period.to < day ? day : period.to)}
          />
          <span className={classes.until}>{t('register.period.until')}</span>
          <DayField
            label={t('register.period.to')}
            day={period.to}
            today={today}
            onDay={(day) => view.showRange(period.from > day ? day : period.from, day)}
          />
        </>
      ) : (
        <>
          <DayField label={t('register.period.date')} day={period.from} today={today} onDay={view.showDay} />
          {!isNow && (
            <Button variant="default" size="md" onClick={() => view.showDay(today)}>
              {t('register.period.today')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly day: string;
  readonly today: string;
  readonly onDay: (day: string) => void;
}

/** No `type="date"`: it follows the browser's language, not ours. Typed as people type a date; Enter takes it. */
function DayField({ label, day, today, onDay }: DayFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? day : readDay(typed, today);
  function take() {
    if (typed === null || read === null) return;
    setTyped(null);
    if (read !== day) onDay(read);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key === 'Enter' && !isComposing) take();
    escapeField(event, typed === null ? null : () => setTyped(null));
  }
  return (
    <TextInput
      className={classes.day ?? ''}
      aria-label={label}
      placeholder={t('register.period.example')}
      inputMode="numeric"
      autoComplete="off"
      maxLength={20}
      value={typed ?? day}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={take}
      error={read === null && typed !== '' && t('register.period.unreadable')}
    />
  );
}
