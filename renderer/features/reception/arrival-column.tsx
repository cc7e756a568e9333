/** The left column: find who comes in, or register them; then check them in. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { avoidedAs } from '../../../shared/rules/avoids.ts';
import { drinkInstead } from '../../../shared/rules/drink-instead.ts';
import { useKeys } from '../../ui/use-keys.ts';
import type { CheckInDraft } from './check-in-draft.ts';
import { CheckInForm } from './check-in-form.tsx';
import { FindColumn } from './find-column.tsx';
import classes from './reception.module.css';
import { TwiceHere } from './twice-here.tsx';
import type { Floor } from './use-floor.ts';
import { useArrival, type Arrival, type Guest } from './use-arrival.ts';
import { useGuestFacts, type GuestFacts } from './use-guest-facts.ts';
import { useReceptionKeyHints } from './use-reception-key-hints.ts';
import type { PartyActions } from './use-party-actions.ts';

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
  const arrival = useArrival({ actions, onArrived, query, setQuery });
  const { draft } = arrival;
  useGuestFromAddress(guestId, arrival.choose);
  useArrivalKeys(field, arrival);
  useReceptionKeyHints();
  const facts = useGuestFacts(draft?.guest === 'known' ? [draft.guestCardId] : []).get(
    draft?.guestCardId ?? '',
  );
  // The usual drink is offered, not served unasked.
  const shown = draft && withUsual(draft, facts, floor);
  return (
    <section className={classes.left} aria-label={t('reception.title')}>
      {shown ? (
        <CheckInForm
          draft={shown}
          facts={facts}
          floor={floor}
          isTried={arrival.isTried}
          onChange={(change) => arrival.edit({ ...shown, ...change })}
          onSubmit={() => void arrival.submit(shown)}
          onBack={arrival.leave}
          onUseExisting={({ id, name }, openVisitId) =>
            arrival.takeExisting(shown, { guestCardId: id, name }, openVisitId)
          }
          onRegisterAnyway={(acceptedDuplicateId) => void arrival.submit({ ...shown, acceptedDuplicateId })}
        />
      ) : (
        <>
          <TwiceHere floor={floor} actions={actions} onShow={onArrived} />
          <FindColumn floor={floor} query={query} fieldRef={field} onQuery={setQuery} arrival={arrival} />
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
  const usualId = facts.usual?.menuItemId;
  const instead = drinkInstead(floor.menu, usualId, facts);
  // Another habit is as good as the first; what is merely like it is for the guest to say.
  if (instead) return instead.isUsual && instead.drink ? { ...draft, menuItemId: instead.drink.id } : draft;
  const usual = floor.menu.find(({ id }) => id === usualId);
  // Tastes change: what is avoided by now is not offered out of habit.
  if (!usual || avoidedAs(facts.preferences, usual, floor.menu) !== null) return draft;
  return { ...draft, menuItemId: usual.id };
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
