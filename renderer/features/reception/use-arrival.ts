/** The check-in under way and those set aside: how one begins, is left, taken up again, saved. All survive a reload. */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { v7 as uuidv7 } from 'uuid';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useSettings } from '../../data/hooks.ts';
import { useDraft } from '../../data/use-draft.ts';
import { showDone, showUndo } from '../../ui/notices.ts';
import {
  anonymousDraft,
  draftProblems,
  draftSubject,
  isWorthKeeping,
  knownGuestDraft,
  newCustomerDraft,
  toCheckIn,
  toCheckInNew,
  type CheckInDraft,
} from './check-in-draft.ts';
import { plateHolder } from './use-duplicate.ts';
import type { PartyActions } from './use-party-actions.ts';

export type Guest = Pick<SearchHit, 'guestCardId' | 'name'> & {
  /** The one they were found by, where that says which. */
  readonly vehicleId?: string | undefined;
};
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
  /** Ids of check-ins that are on their way to the disk, or there: no second press saves them again. */
  const handedIn = useRef(new Set<string>());
  const { draft, latest, asides, edit, begin, leave, resume, drop, setAside } = useDrafts(handedIn);
  const [isTried, setTried] = useState(false);
  const save = useSave(actions, province);

  const start = useCallback(
    (next: CheckInDraft) => {
      setTried(false);
      begin({ ...next, id: uuidv7() });
    },
    [begin],
  );
  const choose = useCallback(
    ({ guestCardId, name, vehicleId }: Guest, openVisitId: string | null) => {
      if (openVisitId === null) {
        start(knownGuestDraft(guestCardId, name, vehicleId));
        return;
      }
      showDone(t('reception.checkIn.alreadyHere', { name }));
      setQuery('');
      onArrived(openVisitId);
    },
    [start, onArrived, setQuery, t],
  );

  async function submit(current: CheckInDraft) {
    const { id } = current;
    if (handedIn.current.has(id)) return;
    setTried(true);
    const marked = { ...current, visitId: uuidv7() };
    edit(marked);
    const visitId = await handIn(handedIn.current, id, save(marked));
    // Another one may have been begun meanwhile: it stays open, and this one goes nowhere, or aside.
    const isOpen = latest.current?.id === id;
    // Nothing was saved: what was typed stays.
    if (visitId === null) return isOpen ? undefined : setAside(current);
    if (!isOpen) return;
    setQuery('');
    edit(null);
    onArrived(visitId);
  }

  /** What was typed of the party goes on with the customer the desk knows; who is in the house is shown. */
  function takeExisting(current: CheckInDraft, guest: Guest, openVisitId: string | null) {
    if (openVisitId !== null) {
      leave();
      choose(guest, openVisitId);
      return;
    }
    setTried(false);
    edit({
      ...current,
      guest: 'known',
      guestCardId: guest.guestCardId,
      partyName: guest.name,
      isEdited: true,
    });
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
    takeExisting,
    beginNew: () => start(newCustomerDraft(query, province)),
    beginAnonymous: () => start(anonymousDraft(t('reception.checkIn.anonymousName'))),
  };
}

/** Keeps an id handed in for as long as its check-in is being saved, and for good once it was. */
async function handIn(
  handedIn: Set<string>,
  id: string,
  saving: Promise<string | null>,
): Promise<string | null> {
  handedIn.add(id);
  let visitId: string | null = null;
  try {
    visitId = await saving;
  } finally {
    if (visitId === null) handedIn.delete(id);
  }
  return visitId;
}

/** @returns saves a draft; null where it was not saved, as something is wrong or to be asked first */
function useSave(actions: PartyActions, province: string | null) {
  const { db } = useDesk();

  /** Two customers do not get one plate by an Enter too many: the form asks first. */
  async function isHeld({ guest, plate, acceptedDuplicateId }: CheckInDraft): Promise<boolean> {
    if (guest !== 'new') return false;
    const holder = await plateHolder(db, plate, province);
    return holder !== null && holder.id !== acceptedDuplicateId;
  }
  async function save(draft: CheckInDraft): Promise<string | null> {
    if (await isHeld(draft)) return null;
    if (draft.guest !== 'new') return actions.checkIn(toCheckIn(draft));
    return actions.checkInNew(toCheckInNew(draft, province));
  }
  return async (draft: CheckInDraft): Promise<string | null> => {
    const isReady = Object.keys(draftProblems(draft, province)).length === 0;
    return isReady ? save(draft) : null;
  };
}

/** One form is open; leaving it, or beginning another, sets it aside where something was typed. */
function useDrafts(handedIn: RefObject<ReadonlySet<string>>) {
  const { t } = useTranslation();
  const [draft, put] = useDraft<CheckInDraft>('check-in');
  const [kept, keep] = useDraft<readonly CheckInDraft[]>('check-ins-aside');
  const asides = kept ?? noAsides;
  const latestAsides = useRef(asides);
  const latest = useRef(draft);
  useEffect(() => {
    latestAsides.current = asides;
    latest.current = draft;
  }, [asides, draft]);
  const edit = useCallback(
    (next: CheckInDraft | null) => {
      // At once: a check-in that is saved before the screen shows the next one must not take it away.
      latest.current = next;
      put(next);
    },
    [put],
  );
  useForgetSaved(draft, latest, edit);
  const change = useCallback(
    (next: CheckInDraft | null, others: readonly CheckInDraft[]) => {
      const isOurs = draft !== null && !handedIn.current.has(draft.id);
      keep(isOurs && isWorthKeeping(draft) ? [draft, ...others] : others);
      edit(next);
    },
    [draft, edit, keep, handedIn],
  );
  return {
    draft,
    latest,
    asides,
    edit,
    setAside: (one: CheckInDraft) => keep([one, ...latestAsides.current]),
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
        keep([aside, ...latestAsides.current]),
      );
    },
  };
}

/** The page went while a check-in was being saved: where that was done, nobody is to hand it in once more. */
function useForgetSaved(
  draft: CheckInDraft | null,
  latest: RefObject<CheckInDraft | null>,
  edit: (next: null) => void,
): void {
  const { t } = useTranslation();
  const { db } = useDesk();
  const [atStart] = useState(draft);
  useEffect(() => {
    if (!atStart?.visitId) return;
    void db.visit.get(atStart.visitId).then((visit) => {
      if (!visit || latest.current?.id !== atStart.id) return;
      edit(null);
      showDone(t('reception.checkIn.done', { name: visit.partyName ?? '' }));
    });
  }, [atStart, db, latest, edit, t]);
}

const noAsides: readonly CheckInDraft[] = [];
