/**
 * A text as a cell of a CSV file that no spreadsheet takes for a formula: what begins like one gets an apostrophe.
 * Names come from import files and forms, and a formula could send the list away as soon as it is opened (OWASP,
 * “CSV Injection”). Full-width signs are read as the plain ones by some.
 */
export function guardFormula(text: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r]/u.test(text) ? `'${text}` : text;
}
