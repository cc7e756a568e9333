/** 到店: find or register who comes in, see who is here, look after the chosen party. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';
import { useDesk } from '../../data/desk-context.tsx';
import { useNow, useSettings } from '../../data/hooks.ts';
import { ArrivalColumn } from './arrival-column.tsx';
import { FloorBoard } from './floor-board.tsx';
import { PartyPanel } from './party-panel.tsx';
import classes from './reception.module.css';
import { TodayPanel } from './today-panel.tsx';
import { useFloor, type Floor, type Party } from './use-floor.ts';
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
  // The tick only says when to look again: rows carry the corrected time, however wrong the device's clock is.
  useNow(tickMs);
  const now = desk.now();
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
      <ArrivalColumn floor={floor} actions={actions} guestId={params.get('guest')} onArrived={onChoose} />
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
        <TodayPanel floor={floor} now={now} refillMinutes={refillMinutes} onChoose={onChoose} />
      )}
    </main>
  );
}
