/** What one person did is told to nobody who comes after, who could take it back in their own name. */
import { useEffect } from 'react';
import { useDesk } from '../data/desk-context.tsx';
import { dismissNotice, noticeStore } from '../ui/notices.ts';

export function useOwnNotices(): void {
  const { state } = useDesk();
  useEffect(
    () =>
      state.subscribe(({ person }, { person: before }) => {
        if (person?.id === before?.id) return;
        const { notice } = noticeStore.getState();
        // What was still being saved is told after its person has left; why they were signed out is for the next one.
        if (before || notice?.undo || notice?.offer) dismissNotice();
      }),
    [state],
  );
}
