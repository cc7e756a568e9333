/**
 * Whether the window may close. The page knows what would be lost or is not sent yet, and asks the person:
 *
 *   open ──close──▶ asked ──“asking”──▶ asking ──“stay”──▶ open
 *                     │ no answer in time  │ “close”
 *                     ▼                    ▼
 *                  free: the window goes with the next close
 *
 * A page that is gone or hangs keeps nobody in: what is saved is on the disk. With a page that is loaded anew its question
 * is gone too, and whatever wanted to end is off, as if the person had stayed: nobody said that they leave.
 */
export type CloseAnswer = 'asking' | 'close' | 'stay';

export interface CloseGuard {
  /** The window is about to close. @returns whether it may */
  mayClose(): boolean;
  /** It was decided, and nothing is asked any more. */
  isFree(): boolean;
  answer(word: CloseAnswer): void;
  /** Another page stands there, which was asked nothing. */
  forget(): void;
  /** The computer shuts down, or the program was told to end whatever there is. */
  free(): void;
}

export interface CloseGuardDeps {
  /** @returns whether there is a page to ask */
  ask(): boolean;
  /** Closes the window, which asks us again. */
  close(): void;
  /** The person wants to go on working: whatever wanted to end is off. */
  onStay(): void;
}

/** ms in which a page that lives has said that it asks. */
export const closeAnswerMs = 4_000;

export function createCloseGuard({ ask, close, onStay }: CloseGuardDeps): CloseGuard {
  let state: 'open' | 'asked' | 'asking' | 'free' = 'open';
  let timer: NodeJS.Timeout | undefined;
  function turn(next: typeof state): void {
    clearTimeout(timer);
    state = next;
  }
  function leave(): void {
    turn('free');
    close();
  }
  return {
    mayClose() {
      if (state === 'free') return true;
      // Pressed again while the question stands: it still stands.
      if (state !== 'open') return false;
      if (!ask()) return true;
      turn('asked');
      timer = setTimeout(leave, closeAnswerMs);
      return false;
    },
    isFree: () => state === 'free',
    answer(word) {
      // To a question that nobody asked there is no answer.
      if (state !== 'asked' && state !== 'asking') return;
      if (word === 'close') return leave();
      turn(word === 'stay' ? 'open' : 'asking');
      if (word === 'stay') onStay();
    },
    forget() {
      if (state === 'free') return;
      const wasAsked = state !== 'open';
      turn('open');
      if (wasAsked) onStay();
    },
    free: () => turn('free'),
  };
}
