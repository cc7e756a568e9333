/** 到店: find or register who comes in, see who is here, look after the chosen party. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useNow, useSettings } from '../../data/hooks.ts';
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
import { FloorBoard } from './floor-board.tsx';
import { PartyPanel } from './party-panel.tsx';
import classes from './reception.module.css';
import { TodayPanel } from './today-panel.tsx';
import { useFloor, type Floor, type Party } from './use-floor.ts';
import { useGuestFacts } from './use-guest-facts.ts';
import { usePartyActions, type PartyActions } from './use-party-actions.ts';

/** The ring moves in minutes; this is often enough. */
const tickMs = 10_000;
const defaultRefillMinutes = 20;

export function ReceptionPage() {
  const floor = useFloor();
  const actions = usePartyActions(floor);
  return floor ? <Reception floor={floor} actions={actions} /> : <main className={classes.reception} />;
}

function Reception({ floor, actions }: { readonly floor: Floor; readonly actions: PartyActions }) {
  const desk = useDesk();
  const [params, setParams] = useSearchParams();
  const deviceNow = useNow(tickMs);
  // Rows carry the corrected time; the tick only says when to look again.
  const now = Math.max(deviceNow, desk.now());
  const refillMinutes = useSettings()?.refillMinutes ?? defaultRefillMinutes;
  const chosenId = params.get('visit');
  const chosen = floor.parties.find((party) => party.visit.id === chosenId) ?? null;

  const choose = useCallback(
    (visitId: string | null) =>
      setParams(visitId === null ? {} : { visit: visitId }, { replace: chosenId !== null }),
    [chosenId, setParams],
  );
  const onChoose = useCallback((visitId: string) => choose(visitId), [choose]);
  const onRefill = useCallback((party: Party) => void actions.refill(party), [actions]);

  return (
    <main className={classes.reception}>
      <LeftColumn floor={floor} actions={actions} guestId={params.get('guest')} onArrived={onChoose} />
      <FloorBoard
        floor={floor}
        chosenId={chosenId}
        now={now}
        refillMinutes={refillMinutes}
        businessDay={desk.businessDay()}
        onChoose={onChoose}
        onRefill={onRefill}
      />
      {chosen ? (
        <PartyPanel
          key={chosen.visit.id}
          party={chosen}
          floor={floor}
          now={now}
          actions={actions}
          onClose={() => choose(null)}
        />
      ) : (
        <TodayPanel />
      )}
    </main>
  );
}

interface LeftColumnProps {
  readonly floor: Floor;
  readonly actions: PartyActions;
  /** A guest chosen elsewhere, to be checked in. */
  readonly guestId: string | null;
  readonly onArrived: (visitId: string) => void;
}

function LeftColumn({ floor, actions, guestId, onArrived }: LeftColumnProps) {
  const { t } = useTranslation();
  const province = useSettings()?.plateProvince ?? null;
  const [query, setQuery] = useState('');
  const [draft, setDraft] = useDraft<CheckInDraft>('check-in');
  const [isTried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const facts = useGuestFacts(draft?.guest === 'known' ? [draft.guestCardId] : []).get(
    draft?.guestCardId ?? '',
  );

  const begin = useCallback(
    (next: CheckInDraft) => {
      setTried(false);
      setDraft(next);
    },
    [setDraft],
  );
  const leave = useCallback(() => setDraft(null), [setDraft]);

  const chooseHit = useCallback(
    ({ guestCardId, name }: Pick<SearchHit, 'guestCardId' | 'name'>, openVisitId: string | null) => {
      if (openVisitId === null) {
        begin(knownGuestDraft(guestCardId, name));
        return;
      }
      showDone(t('reception.checkIn.alreadyHere', { name }));
      setQuery('');
      onArrived(openVisitId);
    },
    [begin, onArrived, t],
  );
  const focusField = () => (draft ? leave() : field.current?.select());
  useKeys([
    { keys: 'F2', label: t('reception.keys.find'), run: focusField },
    {
      keys: 'alt+n',
      label: t('reception.keys.newCustomer'),
      run: () => begin(newCustomerDraft(query, province)),
    },
    {
      keys: 'alt+g',
      label: t('reception.keys.anonymous'),
      run: () => begin(anonymousDraft(t('reception.checkIn.anonymousName'))),
    },
  ]);
  const isFinding = draft === null;
  useEffect(() => {
    if (isFinding) field.current?.focus();
  }, [isFinding]);
  useGuestFromAddress(guestId, chooseHit);

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
    leave();
    onArrived(visitId);
  }
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
          onChange={(change) => setDraft({ ...shown, ...change })}
          onSubmit={() => void submit(shown)}
          onBack={leave}
          onUseExisting={(guestCardId, name) => begin(knownGuestDraft(guestCardId, name))}
        />
      ) : (
        <FindColumn
          floor={floor}
          query={query}
          fieldRef={field}
          onQuery={setQuery}
          onChoose={chooseHit}
          onNew={() => begin(newCustomerDraft(query, province))}
          onAnonymous={() => begin(anonymousDraft(t('reception.checkIn.anonymousName')))}
        />
      )}
    </section>
  );
}

function withUsual(draft: CheckInDraft, usualId: string | undefined, floor: Floor): CheckInDraft {
  if (draft.menuItemId !== null) return draft;
  const isOffered = floor.menu.some((item) => item.id === usualId && item.available !== false);
  return isOffered && usualId !== undefined ? { ...draft, menuItemId: usualId } : draft;
}

/** `/reception?guest=…`, from the search of the whole application. */
function useGuestFromAddress(
  guestId: string | null,
  choose: (hit: Pick<SearchHit, 'guestCardId' | 'name'>, openVisitId: string | null) => void,
): void {
  const [, setParams] = useSearchParams();
  const facts = useGuestFacts(guestId === null ? [] : [guestId]).get(guestId ?? '');
  useEffect(() => {
    if (!facts) return;
    setParams({}, { replace: true });
    choose({ guestCardId: facts.card.id, name: facts.card.name }, facts.openVisitId);
  }, [facts, choose, setParams]);
}
