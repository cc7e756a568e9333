/** Whether a birthday is worth a word at the bar. */

/**
 * @param monthDay `MM-DD` of the guest; 29 February is kept on the 28th in other years
 * @param businessDay `YYYY-MM-DD`
 */
export function birthdayNear(monthDay: string | null, businessDay: string): 'today' | 'tomorrow' | null {
  if (monthDay === null) return null;
  const today = new Date(`${businessDay}T00:00:00Z`);
  const tomorrow = new Date(today.getTime() + 86_400_000);
  if (isBirthday(monthDay, today)) return 'today';
  return isBirthday(monthDay, tomorrow) ? 'tomorrow' : null;
}

function isBirthday(monthDay: string, date: Date): boolean {
  const day = date.toISOString().slice(5, 10);
  const isLeapYear = new Date(Date.UTC(date.getUTCFullYear(), 1, 29)).getUTCMonth() === 1;
  return monthDay === day || (monthDay === '02-29' && day === '02-28' && !isLeapYear);
}
