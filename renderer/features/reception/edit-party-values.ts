/** The form of a visit between row and screen: what was typed, what another desk changed meanwhile, what to send. */
import type { VisitEdit } from '../../../shared/commands/party.ts';
import type { Visit } from '../../../shared/entities/visit.ts';
import { nearestWallTime, wallTime } from '../../../shared/rules/time-zone.ts';

export interface EditValues {
  readonly partyName: string;
  /** Empty while it is being typed. */
  readonly partySize: number | '';
  readonly purpose: Visit['purpose'];
  /** `HH:MM`, or empty. */
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

export type EditProblems = Partial<Record<'partyName' | 'partySize', true>>;

export function editProblems({ partyName, partySize }: EditValues): EditProblems {
  const isCount = Number.isInteger(partySize) && Number(partySize) >= 1 && Number(partySize) <= 500;
  return { ...(partyName.trim() === '' && { partyName: true }), ...(!isCount && { partySize: true }) };
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
  if (values.ready === '') return null;
  const stands = values.ready === opened.ready ? visit.expectedReadyAt : null;
  const at = stands ?? nearestWallTime(values.ready, now, timeZone);
  const dayMs = 24 * 60 * 60_000;
  return at === null ? null : nearestWallTime(values.ready, at + values.readyDays * dayMs, timeZone);
}
