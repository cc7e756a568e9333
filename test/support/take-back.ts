/** The way back of what was just done. */
import { act, waitFor } from '@testing-library/react';
import { expect } from 'vitest';
import { noticeStore, undoLast, whenSaved } from '../../renderer/ui/notices.ts';

/** Takes it, once it is offered: what was done is on the screen, and in the database, a moment before. */
export async function takeBack(): Promise<void> {
  await whenSaved();
  await waitFor(() => expect(noticeStore.getState().notice?.undo).toBeTruthy());
  act(() => undoLast());
}
