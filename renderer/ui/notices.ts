/** What was just done, with its undo for ten seconds (screens.md: do it, and offer to take it back). */
import { createStore } from 'zustand/vanilla';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'failed';
  readonly undo: (() => void) | null;
}

export const undoMs = 10_000;

export const noticeStore = createStore<{ readonly notice: Notice | null }>(() => ({ notice: null }));

export function showUndo(text: string, undo: () => void): void {
  show({ text, kind: 'done', undo });
}

export function showDone(text: string): void {
  show({ text, kind: 'done', undo: null });
}

export function showFailure(text: string): void {
  show({ text, kind: 'failed', undo: null });
}

export function dismissNotice(): void {
  noticeStore.setState({ notice: null });
}

/** Takes back what was last done, if that is still offered. */
export function undoLast(): void {
  const { notice } = noticeStore.getState();
  if (!notice?.undo) return;
  dismissNotice();
  notice.undo();
}

function show(notice: Omit<Notice, 'id'>): void {
  const id = (noticeStore.getState().notice?.id ?? 0) + 1;
  noticeStore.setState({ notice: { ...notice, id } });
}
