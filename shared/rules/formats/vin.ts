/** Vehicle identification numbers (GB 16735, ISO 3779). */

const pattern = /^[A-HJ-NPR-Z0-9]{17}$/;
const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const letterValues = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9];
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

interface Vin {
  readonly vin: string;
  /** False for some imports: worth a warning, never a refusal. */
  readonly hasValidCheckDigit: boolean;
}

/** @returns null where it is no VIN: 17 characters without I, O, Q */
export function readVin(typed: string): Vin | null {
  const vin = typed.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
  if (!pattern.test(vin)) return null;
  return { vin, hasValidCheckDigit: vin[8] === vinCheckDigit(vin) };
}

/** The ninth character that belongs to the other sixteen. */
export function vinCheckDigit(vin: string): string {
  const sum = [...vin].reduce(
    (total, character, index) => total + valueOf(character) * (weights[index] ?? 0),
    0,
  );
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

function valueOf(character: string): number {
  const letter = letters.indexOf(character);
  return letter < 0 ? Number(character) : (letterValues[letter] ?? 0);
}
