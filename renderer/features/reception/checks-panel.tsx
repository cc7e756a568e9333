/** 当班检查: what the attendant looks after when the bar opens, every hour and when it closes; days before to look at. */
import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState, type FormEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { checkedLate, checkPhases, checkState, countChecks } from '../../../shared/rules/bar-checks.ts';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { addDays } from '../../../shared/rules/register/period.ts';
import { usePerson } from '../../data/hooks.ts';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { dateFormat } from '../../ui/date-format.ts';
import { arrows, stepAmong } from '../../ui/grid-steps.ts';
import { showFailure } from '../../ui/notices.ts';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './checks.module.css';
import { stayWords } from './names.ts';
import { checkName, entryKey, useCheckActions, useChecks, type Entry } from './use-checks.ts';
import { useClock } from './use-clock.ts';
import frameClasses from './reception.module.css';

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
  const end = useRef<HTMLButtonElement>(null);
  const actions = useCheckActions();
  useFocusOnDue(list, entries !== undefined);
  const isSlip = useSlips();
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
    // It would be written down as true while anybody can see that it is not.
    if (entry.item === 'guestsGone' && inside > 0)
      return showFailure(t('checks.guestsInside', { groups: t('common.groups', { count: inside }) }));
    if ((await actions.note(entry, 'ok', null)) && isByKey) goOn(entry);
  }
  /** Enter ticks on down the list: what was just noted must not be under the next one. */
  const goOn = (entry: Entry) => (nextOpen(list.current, entry) ?? end.current)?.focus();
  async function noteFault(entry: Entry, note: string) {
    if (!(await actions.note(entry, 'fault', note))) return;
    setFaulty(null);
    goOn(entry);
  }
  function endFault(entry: Entry) {
    setFaulty(null);
    buttonOf(list.current, entry)?.focus();
  }
  return (
    <aside className={frameClasses.right} aria-labelledby="checks-title">
      <h2 id="checks-title" className={frameClasses.panelTitle}>
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
              onPress={(entry, count) => void (isSlip(entry, count) || toggle(entry, count === 0))}
              onFaulty={setFaulty}
              onNoteFault={(entry, note) => void noteFault(entry, note)}
              onEndFault={endFault}
            />
          ))}
      </div>
      {mayNote && <p className={frameClasses.panelHint}>{t('checks.hint')}</p>}
      <Button ref={end} variant="default" size="md" onClick={onBack}>
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
        disabled={day <= addDays(today, -mostDays)}
        onClick={() => onStep(addDays(day, -1))}
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
        onClick={() => onStep(addDays(day, 1))}
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
  readonly onPress: (entry: Entry, count: number) => void;
  readonly onFaulty: (key: string) => void;
  readonly onNoteFault: (entry: Entry, note: string) => void;
  readonly onEndFault: (entry: Entry) => void;
}

function Phase(props: PhaseProps) {
  const { phase, now, inside, isPast, faulty, onNoteFault, onEndFault } = props;
  const { t } = useTranslation();
  const entries = props.entries.filter((entry) => entry.phase === phase);
  const [count] = countChecks(entries, now);
  if (!count)
    return phase === 'hourly' ? <p className={frameClasses.panelHint}>{t('checks.noRounds')}</p> : null;
  return (
    <section aria-labelledby={`checks-${phase}`}>
      <h3 id={`checks-${phase}`}>
        {t(`checks.phases.${phase}`)} <span>{t('checks.count', { done: count.done, all: count.all })}</span>
      </h3>
      {phase === 'hourly' && <p className={frameClasses.panelHint}>{t('checks.items.round')}</p>}
      {phase === 'closing' && !isPast && inside > 0 && (
        <p className={classes.inside}>
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
  onPress,
  onFaulty,
}: PhaseProps & { readonly entry: Entry }) {
  const { t } = useTranslation();
  const clock = useClock();
  const nameOf = useStaffNames();
  const state = checkState(entry, now);
  const newest = entry.rows.at(-1);
  const lateBy = newest ? checkedLate(entry, newest) : 0;
  const fault = newest?.result === 'ok' ? entry.rows.findLast(({ result }) => result === 'fault') : undefined;
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
        onClick={({ detail }) => mayNote && onPress(entry, detail)}
      >
        <span className={classes.mark} aria-hidden>
          {newest?.result === 'ok' && <IconCheck size={16} stroke={3} />}
          {newest?.result === 'fault' && <IconAlertTriangle size={15} stroke={2.4} />}
        </span>
        <span className={classes.name}>{entry.slot ?? name}</span>
        {newest && (
          <span className={classes.meta}>
            {clock(newest.checkedAt)} {newest.checkedBy && nameOf(newest.checkedBy)}
            {/* Outside of it: what is a block of its own loses the space it begins with. */}{' '}
            {lateBy >= 60_000 && (
              <span className={classes.late}>{t('checks.lateBy', { late: stayWords(t, lateBy) })}</span>
            )}
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
      {fault && (
        <p className={classes.mended}>
          {t('common.labelled', { label: t('checks.wasFault'), value: fault.note ?? t('records.empty') })}
        </p>
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

/** Of presses that come so soon after each other, the next one is a slip on the same row alone: another row is meant. */
function useSlips(): (entry: Entry, count: number) => boolean {
  const pressed = useRef<string | null>(null);
  return (entry, count) => {
    const isSlip = count > 1 && pressed.current === entryKey(entry);
    pressed.current = entryKey(entry);
    return isSlip;
  };
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

/**
 * The next below in the same part of the day that nobody has looked after, else the first in the list that is due.
 * Never one that is noted already: Enter would take its tick back, or wipe its fault.
 */
function nextOpen(list: HTMLElement | null, entry: Entry): HTMLElement | undefined {
  const buttons = buttonsIn(list);
  const here = buttons.findIndex(({ dataset }) => dataset['check'] === entryKey(entry));
  const stateOf = (button: HTMLElement) => button.parentElement?.dataset['state'] ?? '';
  const isDue = (button: HTMLElement) => ['due', 'late'].includes(stateOf(button));
  const isNear = (button: HTMLElement) => button.closest('ul') === buttons[here]?.closest('ul');
  return (
    buttons
      .slice(here + 1)
      .find((button) => isDue(button) || (stateOf(button) === 'ahead' && isNear(button))) ??
    buttons.find((button, at) => at !== here && isDue(button))
  );
}
