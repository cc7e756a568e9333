/** Number plates (GA 36): province, letter, five characters; six where the car runs on new energy. */

/** One character each, in the order of the administrative divisions (GB/T 2260). */
export const provinces = [...'京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新'];
const complete = new RegExp(
  `^[${provinces.join('')}][A-HJ-NP-Z](?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[A-HJ-NP-Z0-9]{6})$`,
);

/**
 * Reads what was typed: with or without province, dot and space, in either case.
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

/** `赣D·12345` */
export function showPlate(plate: string): string {
  return plate.length >= 7 ? `${plate.slice(0, 2)}·${plate.slice(2)}` : plate;
}

export function isNewEnergy(plate: string): boolean {
  return plate.length === 8;
}
