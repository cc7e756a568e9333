/** Number plates (GA 36): province, letter of the authority, five characters; six where the car runs on new energy. */

/** One character each, in the order of the administrative divisions (GB/T 2260). */
export const provinces = [...'京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新'];

/** No I and no O, which look like digits; O stands for an authority alone. */
const character = '[A-HJ-NP-Z0-9]';
/** Police, trailer, learner, and the cars of Hong Kong and Macau on the mainland. */
const ending = '[A-HJ-NP-Z0-9警挂学港澳]';
/** The energy's letter stands first on a small car, last on a large one (GA 36–2018). */
const newEnergy = `(?:[A-HJK]${character}\\d{4}|\\d{5}[A-HJK])`;
const complete = new RegExp(`^[${provinces.join('')}][A-HJ-Z](?:${character}{4}${ending}|${newEnergy})$`);

/**
 * Reads what was typed: with or without province, dot and space, in either case, narrow or full width.
 * @param province put before a plate that has none, e.g. `赣`; null where the site has no such setting
 * @returns as stored, e.g. `赣D12345`; null where it is no plate
 */
export function readPlate(typed: string, province: string | null): string | null {
  const bare = barePlate(typed);
  if (complete.test(bare)) return bare;
  const completed = `${province ?? ''}${bare}`;
  return complete.test(completed) ? completed : null;
}

/** Without dots, dashes and spaces, in upper case and narrow characters: how plates are compared. */
export function barePlate(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s.·•・-]/g, '');
}

/** As it stands on the car: `赣D·12345`. What is too short to be a plate stays as it is. */
export function showPlate(plate: string): string {
  return plate.length >= 7 ? `${plate.slice(0, 2)}·${plate.slice(2)}` : plate;
}
