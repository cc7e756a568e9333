/** Enrolment links that the system hands to the program: kept until the page takes them, and nothing else is. */
import { appLinkStart, readEnrolLink } from '../shared/rules/enrol-link.ts';

export interface EnrolInbox {
  /** @returns whether there was a link of ours in it: the page is to be told */
  receive(texts: readonly string[]): boolean;
  /** The last one that came, once; null where none did. */
  take(): string | null;
}

export function createEnrolInbox(): EnrolInbox {
  let waiting: string | null = null;
  return {
    receive(texts) {
      const link = texts.find((text) => isAppLink(text) && readEnrolLink(text) !== null);
      if (link !== undefined) waiting = link;
      return link !== undefined;
    },
    take() {
      const taken = waiting;
      waiting = null;
      return taken;
    },
  };
}

/** The form that the system gives us; a browser's address on the command line is somebody else's. */
function isAppLink(text: string): boolean {
  return text.toLowerCase().startsWith(appLinkStart);
}
