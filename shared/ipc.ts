/**
 * The contract between the desktop shell and its page. Without Zod, for the preload script bundles this
 * file: what arguments may be is checked where they arrive, in electron/ipc.ts.
 */

/** What the page finds at `window.crDesk`; in a browser there is none. */
export interface DesktopBridge {
  /** Origin of the central server, without a slash at the end. */
  readonly serverUrl: string;
}

export const bridgeName = 'crDesk';

export const channels = {
  /** Synchronous, without arguments; answers the bridge's values, or null to whom it refuses. */
  configuration: 'crdesk:configuration',
} as const;
