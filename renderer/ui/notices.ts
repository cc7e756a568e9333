/** What was just done, with its undo for ten seconds: do it, and offer to take it back. */
import { createStore } from 'zustand/vanilla';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'done' | 'failed';
  readonly undo: (() => void) | null;
  /** What was not done, and the way to do it on purpose. */
  readonly offer: Offer | null;
  /** Where it was done. */
  readonly page: string;
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
  /** Which part of the application is on the screen. */
  readonly page: string;
}

export const noticeStore = createStore<Notices>(() => ({
  ...{ notice: null, saving: 0, isUndoAsked: false },
  page: '',
}));

/** Told by the frame. */
export function setNoticePage(page: string): void {
  noticeStore.setState({ page });
}

/** Whether the key takes this back: on another page it would undo what nobody looks at. */
export function hasUndoKey({ undo, page }: Notice, shown: string): boolean {
  return undo !== null && page === shown;
}

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

/** Resolves when nothing is being saved. */
export function whenSaved(): Promise<void> {
  if (noticeStore.getState().saving === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = noticeStore.subscribe(({ saving }) => {
      if (saving > 0) return;
      stop();
      resolve();
    });
  });
}

type Action = (...given: never[]) => Promise<unknown>;

/** Each of the actions so. */
export function eachWhileSaving<Actions extends { readonly [Name in keyof Actions]: Action }>(
  actions: Actions,
): Actions {
  const saving =
    (action: Action): Action =>
    (...given) =>
      whileSaving(() => action(...given));
  const wrapped = Object.entries<Action>(actions).map(([name, action]) => [name, saving(action)] as const);
  return Object.fromEntries(wrapped) as Actions;
}

/** By key: what was last done on this page, as soon as it is. */
export function undoNewest(): void {
  const { saving, notice, page } = noticeStore.getState();
  if (saving > 0) noticeStore.setState({ isUndoAsked: true });
  else if (notice && hasUndoKey(notice, page)) undoLast();
}

/** Takes back what was last done, if that is still offered. */
export function undoLast(): void {
  const { notice } = noticeStore.getState();
  if (!notice?.undo) return;
  dismissNotice();
  notice.undo();
}

function show(shown: Omit<Notice, 'id' | 'page'>): void {
  const { notice: before, page } = noticeStore.getState();
  const notice = { ...shown, id: (before?.id ?? 0) + 1, page };
  noticeStore.setState({ notice });
  if (!notice.undo || !noticeStore.getState().isUndoAsked) return;
  noticeStore.setState({ isUndoAsked: false });
  undoLast();
}
