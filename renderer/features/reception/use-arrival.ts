/** The check-in under way and those set aside: how one begins, is left, taken up again, saved. All survive a reload. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { useSettings } from '../../data/hooks.ts';
import { useDraft } from '../../data/use-draft.ts';
import { showDone, showUndo } from '../../ui/notices.ts';
import {
  anonymousDraft,
  draftProblems,
  draftSubject,
  knownGuestDraft,
  newCustomerDraft,
  toCheckIn,
  toCheckInNew,
  type CheckInDraft,
} from './check-in-draft.ts';
import type { PartyActions } from './use-party-actions.ts';

export type Guest = Pick<SearchHit, 'guestCardId' | 'name'>;
export type Arrival = ReturnType<typeof useArrival>;

interface ArrivalDeps {
  readonly actions: PartyActions;
  readonly onArrived: (visitId: string) => void;
  readonly query: string;
  readonly setQuery: (query: string) => void;
}

export function useArrival({ actions, onArrived, query, setQuery }: ArrivalDeps) {
  const { t } = useTranslation();
  const province = useSettings()?.plateProvince ?? null;
  const { draft, asides, edit, begin, leave, resume, drop } = useDrafts();
  const [isTried, setTried] = useState(false);
  const isSaving = useRef(false);

  const start = useCallback(
    (next: CheckInDraft) => {
      setTried(false);
      begin(next);
    },
    [begin],
  );
  const choose = useCallback(
    ({ guestCardId, name }: Guest, openVisitId: string | null) => {
      if (openVisitId === null) {
        start(knownGuestDraft(guestCardId, name));
        return;
      }
      showDone(t('reception.checkIn.alreadyHere', { name }));
      setQuery('');
      onArrived(openVisitId);
    },
    [start, onArrived, setQuery, t],
  );

  async function submit(current: CheckInDraft) {
    setTried(true);
    if (isSaving.current || Object.keys(draftProblems(current, province)).length > 0) return;
    isSaving.current = true;
    const saving =
      current.guest === 'new'
        ? actions.checkInNew(toCheckInNew(current, province))
        : actions.checkIn(toCheckIn(current));
    const visitId = await saving.finally(() => (isSaving.current = false));
    // Nothing was saved: what was typed stays.
    if (visitId === null) return;
    setQuery('');
    edit(null);
    onArrived(visitId);
  }
  return {
    draft,
    asides,
    isTried,
    edit: (changed: CheckInDraft) => edit({ ...changed, isEdited: true }),
    submit,
    choose,
    leave,
    resume,
    drop,
    beginKnown: (guestCardId: string, name: string) => start(knownGuestDraft(guestCardId, name)),
    beginNew: () => start(newCustomerDraft(query, province)),
    beginAnonymous: () => start(anonymousDraft(t('reception.checkIn.anonymousName'))),
  };
}

/** One form is open; leaving it, or beginning another, sets it aside where something was typed. */
function useDrafts() {
  const { t } = useTranslation();
  const [draft, edit] = useDraft<CheckInDraft>('check-in');
  const [kept, keep] = useDraft<readonly CheckInDraft[]>('check-ins-aside');
  const asides = kept ?? noAsides;
  const latest = useRef(asides);
  useEffect(() => {
    latest.current = asides;
  }, [asides]);
  const change = useCallback(
    (next: CheckInDraft | null, others: readonly CheckInDraft[]) => {
      keep(draft?.isEdited ? [draft, ...others] : others);
      edit(next);
    },
    [draft, edit, keep],
  );
  return {
    draft,
    asides,
    edit,
    begin: useCallback((next: CheckInDraft) => change(next, asides), [change, asides]),
    leave: () => change(null, asides),
    resume: (aside: CheckInDraft) =>
      change(
        aside,
        asides.filter((one) => one !== aside),
      ),
    drop(aside: CheckInDraft) {
      keep(asides.filter((one) => one !== aside));
      showUndo(t('reception.find.dropped', { name: draftSubject(aside) }), () =>
        keep([aside, ...latest.current]),
      );
    },
  };
}

const noAsides: readonly CheckInDraft[] = [];
