/** 当班检查: what the attendant looks after when the bar opens, every hour and when it closes; days before to look at. */
import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState, type FormEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { checkPhases, checkState, countChecks } from '../../../shared/rules/bar-checks.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { usePerson } from '../../data/hooks.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { dateFormat } from '../../ui/date-format.ts';
import { arrows, stepAmong } from '../../ui/grid-steps.ts';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './checks.module.css';
import shared from './reception.module.css';
import { checkName, entryKey, useCheckActions, useChecks, type Entry } from './use-checks.ts';
import { useClock } from './use-clock.ts';

interface Props {
  readonly businessDay: string;
  /** UTC ms. */
  readonly now: number;
  /** Parties in the house, for who is about to close it. */
  readonly inside: number;
  readonly onBack: () => void;
}

export function ChecksPanel({ businessDay, now, inside, onBack }: Props) {
  const { t } = useTranslation();
  const [day, setDay] = useState(businessDay);
  const entries = useChecks(day);
  const mayNote = rolesAllow(usePerson()?.roles ?? [], 'reception.use') && day === businessDay;
  const [faulty, setFaulty] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const actions = useCheckActions();
  useFocusOnDue(list, entries !== undefined);
  const focused = () =>
    entries?.find((entry) => entryKey(entry) === (document.activeElement as HTMLElement).dataset['check']);
  useKeys([
    { keys: 'Escape', label: t('reception.today.backToDay'), run: onBack },
    ...arrows.map((arrow) => ({
      keys: arrow,
      label: t('checks.keys.move'),
      run: () => stepAmong(buttonsIn(list.current), document.activeElement, arrow)?.focus(),
    })),
    ...(mayNote
      ? [
          {
            keys: 'f',
            label: t('checks.keys.fault'),
            run: () => setFaulty((before) => (focused() ? entryKey(focused() as Entry) : before)),
          },
        ]
      : []),
  ]);

  async function toggle(entry: Entry, isByKey: boolean) {
    if (entry.rows.at(-1)?.result === 'ok') return actions.takeBack(entry);
    if ((await actions.note(entry, 'ok', null)) && isByKey) nextOpen(list.current, entry)?.focus();
  }
  async function noteFault(entry: Entry, note: string) {
    if (!(await actions.note(entry, 'fault', note))) return;
    setFaulty(null);
    buttonOf(list.current, entry)?.focus();
  }
  function endFault(entry: Entry) {
    setFaulty(null);
    buttonOf(list.current, entry)?.focus();
  }
  return (
    <aside className={shared.right} aria-labelledby="checks-title">
      <h2 id="checks-title" className={shared.leftTitle}>
        {t('checks.title')}
      </h2>
      <DayStep day={day} today={businessDay} onStep={setDay} />
      <div className={classes.list} ref={list}>
        {entries &&
          checkPhases.map((phase) => (
            <Phase
              key={phase}
              {...{ phase, now, entries, inside, mayNote, faulty }}
              isPast={day !== businessDay}
              onToggle={(entry, isByKey) => void toggle(entry, isByKey)}
              onFaulty={setFaulty}
              onNoteFault={(entry, note) => void noteFault(entry, note)}
              onEndFault={endFault}
            />
          ))}
      </div>
      {mayNote && <p className={shared.panelHint}>{t('checks.hint')}</p>}
      <Button variant="default" size="md" onClick={onBack}>
        {t('reception.today.backToDay')}
      </Button>
    </aside>
  );
}

/** How far back one may look: a month says how a shift works; what is older is no help to it. */
const mostDays = 30;

function DayStep({ day, today, onStep }: { day: string; today: string; onStep: (day: string) => void }) {
  const { t, i18n } = useTranslation();
  const words = dateFormat(i18n.language, {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  });
  return (
    <div className={classes.day}>
      <Button
        variant="default"
        px={0}
        h={44}
        aria-label={t('checks.earlier')}
        disabled={day <= daysFrom(today, -mostDays)}
        onClick={() => onStep(daysFrom(day, -1))}
      >
        <IconChevronLeft size={18} aria-hidden />
      </Button>
      <b aria-live="polite">{words.format(Date.parse(day))}</b>
      <Button
        variant="default"
        px={0}
        h={44}
        aria-label={t('checks.later')}
        disabled={day === today}
        onClick={() => onStep(daysFrom(day, 1))}
      >
        <IconChevronRight size={18} aria-hidden />
      </Button>
    </div>
  );
}

interface PhaseProps {
  readonly phase: (typeof checkPhases)[number];
  readonly entries: readonly Entry[];
  readonly now: number;
  readonly inside: number;
  readonly mayNote: boolean;
  readonly isPast: boolean;
  /** Whose fault is being written down, by `entryKey`. */
  readonly faulty: string | null;
  readonly onToggle: (entry: Entry, isByKey: boolean) => void;
  readonly onFaulty: (key: string) => void;
  readonly onNoteFault: (entry: Entry, note: string) => void;
  readonly onEndFault: (entry: Entry) => void;
}

function Phase(props: PhaseProps) {
  const { phase, now, inside, isPast, faulty, onNoteFault, onEndFault } = props;
  const { t } = useTranslation();
  const entries = props.entries.filter((entry) => entry.phase === phase);
  const [count] = countChecks(entries, now);
  if (!count) return phase === 'hourly' ? <p className={shared.panelHint}>{t('checks.noRounds')}</p> : null;
  return (
    <section aria-labelledby={`checks-${phase}`}>
      <h3 id={`checks-${phase}`}>
        {t(`checks.phases.${phase}`)} <span>{t('checks.count', { done: count.done, all: count.all })}</span>
      </h3>
      {phase === 'hourly' && <p className={shared.panelHint}>{t('checks.items.round')}</p>}
      {phase === 'closing' && !isPast && inside > 0 && (
        <p className={shared.panelHint}>
          {t('checks.inside', { groups: t('common.groups', { count: inside }) })}
        </p>
      )}
      <ul data-phase={phase}>
        {entries.map((entry) => (
          <li key={entryKey(entry)}>
            <CheckButton {...props} entry={entry} />
            {faulty === entryKey(entry) && (
              <FaultForm
                onSave={(note) => onNoteFault(entry, note)}
                onCancel={() => onEndFault(entry)}
                name={checkName(t, entry)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function CheckButton({
  entry,
  now,
  mayNote,
  isPast,
  onToggle,
  onFaulty,
}: PhaseProps & { readonly entry: Entry }) {
  const { t } = useTranslation();
  const clock = useClock();
  const nameOf = useStaffNames();
  const state = checkState(entry, now);
  const newest = entry.rows.at(-1);
  const name = checkName(t, entry);
  const stateWords = isPast && !newest ? t('checks.states.missed') : t(`checks.states.${state}`);
  return (
    <div className={classes.check} data-state={isPast && !newest ? 'missed' : state}>
      <button
        type="button"
        role="checkbox"
        aria-checked={newest?.result === 'ok'}
        aria-label={t('common.labelled', { label: name, value: stateWords })}
        aria-disabled={!mayNote}
        data-check={entryKey(entry)}
        onClick={(event) => mayNote && event.detail < 2 && onToggle(entry, event.detail === 0)}
      >
        <span className={classes.mark} aria-hidden>
          {newest?.result === 'ok' && <IconCheck size={16} stroke={3} />}
          {newest?.result === 'fault' && <IconAlertTriangle size={15} stroke={2.4} />}
        </span>
        <span className={classes.name}>{entry.slot ?? name}</span>
        {newest && (
          <span className={classes.meta}>
            {clock(newest.checkedAt)} {newest.checkedBy && nameOf(newest.checkedBy)}
          </span>
        )}
        {!newest && (state === 'late' || isPast) && <span className={classes.meta}>{stateWords}</span>}
      </button>
      {mayNote && (
        <button
          type="button"
          className={classes.faultButton}
          aria-label={t('checks.faultOf', { check: name })}
          onClick={() => onFaulty(entryKey(entry))}
        >
          <IconAlertTriangle size={16} aria-hidden />
        </button>
      )}
      {newest?.result === 'fault' && (
        <p>
          {t('common.labelled', {
            label: t('checks.states.fault'),
            value: newest.note ?? t('records.empty'),
          })}
        </p>
      )}
    </div>
  );
}

interface FaultFormProps {
  readonly name: string;
  readonly onSave: (note: string) => void;
  readonly onCancel: () => void;
}

const noteLength = 200;

function FaultForm({ name, onSave, onCancel }: FaultFormProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [isAsked, setAsked] = useState(false);
  const isMissing = isAsked && note.trim() === '';
  function submit(event: FormEvent) {
    event.preventDefault();
    setAsked(true);
    if (note.trim() !== '') onSave(note.trim());
  }
  return (
    <form
      className={classes.fault}
      aria-label={t('checks.faultOf', { check: name })}
      onSubmit={submit}
      noValidate
    >
      <TextInput
        // The person asked for it by key or tap.
        autoFocus
        label={t('checks.what')}
        placeholder={t('checks.whatExample')}
        description={t('checks.report')}
        maxLength={noteLength}
        value={note}
        error={isMissing && t('checks.whatMissing')}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
          // What was typed goes on a second Escape only.
          event.preventDefault();
          if (note === '') onCancel();
          else setNote('');
        }}
      />
      <Button type="submit" size="md">
        {t('checks.noteFault')}
      </Button>
      <Button variant="default" size="md" onClick={onCancel}>
        {t('common.cancel')}
      </Button>
    </form>
  );
}

/** The next thing to do is one key away. */
function useFocusOnDue(list: RefObject<HTMLElement | null>, isLoaded: boolean): void {
  useEffect(() => {
    const buttons = buttonsIn(list.current);
    const isDue = (button: HTMLElement) =>
      ['due', 'late'].includes(button.parentElement?.dataset['state'] ?? '');
    (buttons.find(isDue) ?? buttons[0])?.focus();
  }, [list, isLoaded]);
}

function buttonsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-check]') ?? [])];
}

const buttonOf = (list: HTMLElement | null, entry: Entry) =>
  buttonsIn(list).find(({ dataset }) => dataset['check'] === entryKey(entry));

/** The first below that nobody has looked after. */
function nextOpen(list: HTMLElement | null, entry: Entry): HTMLElement | undefined {
  const buttons = buttonsIn(list);
  const here = buttons.findIndex(({ dataset }) => dataset['check'] === entryKey(entry));
  return buttons.slice(here + 1).find((button) => button.ariaChecked !== 'true') ?? buttons[here + 1];
}

/** @param day `YYYY-MM-DD` */
function daysFrom(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
