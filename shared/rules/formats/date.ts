/**
 * A date as people type it: `1980-05-06`, `1980/5/6`, `1980.5.6`, `1980年5月6日`, `19800506`.
 * @returns `YYYY-MM-DD`, null where there is no such day
 */
export function readDate(typed: string): string | null {
  const bare = typed.normalize('NFKC').replaceAll(/\s/g, '');
  const [, year = '', month = '', day = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(bare) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(bare) ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === date ? date : null;
}
