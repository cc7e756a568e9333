/** The code of an enrolment link, over the reload that makes its server this desk's. */
import { enrolPath, readEnrolLink } from '../../shared/rules/enrol-link.ts';

const name = 'crdesk-enrol-code';

export function keepEnrolCode(code: string): void {
  try {
    sessionStorage.setItem(name, code);
  } catch {
    // It is asked for, as without a link.
  }
}

/**
 * Of a page that was opened by the browser's form of an enrolment link: its code is taken, and out of the address,
 * which stands in the history and on the screen.
 */
export function takeEnrolAddress({ location, history }: Pick<Window, 'location' | 'history'>): void {
  const link = readEnrolLink(location.href);
  if (link) keepEnrolCode(link.code);
  // Also of a link that cannot be read: what was meant as a code is none of the screen's.
  if (link || location.pathname === enrolPath) history.replaceState(null, '', '/');
}

/** @returns empty where none is kept */
export function keptEnrolCode(): string {
  try {
    return sessionStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

/** It is good once. */
export function forgetEnrolCode(): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // It is refused where it is tried again.
  }
}
