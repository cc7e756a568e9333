/**
 * The form of a backup file: lines of text, gzipped, then the SHA-256 of all that.
 *
 *   {header}
 *   ["table","site"]        its rows follow, one a line, as PostgreSQL writes them in JSON
 *   {"id":…}
 *   ["end","site",1]        how many they were
 *   …                       the other tables
 */
import { z } from 'zod';
import type { TableName } from '../db/migrations.ts';

export const formatName = 'crdesk-backup';
export const formatVersion = 1;
export const hashBytes = 32;

/**
 * What is in it. Left out is what is good for minutes (sessions, enrolment codes, guesses, claims) and what belongs to one epoch
 * (the counts of devices).
 */
export const tablesInBackup = [
  'server_state',
  'site',
  'site_restore',
  'device',
  'account',
  'account_roles',
  'record',
  'change',
] as const satisfies readonly TableName[];
export type TableInBackup = (typeof tablesInBackup)[number];

export const headerSchema = z.object({
  format: z.literal(formatName),
  formatVersion: z.int(),
  /** Of the application. */
  version: z.string(),
  /** Steps of the schema (server/db/migrations.ts). */
  migrations: z.array(z.string()),
  epoch: z.string(),
  /** By site; what the backup covers. */
  heads: z.record(z.string(), z.int().min(0)),
  /** All that stand in it. */
  tables: z.array(z.string()),
  /** UTC ms. */
  createdAt: z.int(),
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const tableLine = z.tuple([z.literal('table'), z.enum(tablesInBackup)]);
export const endLine = z.tuple([z.literal('end'), z.enum(tablesInBackup), z.int().min(0)]);
