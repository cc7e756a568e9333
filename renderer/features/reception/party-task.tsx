/** What is being done with the chosen party, in place of its facts. */
import { hasJoined } from '../../../shared/rules/joined-visits.ts';
import { CancelCheckIn } from '../../records/cancel-check-in.tsx';
import { PreferencesForm } from '../../records/preferences-form.tsx';
import { CallPicker } from './call-picker.tsx';
import { EditPartyForm } from './edit-party-form.tsx';
import { GuestLikes } from './guest-likes.tsx';
import { JoinPicker } from './join-picker.tsx';
import { LeaveForm } from './leave-form.tsx';
import { cupsOf } from './names.ts';
import type { Task, WithFacts } from './party-panel-props.ts';
import { preferencesOf } from './refill-warning.tsx';
import { DrinkPicker, SeatPicker } from './pickers.tsx';

interface PartyTaskProps extends WithFacts {
  readonly task: Task;
  readonly onDone: () => void;
  /** The party they stand with now. */
  readonly onJoined: (visitId: string) => void;
}

export function PartyTask(props: PartyTaskProps) {
  const { party, facts, floor, now, actions, turns, task, onDone } = props;
  if (task === 'drink')
    return (
      <DrinkPicker
        floor={floor}
        preferences={preferencesOf(party, facts)}
        usuals={facts?.usuals ?? []}
        lastId={party.lastServing?.menuItemId ?? null}
        quantity={party.size.people}
        likes={facts && <GuestLikes facts={facts} floor={floor} />}
        onBack={onDone}
        onPick={(menuItemId, quantity) => {
          onDone();
          void actions.serve(party, menuItemId, quantity);
        }}
      />
    );
  if (task === 'seat')
    return (
      <SeatPicker
        floor={floor}
        seatId={party.visit.seatId}
        people={party.size.people}
        onBack={onDone}
        onPick={(seatId) => {
          onDone();
          void actions.move(party, seatId);
        }}
      />
    );
  if (task === 'call' || task === 'join') return <TurnTask {...props} />;
  if (task === 'cancel') return <CancelTask {...props} />;
  if (task === 'leave')
    return (
      <LeaveForm
        party={party}
        now={now}
        onBack={onDone}
        onLeave={(leftAt) => {
          onDone();
          void actions.seeOff(party, leftAt);
        }}
      />
    );
  if (task === 'preferences' && party.guestCard)
    return (
      <PreferencesForm
        guestCardId={party.guestCard.id}
        name={party.guestCard.name}
        menu={floor.menu}
        onLeave={onDone}
      />
    );
  return (
    <EditPartyForm
      visit={party.visit}
      name={party.name}
      besides={party.size.people - (party.visit.partySize ?? 1)}
      onBack={onDone}
      onSave={(input, seen) => actions.edit(input, party, seen)}
      onRestore={async (edit, seen) => {
        if (!hasJoined(party.visit)) return actions.restore(party, edit, seen);
        const isParted = await turns.part(party);
        return isParted && actions.edit({ ...edit, visitId: party.visit.id }, party, seen);
      }}
    />
  );
}

function CancelTask({ party, onDone }: PartyTaskProps) {
  const { visit, name, servings, joined } = party;
  return (
    <CancelCheckIn
      {...{ visit, name }}
      cups={cupsOf(servings)}
      hasJoined={joined.length > 0}
      onEnd={onDone}
    />
  );
}

function TurnTask({ party, floor, turns, task, onDone, onJoined }: PartyTaskProps) {
  if (task === 'call')
    return (
      <CallPicker
        purpose={party.visit.purpose}
        onBack={onDone}
        onPick={(person) => {
          onDone();
          void turns.call(party, person);
        }}
      />
    );
  return (
    <JoinPicker
      floor={floor}
      party={party}
      onBack={onDone}
      onPick={(target) => {
        onDone();
        void turns.join(party, target).then((isJoined) => isJoined && onJoined(target.visit.id));
      }}
    />
  );
}
