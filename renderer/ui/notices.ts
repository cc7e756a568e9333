/** What was just done, with its undo for ten seconds: do it, and offer to take it back. */
import { createStore } from 'zustand/vanilla';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'failed';
  readonly undo: (() => void) | null;
  /** What was not done, and the way to do it on purpose. */
  readonly offer: Offer | null;
}

export interface Offer {
  readonly text: string;
  /** On the button. */
  readonly label: string;
  readonly run: () => void;
}

export const undoMs = 10_000;

interface Notices {
  readonly notice: Notice | null;
  /** How many actions are being saved: their undo is not offered yet. */
  readonly saving: number;
  /** The key for it was pressed all the same. */
  readonly isUndoAsked: boolean;
}

export const noticeStore = createStore<Notices>(() => ({ notice: null, saving: 0, isUndoAsked: false }));

export function showUndo(text: string, undo: () => void): void {
  show({ text, kind: 'done', undo, offer: null });
}

export function showDone(text: string): void {
  show({ text, kind: 'done', undo: null, offer: null });
}

export function showFailure(text: string): void {
  show({ text, kind: 'failed', undo: null, offer: null });
}

/** Beside what was just done, whose undo stays: a key pressed twice must not cost the way back. */
export function showOffer(offer: Offer): void {
  const { notice } = noticeStore.getState();
  const done = notice?.undo ? notice : null;
  show({ text: done?.text ?? '', kind: 'done', undo: done?.undo ?? null, offer });
}

/** Does what was offered. */
export function takeOffer(): void {
  const { notice } = noticeStore.getState();
  dismissNotice();
  notice?.offer?.run();
}

export function dismissNotice(): void {
  noticeStore.setState({ notice: null });
}

/** Around what ends with a notice: an undo that is asked for meanwhile is meant for this, not for what was before. */
export async function whileSaving<Saved>(save: () => Promise<Saved>): Promise<Saved> {
  noticeStore.setState(({ saving }) => ({ saving: saving + 1 }));
  try {
    return await save();
  } finally {
    const saving = noticeStore.getState().saving - 1;
    noticeStore.setState({ saving, ...(saving === 0 && { isUndoAsked: false }) });
  }
}

/** By key: what was last done, as soon as it is. */
export function undoNewest(): void {
  if (noticeStore.getState().saving > 0) noticeStore.setState({ isUndoAsked: true });
  else undoLast();
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
  if (!notice.undo || !noticeStore.getState().isUndoAsked) return;
  noticeStore.setState({ isUndoAsked: false });
  undoLast();
}
