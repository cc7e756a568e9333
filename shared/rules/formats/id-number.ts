/** Citizen identification numbers (GB 11643): 17 digits and a check character. */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

interface IdNumber {
  readonly idNumber: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly gender: 'male' | 'female';
}

/** @returns null where length, date or check character are wrong */
export function readIdNumber(typed: string): IdNumber | null {
  const idNumber = typed.normalize('NFKC').toUpperCase().replaceAll(/\s/g, '');
  if (!/^\d{17}[\dX]$/.test(idNumber) || idCheckCharacter(idNumber) !== idNumber[17]) return null;
  const birthDate = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  const date = new Date(`${birthDate}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== birthDate) return null;
  return { idNumber, birthDate, gender: Number(idNumber[16]) % 2 === 1 ? 'male' : 'female' };
}

/** @param digits the first 17 */
export function idCheckCharacter(digits: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return checkCharacters[sum % 11] ?? '';
}
