/** Numbers as a passer-by may read them: enough to tell two apart, not enough to use. */
import { showPhone } from './phone.ts';

/** `138 **** 6001`, `0796-****888`: what comes before and the last digits stay. @param number E.164 */
export function maskPhone(number: string): string {
  const shown = showPhone(number);
  const mobile = /^(\d{3}) \d{4} (\d{4})$/.exec(shown);
  if (mobile) return `${mobile[1]} **** ${mobile[2]}`;
  const landline = /^(0\d{2,3})-\d+(\d{3})(?: 转 \d+)?$/.exec(shown);
  return landline ? `${landline[1]}-****${landline[2]}` : `****${number.slice(-3)}`;
}

/** `110**********1234`; a shorter one keeps its last two characters. */
export function maskIdNumber(idNumber: string): string {
  return idNumber.length === 18
    ? `${idNumber.slice(0, 3)}${'*'.repeat(11)}${idNumber.slice(-4)}`
    : `****${idNumber.slice(-2)}`;
}
