/** The server's own authority lasts ten years: whoever looks after the server is told a year before they are over. */

const yearMs = 365 * 24 * 3_600_000;

/** @param ends of the authority @param now both UTC ms */
export function isAuthorityEnding(ends: number, now: number): boolean {
  return ends - now < yearMs;
}
