/** The right: the chosen party, and what can be done with it. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { awaySince } from '../../../shared/rules/away.ts';
import { isOvernight } from '../../../shared/rules/business-day.ts';
import { ConflictsOf } from '../../records/conflict-list.tsx';
import { useGo } from '../../ui/use-go.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { PartyButtons } from './party-buttons.tsx';
import { PartyFacts, PartyHead } from './party-facts.tsx';
import { PartyTask } from './party-task.tsx';
import { isToday, PartyTimeline } from './party-timeline.tsx';
import type { PartyPanelProps, Task, WithFacts } from './party-panel-props.ts';
import turnClasses from './calls.module.css';
import { refilled } from './refill-warning.tsx';
import { useGuestFacts } from './use-guest-facts.ts';
import { AwayChip } from './away-chip.tsx';
import { CallLines } from './call-lines.tsx';
import { JoinedLines } from './joined-lines.tsx';
import { turnKeys } from './turn-keys.ts';
import classes from './party-panel.module.css';
import frameClasses from './reception.module.css';

export function PartyPanel(props: PartyPanelProps) {
  const { party, businessDay, actions, turns, hold, onClose } = props;
  const { t } = useTranslation();
  const go = useGo();
  const cardId = party.guestCard?.id ?? '';
  const facts = useGuestFacts(cardId === '' ? [] : [cardId]).get(cardId);
  const known = { ...props, facts };
  const [task, setTask] = useTask(party.visit.id);
  function close() {
    onClose();
    focusCard(party.visit.id);
  }
  const begin = (next: Task) => {
    // Only a form holds what was typed.
    hold(next === 'edit' || next === 'preferences' ? party : null);
    setTask(next);
  };
  const isAway = awaySince(party.visit) !== null;
  const refill = () =>
    isAway ? turns.offerBack(party) : refilled(known) ? void actions.refill(party) : begin('drink');
  const leave = () => (isOvernight(party.visit, businessDay) ? begin('leave') : void actions.seeOff(party));
  const back = { keys: 'Escape', run: () => (task ? begin(null) : close()) };
  const commands = [
    { keys: 'r', label: t('reception.keys.refill'), run: refill },
    { keys: 's', label: t('reception.keys.serve'), run: () => begin('drink') },
    { keys: 'm', label: t('reception.keys.move'), run: () => begin('seat') },
    { keys: 'e', label: t('reception.keys.edit'), run: () => begin('edit') },
    { keys: 'x', label: t('reception.keys.seeOff'), run: leave },
    ...(isToday(props) ? [{ keys: 'u', label: t('reception.keys.cancel'), run: () => begin('cancel') }] : []),
    ...turnKeys(t, props, begin),
    ...(cardId === ''
      ? []
      : [
          { keys: 'c', label: t('reception.keys.record'), run: () => go(`/customers/${cardId}`) },
          { keys: 'p', label: t('reception.keys.preferences'), run: () => begin('preferences') },
        ]),
  ];
  // While something is being chosen or typed, letters belong to that.
  useKeys([
    ...(task === null ? commands : []),
    // A field that was opened here is left by it, too.
    { ...back, label: t(task ? 'common.cancel' : 'reception.party.close'), inFields: task !== null },
  ]);
  return (
    <aside className={frameClasses.right} aria-label={t('reception.party.region')}>
      <PartyHead {...known} onClose={close} />
      {task === null ? (
        <>
          <div className={classes.partyBody}>
            <PartyFacts {...known} />
            <div className={turnClasses.aside}>
              <AwayChip {...props} />
            </div>
            <JoinedLines {...props} />
            <CallLines {...props} />
            <PartyConflicts {...known} />
            <PartyTimeline {...props} onTask={begin} />
          </div>
          <PartyButtons {...known} onRefill={refill} onTask={begin} onLeave={leave} />
        </>
      ) : (
        <PartyTask
          {...known}
          task={task}
          onDone={() => begin(null)}
          onJoined={(visitId) => {
            go(`?visit=${visitId}`);
            focusCard(visitId);
          }}
        />
      )}
    </aside>
  );
}

/** What is being done in place of the facts; when it ends, the focus is back where it was. */
function useTask(visitId: string): [Task, (task: Task) => void] {
  const [task, setTask] = useState<Task>(null);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (task !== null || before.current === null) return;
    const last = before.current;
    if (last instanceof HTMLElement && last.isConnected && last !== document.body) last.focus();
    else focusCard(visitId);
    before.current = null;
  }, [task, visitId]);
  return [
    task,
    (next) => {
      if (next !== null) before.current ??= document.activeElement;
      setTask(next);
    },
  ];
}

function focusCard(visitId: string): void {
  document.querySelector<HTMLElement>(`[data-visit="${visitId}"]`)?.focus();
}

/** Of the visit, the guest's card and what the guest likes. */
function PartyConflicts({ party: { visit, guestCard }, facts }: Pick<WithFacts, 'party' | 'facts'>) {
  const likes = facts?.preferences.map(({ id }) => ({ entity: 'preference', id }) as const) ?? [];
  const card = guestCard ? [{ entity: 'guestCard', id: guestCard.id } as const] : [];
  return <ConflictsOf records={[{ entity: 'visit', id: visit.id }, ...card, ...likes]} />;
}
