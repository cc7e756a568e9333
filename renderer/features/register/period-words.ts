import type { Period } from '../../../shared/rules/register/period.ts';
import { dateFormat } from '../../ui/date-format.ts';

const noon = (day: string) => new Date(`${day}T12:00:00Z`);

/** `2026年11月26日星期四`, `2026年11月`, `2026年11月23日 – 29日`: what a reader calls the period. */
export function periodWords(language: string, { kind, from, to }: Period): string {
  const zone = { timeZone: 'UTC' } as const;
  if (kind === 'month')
    return dateFormat(language, { ...zone, year: 'numeric', month: 'long' }).format(noon(from));
  if (from === to) return dateFormat(language, { ...zone, dateStyle: 'full' }).format(noon(from));
  return dateFormat(language, { ...zone, dateStyle: 'long' }).formatRange(noon(from), noon(to));
}

export function dayWords(language: string, day: string): string {
  return dateFormat(language, { timeZone: 'UTC', dateStyle: 'long' }).format(noon(day));
}
