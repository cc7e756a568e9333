/** The form of a visit between row and screen: what was typed, what another desk changed meanwhile, what to send. */
import type { VisitEdit } from '../../../shared/commands/party.ts';
import type { Visit } from '../../../shared/entities/visit.ts';
import { childrenOf } from '../../../shared/rules/party-people.ts';
import { isChildCount } from '../../records/children-field.tsx';
import { readClockTime } from '../../../shared/rules/formats/clock-time.ts';
import { nearestWallTime, wallTime } from '../../../shared/rules/time-zone.ts';

export interface EditValues {
  readonly partyName: string;
  /** Empty while it is being typed. */
  readonly partySize: number | '';
  readonly children: number | '';
  readonly purpose: Visit['purpose'];
  /** A time of day as it was typed, or empty. */
  readonly ready: string;
  /** How many days later than its time says; `readyAt`. */
  readonly readyDays: number;
  readonly workshopNote: string;
  readonly note: string;
}

export interface Clock {
  /** UTC ms. */
  readonly now: number;
  /** Of the site. */
  readonly timeZone: string;
}

export function toValues(visit: Visit, timeZone: string): EditValues {
  return {
    partyName: visit.partyName ?? '',
    partySize: visit.partySize ?? 1,
    children: childrenOf(visit),
    purpose: visit.purpose,
    ready: visit.expectedReadyAt === null ? '' : wallTime(visit.expectedReadyAt, timeZone),
    readyDays: 0,
    workshopNote: visit.workshopNote ?? '',
    note: visit.note ?? '',
  };
}

/** What was typed; where nothing was, what the row says now. */
export function shownValues(values: EditValues, opened: EditValues, current: EditValues): EditValues {
  const typed = Object.entries(values).filter(
    ([field, value]) => value !== opened[field as keyof EditValues],
  );
  return { ...current, ...Object.fromEntries(typed) };
}

export type EditProblems = Partial<Record<'partyName' | 'partySize' | 'children' | 'ready', true>>;

export function editProblems({ partyName, partySize, children, ready }: EditValues): EditProblems {
  const isCount = Number.isInteger(partySize) && Number(partySize) >= 1 && Number(partySize) <= 500;
  const isTime = ready.trim() === '' || readClockTime(ready) !== null;
  return {
    ...(partyName.trim() === '' && { partyName: true }),
    ...(!isCount && { partySize: true }),
    ...(isCount && !isChildCount(children, partySize) && { children: true }),
    ...(!isTime && { ready: true }),
  };
}

export interface Edited {
  readonly values: EditValues;
  readonly opened: EditValues;
  readonly visit: Visit;
  /** Fields of an edit that was rejected: they are sent in any case, as the form has them now. */
  readonly resent?: Partial<Visit> | undefined;
}

/** Of values without problems: the fields that were changed here. */
export function toEdit({ values, opened, visit, resent = {} }: Edited, clock: Clock): VisitEdit {
  const has = (field: keyof EditValues) =>
    values[field] !== opened[field] || Object.hasOwn(resent, field === 'ready' ? 'expectedReadyAt' : field);
  return {
    ...(has('partyName') && { partyName: values.partyName.trim() }),
    ...(has('partySize') && { partySize: Number(values.partySize) }),
    ...(has('children') && { children: Number(values.children) || null }),
    ...(has('purpose') && { purpose: values.purpose }),
    ...((has('ready') || has('readyDays')) && {
      expectedReadyAt: readyAt({ values, opened, visit }, clock),
    }),
    ...(has('workshopNote') && { workshopNote: values.workshopNote.trim() || null }),
    ...(has('note') && { note: values.note.trim() || null }),
  };
}

/**
 * When the typed time is: the one nearest to now, so that a time just past is late and not tomorrow's; moved on by
 * `readyDays` where somebody said so. A time that was not touched is the one that stands. UTC ms.
 */
export function readyAt({ values, opened, visit }: Edited, { now, timeZone }: Clock): number | null {
  const time = readClockTime(values.ready);
  if (time === null) return null;
  const stands = time === opened.ready ? visit.expectedReadyAt : null;
  const at = stands ?? nearestWallTime(time, now, timeZone);
  const dayMs = 24 * 60 * 60_000;
  return at === null ? null : nearestWallTime(time, at + values.readyDays * dayMs, timeZone);
}
