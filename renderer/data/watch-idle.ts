/** Watches a window in which somebody is signed in, and tells once that nobody has been there for long. */
import { isIdle } from '../../shared/rules/idle-lock.ts';
import type { LastInput } from './last-input.ts';

export const lookEveryMs = 10_000;
/** A window in the background is called late: only what is later still has slept through it. */
const slackMs = 90_000;

/** Before anything on the screen keeps it to itself. */
const options = { capture: true, passive: true };
const touches = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

export interface IdleDeps {
  readonly target: EventTarget;
  readonly minutes: number;
  readonly lastInput: LastInput;
  /** Device's ms. */
  clock(): number;
  /** How long nobody has touched the computer, in whatever program, in ms; null where only this page is known. */
  computerIdleMs(): Promise<number | null>;
  onIdle(): void;
}

/** @returns the way to stop */
export function watchIdle({
  target,
  minutes,
  lastInput,
  clock,
  computerIdleMs,
  onIdle,
}: IdleDeps): () => void {
  let isOver = false;
  const idleFor = (slack = 0) => isIdle(lastInput.at() ?? clock(), clock(), minutes, slack);

  function end(): void {
    stop();
    onIdle();
  }
  /** Whose hand it is that wakes a computer nobody knows. */
  function touched(): void {
    if (idleFor(slackMs)) end();
    else lastInput.note(clock());
  }
  async function look(): Promise<void> {
    if (!idleFor()) return;
    const elsewhere = await computerIdleMs();
    if (isOver) return;
    // Whoever works in another program of this computer is there.
    if (elsewhere !== null) lastInput.note(clock() - elsewhere);
    if (elsewhere === null || isIdle(clock() - elsewhere, clock(), minutes)) end();
  }
  function stop(): void {
    isOver = true;
    clearInterval(timer);
    for (const name of touches) target.removeEventListener(name, touched, options);
  }
  for (const name of touches) target.addEventListener(name, touched, options);
  const timer = setInterval(() => void look(), lookEveryMs);
  if (lastInput.at() === null) lastInput.note(clock());
  // Of a page that comes back after a night: nobody has to wait for the first look.
  void look();
  return stop;
}
