/** What the page asks of the register's worker, and what it hears. */
import type { VisitPurpose } from '../../../shared/entities/visit.ts';
import type { Days, Period } from '../../../shared/rules/register/period.ts';
import type { EntryRules, GuestKind, RegisterEntry } from '../../../shared/rules/register/register-entry.ts';
import type {
  Comparison,
  FigureRules,
  Reach,
  RegisterFigures,
} from '../../../shared/rules/register/register-figures.ts';

export interface Filters {
  readonly purpose: VisitPurpose | null;
  /** User id. */
  readonly receivedBy: string | null;
  readonly guestKind: GuestKind | null;
  /** Part of a name, a plate or a model; empty for any. */
  readonly text: string;
  /** Check-ins that were undone, alone; else all others. They count nowhere. */
  readonly isUndone: boolean;
}

export interface RegisterAsk extends EntryRules, FigureRules {
  readonly period: Period;
  readonly before: Days;
  readonly filters: Filters;
  /** Business day. */
  readonly today: string;
}

export interface RegisterLine extends RegisterEntry {
  /** Of the guest's card; null for an anonymous guest. */
  readonly guestName: string | null;
  /** Of the guest: plate, model, or both. */
  readonly vehicles: readonly string[];
}

export interface RegisterSummary {
  /** What this answers: while the next answer is on its way, all that is shown is of one piece. */
  readonly ask: RegisterAsk;
  readonly figures: RegisterFigures;
  readonly comparison: Comparison;
  readonly reach: Reach;
  /** User ids of who received somebody in the period, whatever the filters say. */
  readonly receivers: readonly string[];
  /** Visits of the period, whatever the filters say. */
  readonly total: number;
}

export interface RegisterReading extends RegisterSummary {
  /** In order of arrival. */
  readonly lines: readonly RegisterLine[];
}

export type RegisterMessage =
  | { readonly type: 'open'; readonly databaseName: string }
  | { readonly type: 'ask'; readonly askId: number; readonly ask: RegisterAsk };

export type RegisterAnswer =
  /** A year of visits at once would hold the page up; so they come in parts, then the summary. */
  | { readonly type: 'lines'; readonly askId: number; readonly lines: readonly RegisterLine[] }
  | { readonly type: 'summary'; readonly askId: number; readonly summary: RegisterSummary }
  /** The database could not be read; of one that is closed or full the window tells. */
  | { readonly type: 'failed' };
