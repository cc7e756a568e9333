/**
 * A day as people type it: `2026-11-26`, `2026/11/6`, `20261126`, `2026年11月26日`, or `11-26` of this year.
 * @param today `YYYY-MM-DD`, which gives the year where none was typed
 * @returns `YYYY-MM-DD`; null for what is no day of the calendar
 */
export function readDay(typed: string, today: string): string | null {
  const text = typed.normalize('NFKC').trim();
  const [, joinedYear, joinedMonth, joinedDay] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const [, apartYear, apartMonth, apartDay] =
    /^(?:(\d{4})[-/.年])?\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?$/.exec(text) ?? [];
  const [year, month, day] = [
    joinedYear ?? apartYear ?? today.slice(0, 4),
    joinedMonth ?? apartMonth,
    joinedDay ?? apartDay,
  ];
  if (month === undefined || day === undefined) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : null;
}
