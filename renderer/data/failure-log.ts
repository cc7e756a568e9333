/** The last bugs of this window, without their messages: what a diagnosis file tells of them. */
import { failureNote, isFailureNote, type FailureNote } from '../../shared/rules/failure-note.ts';

export interface KeptFailure extends FailureNote {
  /** UTC ms by the device's clock. */
  readonly at: number;
}

const name = 'crdesk-failures';
const most = 20;

/** @param tell the shell's log, where there is one */
export function keepFailure(error: unknown, tell: ((note: FailureNote) => void) | null): void {
  const note = failureNote(error);
  tell?.(note);
  try {
    const kept: readonly KeptFailure[] = [...keptFailures(), { at: Date.now(), ...note }];
    localStorage.setItem(name, JSON.stringify(kept.slice(-most)));
  } catch {
    // The shell has it, or nobody.
  }
}

/** The oldest first. What is not of our own writing is left out. */
export function keptFailures(): readonly KeptFailure[] {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? '[]') as KeptFailure[];
    return kept
      .map(({ at, name: kind, frames }) => ({ at: Number(at), name: kind, frames }))
      .filter(isFailureNote);
  } catch {
    return [];
  }
}

/** Everything that nobody caught. @returns the way to stop */
export function watchFailures(target: Window, tell: ((note: FailureNote) => void) | null): () => void {
  const onError = ({ error }: ErrorEvent) => keepFailure(error, tell);
  const onRejection = ({ reason }: PromiseRejectionEvent) => keepFailure(reason, tell);
  target.addEventListener('error', onError);
  target.addEventListener('unhandledrejection', onRejection);
  return () => {
    target.removeEventListener('error', onError);
    target.removeEventListener('unhandledrejection', onRejection);
  };
}
