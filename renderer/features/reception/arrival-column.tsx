/** The left column: find who comes in, or register them; then check them in. What was typed survives a reload. */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { useSettings } from '../../data/hooks.ts';
import { useDraft } from '../../data/use-draft.ts';
import { showDone } from '../../ui/notices.ts';
import { useKeys } from '../../ui/use-keys.ts';
import {
  anonymousDraft,
  draftProblems,
  knownGuestDraft,
  newCustomerDraft,
  toCheckIn,
  toCheckInNew,
  type CheckInDraft,
} from './check-in-draft.ts';
import { CheckInForm } from './check-in-form.tsx';
import { FindColumn } from './find-column.tsx';
import classes from './reception.module.css';
import type { Floor } from './use-floor.ts';
import { useGuestFacts } from './use-guest-facts.ts';
import type { PartyActions } from './use-party-actions.ts';

type Guest = Pick<SearchHit, 'guestCardId' | 'name'>;

interface ArrivalColumnProps {
  readonly floor: Floor;
  readonly actions: PartyActions;
  /** A guest chosen elsewhere, to be checked in. */
  readonly guestId: string | null;
  readonly onArrived: (visitId: string) => void;
}

export function ArrivalColumn({ floor, actions, guestId, onArrived }: ArrivalColumnProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { draft, isTried, ...arrival } = useArrival({ floor, actions, guestId, onArrived, query, setQuery });
  useArrivalKeys(field, draft !== null, arrival);
  const facts = useGuestFacts(draft?.guest === 'known' ? [draft.guestCardId] : []).get(
    draft?.guestCardId ?? '',
  );
  // The usual drink is offered, not served unasked.
  const shown = draft && withUsual(draft, facts?.usual?.menuItemId, floor);
  return (
    <section className={classes.left} aria-label={t('reception.title')}>
      {shown ? (
        <CheckInForm
          draft={shown}
          facts={facts}
          floor={floor}
          isTried={isTried}
          onChange={(change) => arrival.edit({ ...shown, ...change })}
          onSubmit={() => void arrival.submit(shown)}
          onBack={arrival.leave}
          onUseExisting={arrival.beginKnown}
        />
      ) : (
        <FindColumn
          floor={floor}
          query={query}
          fieldRef={field}
          onQuery={setQuery}
          onChoose={arrival.choose}
          onNew={arrival.beginNew}
          onAnonymous={arrival.beginAnonymous}
        />
      )}
    </section>
  );
}

interface ArrivalDeps extends ArrivalColumnProps {
  readonly query: string;
  readonly setQuery: (query: string) => void;
}

/** The check-in under way: how one begins, and how it is saved or left. */
function useArrival({ actions, guestId, onArrived, query, setQuery }: ArrivalDeps) {
  const { t } = useTranslation();
  const province = useSettings()?.plateProvince ?? null;
  const [draft, edit] = useDraft<CheckInDraft>('check-in');
  const [isTried, setTried] = useState(false);

  const begin = useCallback(
    (next: CheckInDraft) => {
      setTried(false);
      edit(next);
    },
    [edit],
  );
  const choose = useCallback(
    ({ guestCardId, name }: Guest, openVisitId: string | null) => {
      if (openVisitId === null) {
        begin(knownGuestDraft(guestCardId, name));
        return;
      }
      showDone(t('reception.checkIn.alreadyHere', { name }));
      setQuery('');
      onArrived(openVisitId);
    },
    [begin, onArrived, setQuery, t],
  );
  useGuestFromAddress(guestId, choose);

  async function submit(current: CheckInDraft) {
    setTried(true);
    if (Object.keys(draftProblems(current, province)).length > 0) return;
    const visitId =
      current.guest === 'new'
        ? await actions.checkInNew(toCheckInNew(current, province))
        : await actions.checkIn(toCheckIn(current));
    // Nothing was saved: what was typed stays.
    if (visitId === null) return;
    setQuery('');
    edit(null);
    onArrived(visitId);
  }
  return {
    draft,
    isTried,
    edit,
    submit,
    choose,
    leave: () => edit(null),
    beginKnown: (guestCardId: string, name: string) => begin(knownGuestDraft(guestCardId, name)),
    beginNew: () => begin(newCustomerDraft(query, province)),
    beginAnonymous: () => begin(anonymousDraft(t('reception.checkIn.anonymousName'))),
  };
}

type Arrival = Pick<ReturnType<typeof useArrival>, 'leave' | 'beginNew' | 'beginAnonymous'>;

function useArrivalKeys(field: RefObject<HTMLInputElement | null>, isCheckingIn: boolean, arrival: Arrival) {
  const { t } = useTranslation();
  const find = () => (isCheckingIn ? arrival.leave() : field.current?.select());
  useKeys([
    { keys: 'F2', label: t('reception.keys.find'), run: find },
    { keys: 'alt+n', label: t('reception.keys.newCustomer'), run: arrival.beginNew },
    { keys: 'alt+g', label: t('reception.keys.anonymous'), run: arrival.beginAnonymous },
  ]);
  useEffect(() => {
    if (!isCheckingIn) field.current?.focus();
  }, [field, isCheckingIn]);
}

function withUsual(draft: CheckInDraft, usualId: string | undefined, floor: Floor): CheckInDraft {
  if (draft.menuItemId !== null) return draft;
  const isOffered = floor.menu.some((item) => item.id === usualId && item.available !== false);
  return isOffered && usualId !== undefined ? { ...draft, menuItemId: usualId } : draft;
}

/** `/reception?guest=…`, from the search of the whole application. */
function useGuestFromAddress(
  guestId: string | null,
  choose: (guest: Guest, openVisitId: string | null) => void,
): void {
  const [, setParams] = useSearchParams();
  const facts = useGuestFacts(guestId === null ? [] : [guestId]).get(guestId ?? '');
  useEffect(() => {
    if (!facts) return;
    setParams({}, { replace: true });
    choose({ guestCardId: facts.card.id, name: facts.card.name }, facts.openVisitId);
  }, [facts, choose, setParams]);
}
