/** Telephone numbers of this country: stored as E.164, shown the way people write them. */

export interface Phone {
  readonly kind: 'mobile' | 'landline';
  /** E.164; a landline's extension follows as `;ext=`. */
  readonly number: string;
}

const mobile = /^1[3-9]\d{9}$/;
const landline = /^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})(?:[-转x](\d{1,6}))?$/;

/**
 * Reads what was typed: with spaces, dashes, brackets and country code or without; a landline with its area
 * code, and with an extension behind `-`, `转` or `x`.
 * @returns null where it is no number of this country: a masked one (`138****6001`), one digit too many
 */
export function readPhone(typed: string): Phone | null {
  const bare = typed
    .normalize('NFKC')
    .replaceAll(/[\s().]/g, '')
    .replace(/^(?:\+|00)?86-?(?=1[3-9][\d-]{9,}$|0?\d[\d-]{8,})/, '');
  const digits = bare.replaceAll('-', '');
  if (mobile.test(digits)) return { kind: 'mobile', number: `+86${digits}` };
  const national = bare.startsWith('0') ? bare : `0${bare}`;
  // The last dash may stand before an extension, or within the number itself: 010-8888-8888.
  const [, area, subscriber, extension] =
    landline.exec(national.replace(/^(0\d{2,3})-/, '$1')) ??
    landline.exec(national.replaceAll('-', '')) ??
    [];
  if (area === undefined || subscriber === undefined) return null;
  const number = `+86${area.slice(1)}${subscriber}`;
  return { kind: 'landline', number: extension === undefined ? number : `${number};ext=${extension}` };
}

/** `138 0079 6001`, `0796-8888888 转 12`. A number of another country stays as it is. */
export function showPhone(number: string): string {
  const [base = '', extension] = number.split(';ext=');
  const national = base.replace(/^\+86/, '');
  if (mobile.test(national)) return `${national.slice(0, 3)} ${national.slice(3, 7)} ${national.slice(7)}`;
  const [, area, subscriber] = /^(10|2\d|[3-9]\d{2})(\d{7,8})$/.exec(national) ?? [];
  if (area === undefined) return number;
  return `0${area}-${subscriber}${extension === undefined ? '' : ` 转 ${extension}`}`;
}

/** What a guest card holds of a number: its last four digits, fewer where it has fewer; never the extension's. */
export function lastDigits(number: string): string {
  return (number.split(';ext=')[0] ?? '').replaceAll(/\D/g, '').slice(-4);
}
