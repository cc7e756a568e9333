/** Which server this desk is at: given at the start by whoever started it, else told by a person and kept. */
import { readFingerprint, readServerOrigin } from '../shared/rules/enrol-link.ts';
import type { CallAnswer, CallArguments } from '../shared/ipc.ts';
import type { SettingsKeeper } from './kept-settings.ts';

export type ServerAddress = CallArguments<'chooseServer'>[0];

export interface ServerChoice {
  /** Origin; null until it is known. */
  current(): string | null;
  /** Origin that a person told, typed or linked; null until one did. */
  told(): string | null;
  /** SHA-256 of the authority to be trusted for it, and for nothing else; null where the system's trust is enough. */
  fingerprint(): string | null;
  /** By an argument or the environment: nothing that a person says in the window changes it. */
  readonly isGiven: boolean;
  /** Holds from the next load of the page on. */
  choose(address: ServerAddress): CallAnswer<'chooseServer'>;
  /** Where the server was found: what a person told is not forgotten by it. @returns whether it is kept */
  moveTo(origin: string): boolean;
}

/** @param given at the start; null where nobody gave one */
export function createServerChoice(given: string | null, keeper: SettingsKeeper): ServerChoice {
  return {
    isGiven: given !== null,
    current: () => given ?? keeper.current().serverUrl,
    told: () => given ?? keeper.current().toldUrl ?? keeper.current().serverUrl,
    fingerprint() {
      const { serverUrl, caFingerprint } = keeper.current();
      // What was learned of one server says nothing of another.
      return given === null || given === serverUrl ? caFingerprint : null;
    },
    choose(address) {
      if (given !== null) return 'given';
      const serverUrl = readServerOrigin(address.serverUrl);
      const caFingerprint = address.caFingerprint === null ? null : readFingerprint(address.caFingerprint);
      const isReadable = serverUrl !== null && (caFingerprint !== null || address.caFingerprint === null);
      if (!isReadable) return 'unsafe';
      // Only a certificate shows whose authority it is.
      if (caFingerprint !== null && !serverUrl.startsWith('https:')) return 'unsafe';
      return keeper.keep({ serverUrl, caFingerprint, toldUrl: serverUrl }) ? 'chosen' : 'notKept';
    },
    moveTo(origin) {
      const { serverUrl, toldUrl } = keeper.current();
      if (given !== null || readServerOrigin(origin) !== origin || !origin.startsWith('https:')) return false;
      return keeper.keep({ serverUrl: origin, toldUrl: toldUrl ?? serverUrl });
    },
  };
}
