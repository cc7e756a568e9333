/** What the system tells while the window is not in front; a click brings it there. */
import type { Notification } from 'electron';
import type { CallArguments } from '../shared/ipc.ts';

export interface NoticesDeps {
  /** Electron's `Notification`, as far as it is used. */
  readonly create: (text: { title: string; body: string; silent: true }) => Pick<
    Notification,
    'show' | 'close'
  > & {
    on(event: 'click' | 'close', listener: () => void): unknown;
  };
  readonly isSupported: () => boolean;
  /** The choice of this installation. */
  readonly isWanted: () => boolean;
  readonly isInFront: () => boolean;
  readonly onChosen: (about: string) => void;
}

export interface Notices {
  /** @returns whether it was shown */
  show(notice: CallArguments<'notify'>[0]): boolean;
  /** Who looks at the window needs none of them. */
  clear(): void;
}

/** More at once are a wall of notices. */
const most = 5;

export function createNotices({ create, isSupported, isWanted, isInFront, onChosen }: NoticesDeps): Notices {
  /** Held, or they would be collected with their listeners while they can still be clicked. */
  const shown = new Map<string, Pick<Notification, 'close'>>();
  function close(about: string): void {
    const notice = shown.get(about);
    shown.delete(about);
    notice?.close();
  }
  return {
    show({ about, title, body }) {
      if (!isWanted() || isInFront() || !isSupported()) return false;
      close(about);
      const [oldest] = shown.keys();
      if (shown.size >= most && oldest !== undefined) close(oldest);
      // The application has a soft sound of its own, for who wants one.
      const notice = create({ title, body, silent: true });
      shown.set(about, notice);
      notice.on('click', () => {
        shown.delete(about);
        onChosen(about);
      });
      notice.on('close', () => {
        if (shown.get(about) === notice) shown.delete(about);
      });
      notice.show();
      return true;
    },
    clear() {
      for (const about of [...shown.keys()]) close(about);
    },
  };
}
