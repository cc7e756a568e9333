/** What the page of an import and its worker tell each other. */
import type { ColumnChoice } from '../../../shared/rules/import/import-columns.ts';
import type { ImportJob } from '../../../shared/rules/import/import-job.ts';
import type { DuplicateChoices } from '../../../shared/rules/import/plan-import.ts';
import type { Role } from '../../../shared/rules/permissions.ts';
import type { PlanSummary } from './plan-list.ts';
import type { ImportKind, ListReading } from './read-list.ts';

/** Who imports, and when it is. */
export interface ImportRunner {
  readonly databaseName: string;
  readonly actor: string;
  readonly roles: readonly Role[];
  readonly businessDay: string;
  /** Corrected time minus the device's, ms. */
  readonly clockOffset: number;
}

/** What a person decided; of a sheet by its place among those with rows. */
export interface ListWishes {
  readonly sheet: number;
  /** Null takes what was remembered, or what the headings say. */
  readonly columns: ColumnChoice | null;
  readonly duplicates: DuplicateChoices;
}

export type ToImportWorker =
  | {
      readonly type: 'read';
      readonly file: File;
      readonly province: string | null;
      readonly databaseName: string;
    }
  | { readonly type: 'plan'; readonly wishes: ListWishes }
  /** Begins what was planned last. */
  | { readonly type: 'begin'; readonly runner: ImportRunner }
  | { readonly type: 'resume'; readonly jobId: string; readonly runner: ImportRunner }
  | { readonly type: 'undo'; readonly jobId: string; readonly runner: ImportRunner }
  /** After this block. */
  | { readonly type: 'pause' };

export type FromImportWorker =
  | { readonly type: 'preview'; readonly preview: ListPreview }
  /** `failed`: the worker did not start, or threw. */
  | { readonly type: 'refused'; readonly reason: ImportRefusal }
  | { readonly type: 'progress'; readonly progress: ImportProgress }
  /** `problem`: a code of shared/errors.ts; null where it was paused or is complete. */
  | { readonly type: 'ended'; readonly job: ImportJob; readonly problem: string | null };

export type ImportRefusal =
  Extract<ListReading, { ok: false }>['reason'] | 'too_large' | 'unreadable' | 'failed' | 'busy' | 'job_gone';

export interface ListPreview {
  readonly fileName: string;
  readonly kind: ImportKind;
  readonly sheets: readonly string[];
  readonly wishes: ListWishes;
  readonly headings: readonly string[];
  /** What stands below each heading first. */
  readonly samples: readonly string[];
  /** In force, whether chosen, remembered or read from the headings. */
  readonly columns: ColumnChoice;
  readonly isRemembered: boolean;
  /** Null where no column is the name, or one field was chosen twice. */
  readonly plan: PlanSummary | null;
}

/** Rows; of an undo, blocks of them. */
export interface ImportProgress {
  readonly what: 'import' | 'undo';
  readonly done: number;
  readonly skipped: number;
  readonly total: number;
  /** Rows per second since it began or went on; 0 while nobody knows. */
  readonly rate: number;
}
