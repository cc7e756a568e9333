/** The left column: find who comes in, or register them; then check them in. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { drinkInstead } from '../../../shared/rules/drink-instead.ts';
import { drinkToBegin } from '../../../shared/rules/stated-drink.ts';
import type { LocalRow } from '../../data/database.ts';
import { useKeys } from '../../ui/use-keys.ts';
import type { CheckInDraft } from './check-in-draft.ts';
import { CheckInForm } from './check-in-form.tsx';
import { FindColumn } from './find-column.tsx';
import { TwiceHere } from './twice-here.tsx';
import type { Floor } from './use-floor.ts';
import { useArrival, type Arrival, type Guest } from './use-arrival.ts';
import { useGuestFacts, type GuestFacts } from './use-guest-facts.ts';
import { useReceptionKeyHints } from './use-reception-key-hints.ts';
import type { PartyActions } from './use-party-actions.ts';
import classes from './reception.module.css';

interface ArrivalColumnProps {
  readonly floor: Floor;
  readonly actions: PartyActions;
  /** Who was just checked in is not drawn on the floor yet. */
  readonly isComing: boolean;
  /** A guest chosen elsewhere, to be checked in. */
  readonly guestId: string | null;
  readonly onArrived: (visitId: string) => void;
}

export function ArrivalColumn({ floor, actions, isComing, guestId, onArrived }: ArrivalColumnProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const arrival = useArrival({ actions, onArrived, query, setQuery });
  const { draft } = arrival;
  useGuestFromAddress(guestId, arrival.choose);
  useArrivalKeys(field, arrival);
  useReceptionKeyHints();
  const facts = useGuestFacts(draft?.guest === 'known' ? [draft.guestCardId] : []).get(
    draft?.guestCardId ?? '',
  );
  // The usual drink is offered, not served unasked.
  const shown = draft && withOnlyCar(withUsual(draft, facts, floor), facts);
  async function restore(visit: LocalRow<'visit'>) {
    if (!(await actions.restore({ visit, name: visit.partyName ?? facts?.card.name ?? '' }))) return;
    arrival.leave();
    setQuery('');
    onArrived(visit.id);
  }
  return (
    <section className={classes.left} data-arrival aria-label={t('reception.title')}>
      {shown ? (
        <CheckInForm
          draft={shown}
          facts={facts}
          floor={floor}
          isTried={arrival.isTried}
          onChange={(change) => arrival.edit({ ...shown, ...change })}
          onSubmit={() => void arrival.submit(shown)}
          onBack={arrival.leave}
          onRestore={(visit) => void restore(visit)}
          onUseExisting={({ id, name }, openVisitId) =>
            arrival.takeExisting(shown, { guestCardId: id, name }, openVisitId)
          }
          onRegisterAnyway={(acceptedDuplicateId) => void arrival.submit({ ...shown, acceptedDuplicateId })}
        />
      ) : (
        <>
          <TwiceHere floor={floor} onShow={onArrived} />
          <FindColumn {...{ floor, isComing, query, arrival }} fieldRef={field} onQuery={setQuery} />
        </>
      )}
    </section>
  );
}

function useArrivalKeys(field: RefObject<HTMLInputElement | null>, arrival: Arrival) {
  const { t } = useTranslation();
  const isCheckingIn = arrival.draft !== null;
  function find() {
    if (isCheckingIn) arrival.leave();
    else takeField(field);
  }
  useKeys([
    { keys: 'F2', label: t('reception.keys.find'), run: find },
    { keys: 'alt+n', label: t('reception.keys.newCustomer'), run: arrival.beginNew },
    { keys: 'alt+g', label: t('reception.keys.anonymous'), run: arrival.beginAnonymous },
  ]);
  useEffect(() => {
    if (!isCheckingIn) takeField(field);
  }, [field, isCheckingIn]);
}

/** What is typed next takes the place of the name that was looked for last. */
function takeField({ current: field }: RefObject<HTMLInputElement | null>): void {
  // Selecting alone does not focus everywhere.
  field?.focus();
  field?.select();
}

function withUsual(draft: CheckInDraft, facts: GuestFacts | undefined, floor: Floor): CheckInDraft {
  if (draft.menuItemId !== null || !facts) return draft;
  // Tastes change: what was said comes before the habit, and what is avoided by now is not offered at all.
  const first = drinkToBegin(floor.menu, facts);
  if (first) return { ...draft, menuItemId: first.id };
  const usualId = facts.usual?.menuItemId;
  const instead = drinkInstead(floor.menu, usualId, facts);
  // Another habit is as good as the first; what is merely like it is for the guest to say.
  if (instead) return instead.isUsual && instead.drink ? { ...draft, menuItemId: instead.drink.id } : draft;
  return draft;
}

function withOnlyCar(draft: CheckInDraft, facts: GuestFacts | undefined): CheckInDraft {
  const [car, ...others] = facts?.vehicles ?? [];
  if (draft.vehicleId !== undefined || !car || others.length > 0) return draft;
  return { ...draft, vehicleId: car.id };
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
