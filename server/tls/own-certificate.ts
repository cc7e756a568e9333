/** The server's own certificate: made at its start, and anew while it runs, before it ends or when it is called otherwise. */
import type { Authority, ServerCertificate } from './certificates.ts';

const dayMs = 24 * 3_600_000;
/** Long enough for a server that nobody looks at over a holiday, and for a machine that sleeps for weeks. */
const renewBeforeMs = 60 * dayMs;
const lookEveryMs = 60_000;

export interface OwnCertificateDeps {
  readonly authority: Authority;
  /** UTC ms: no certificate it signs is good for longer. */
  readonly authorityEnds: number;
  issue(authority: Authority, hosts: readonly string[], now: number): Promise<ServerCertificate>;
  /** Names and addresses it is to be for, as of now. */
  hosts(): readonly string[];
  /** UTC ms. */
  clock(): number;
  /** From then on connections are to be met with it. */
  onIssued(certificate: ServerCertificate): void;
  onTrouble(error: unknown): void;
}

export interface OwnCertificate {
  current(): ServerCertificate;
  /** Looks whether a new one is due, as it does by itself once a minute. */
  look(): Promise<void>;
  stop(): void;
}

export async function keepOwnCertificate(deps: OwnCertificateDeps): Promise<OwnCertificate> {
  let covered = new Set(deps.hosts());
  let current = await deps.issue(deps.authority, [...covered], deps.clock());
  async function look(): Promise<void> {
    try {
      const [hosts, now] = [deps.hosts(), deps.clock()];
      if (!isDue(current, covered, hosts, now, deps.authorityEnds)) return;
      current = await deps.issue(deps.authority, hosts, now);
      covered = new Set(hosts);
      deps.onIssued(current);
    } catch (error) {
      deps.onTrouble(error);
    }
  }
  const timer = setInterval(() => void look(), lookEveryMs);
  timer.unref();
  return { current: () => current, look, stop: () => clearInterval(timer) };
}

/** What is gone may stay in it until the next one: a cable pulled out and put back is no reason. */
function isDue(
  { validFrom, validTo }: ServerCertificate,
  covered: ReadonlySet<string>,
  hosts: readonly string[],
  now: number,
  authorityEnds: number,
): boolean {
  const isNew = hosts.some((host) => !covered.has(host));
  // A clock that was wrong at the start, and is right now.
  const isEnding = validTo - now < renewBeforeMs && validTo < authorityEnds;
  return isNew || now < validFrom || isEnding;
}
