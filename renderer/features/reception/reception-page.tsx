/** 到店: find or register who comes in, see who is here, look after the chosen party. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { defaultRefillMinutes } from '../../../shared/rules/refill.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useNow, useSettings } from '../../data/hooks.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { useGo } from '../../ui/use-go.ts';
import { ArrivalColumn } from './arrival-column.tsx';
import { ChecksPanel } from './checks-panel.tsx';
import { FloorBoard } from './floor-board.tsx';
import { LeftToday } from './left-today.tsx';
import { MenuPanel } from './menu-panel.tsx';
import { nextTasks, refillsDue } from './next-tasks.ts';
import { PartyPanel } from './party-panel.tsx';
import { TodayPanel } from './today-panel.tsx';
import { useChosenParty } from './use-chosen-party.ts';
import { useDueNotices } from './use-due-notices.ts';
import { useDueSound } from './use-due-sound.ts';
import { useFocusedCardKeys } from './use-focused-card-keys.ts';
import { useFloor, type Floor, type Party } from './use-floor.ts';
import { usePartyActions, type PartyActions } from './use-party-actions.ts';
import { useTurnActions } from './use-turn-actions.ts';
import { useTitleCount } from './use-title-count.ts';
import classes from './reception.module.css';

/** The ring moves in minutes; this is often enough. */
const tickMs = 10_000;

export function ReceptionPage() {
  const floor = useFloor();
  const actions = usePartyActions(floor);
  return floor ? <Reception floor={floor} actions={actions} /> : <main className={classes.reception} />;
}

function Reception({ floor, actions }: { readonly floor: Floor; readonly actions: PartyActions }) {
  const desk = useDesk();
  const turns = useTurnActions();
  const [params] = useSearchParams();
  const go = useGo();
  // The tick only says when to look again: rows carry the corrected time, however wrong the device's clock is.
  useNow(tickMs);
  const now = desk.now();
  const refillMinutes = useSettings()?.refillMinutes ?? defaultRefillMinutes;
  const chosenId = params.get('visit');
  const { party: chosen, isComing, hold } = useChosenParty(floor, chosenId);
  const businessDay = desk.businessDay();
  const due = refillsDue(floor.parties, now, refillMinutes, businessDay);
  useTitleCount(due);
  useDueSound(due);
  useDueNotices(nextTasks(floor.parties, now, refillMinutes, businessDay), now);

  /** Back leads to the party before; what arrows pass over on their way is no place to come back to. */
  const onChoose = useCallback(
    (visitId: string, how?: 'passing') => go(`?visit=${visitId}`, { replace: how === 'passing' }),
    [go],
  );
  const onClose = () => go('?');
  const onRefill = useCallback((party: Party) => void actions.refill(party), [actions]);
  const onMove = useCallback(
    (party: Party, seatId: string | null) => void actions.move(party, seatId),
    [actions],
  );
  const { t } = useTranslation();
  const showChecks = () => go('?list=checks');
  const showMenu = () => go('?list=menu');
  useKeys([
    { keys: 'k', label: t('checks.keys.show'), run: showChecks },
    { keys: 'd', label: t('menu.keys.show'), run: showMenu },
  ]);
  useFocusedCardKeys(chosen !== null || isComing, onChoose);
  const clocks = { floor, now, refillMinutes, businessDay, onChoose };

  return (
    <main className={classes.reception}>
      <ArrivalColumn {...{ floor, actions, isComing }} guestId={params.get('guest')} onArrived={onChoose} />
      <FloorBoard {...clocks} chosenId={chosenId} due={due} onRefill={onRefill} onMove={onMove} />
      {chosen ? (
        <PartyPanel
          key={chosen.visit.id}
          {...{ floor, now, businessDay, actions, turns, hold, onClose }}
          party={chosen}
        />
      ) : params.get('list') === 'left' ? (
        <LeftToday {...{ floor, businessDay, actions, onChoose }} onBack={onClose} />
      ) : params.get('list') === 'checks' ? (
        <ChecksPanel {...{ businessDay, now }} inside={floor.parties.length} onBack={onClose} />
      ) : params.get('list') === 'menu' ? (
        <MenuPanel menu={floor.menu} onBack={onClose} />
      ) : (
        <TodayPanel
          {...clocks}
          onShowLeft={() => go('?list=left')}
          onShowChecks={showChecks}
          onShowMenu={showMenu}
        />
      )}
    </main>
  );
}
