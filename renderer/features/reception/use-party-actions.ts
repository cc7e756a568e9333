/** What can be done with a party, each with its word and its way back. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  checkInNewCustomer,
  checkInVisitor,
  type CheckInInput,
  type CheckInNewInput,
} from '../../../shared/commands/check-in.ts';
import type { Command } from '../../../shared/commands/define.ts';
import {
  cancelCheckIn,
  editVisit,
  moveParty,
  reopenVisit,
  seeOff,
  serveDrinks,
  takeBackServing,
  type EditVisitInput,
} from '../../../shared/commands/party.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { errorText } from '../../ui/error-words.ts';
import { showDone, showFailure, showUndo } from '../../ui/notices.ts';
import { drinkName, seatName } from './names.ts';
import type { Floor, Party } from './use-floor.ts';

export interface PartyActions {
  /** @returns the visit, null where nothing was saved */
  checkIn(input: CheckInInput): Promise<string | null>;
  checkInNew(input: CheckInNewInput): Promise<string | null>;
  serve(party: Party, menuItemId: string, quantity: number): Promise<void>;
  /** The same again. */
  refill(party: Party): Promise<void>;
  move(party: Party, seatId: string | null): Promise<void>;
  /** @param name the party's, for the notice */
  edit(input: EditVisitInput, name: string): Promise<boolean>;
  seeOff(party: Party): Promise<void>;
}

export function usePartyActions(floor: Floor | undefined): PartyActions {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  return useMemo(() => {
    /** Runs the command; a failure is told, and gives null. */
    async function run<Input, Output>(
      command: Command<Input, Output>,
      input: Input,
    ): Promise<{ output: Output } | null> {
      const result = await desk.run(command, input);
      if (result.ok) return { output: result.value };
      showFailure(errorText(t, result.error.code));
      return null;
    }
    const arrived = (name: string, done: { output: { visitId: string } } | null): string | null => {
      if (!done) return null;
      const { visitId } = done.output;
      showUndo(t('reception.checkIn.done', { name }), () => void run(cancelCheckIn, { visitId }));
      return visitId;
    };
    const actions: PartyActions = {
      checkIn: async (input) => arrived(input.partyName, await run(checkInVisitor, input)),
      checkInNew: async (input) => arrived(input.party.partyName, await run(checkInNewCustomer, input)),
      async serve(party, menuItemId, quantity) {
        const done = await run(serveDrinks, { visitId: party.visit.id, menuItemId, quantity });
        if (!done) return;
        const drink = floor ? drinkName(floor, i18n.language, menuItemId) : '';
        const { servingId } = done.output;
        showUndo(
          t('reception.done.served', { drink, count: quantity }),
          () => void run(takeBackServing, { servingId }),
        );
      },
      async refill(party) {
        const { lastServing } = party;
        if (lastServing?.menuItemId) await actions.serve(party, lastServing.menuItemId, lastServing.quantity);
      },
      async move(party, seatId) {
        const before = party.visit.seatId;
        const visitId = party.visit.id;
        if (!(await run(moveParty, { visitId, seatId }))) return;
        const seat = floor?.seats.find((one) => one.id === seatId);
        const named = seat && floor ? seatName(floor, i18n.language, seat) : t('reception.floor.noArea');
        const text = t('reception.done.moved', { name: party.name, seat: named });
        showUndo(text, () => void run(moveParty, { visitId, seatId: before }));
      },
      async edit(input, name) {
        const done = await run(editVisit, input);
        if (done) showDone(t('reception.done.edited', { name }));
        return done !== null;
      },
      async seeOff(party) {
        const visitId = party.visit.id;
        if (!(await run(seeOff, { visitId }))) return;
        showUndo(t('reception.done.seenOff', { name: party.name }), () => void run(reopenVisit, { visitId }));
      },
    };
    return actions;
  }, [desk, floor, i18n.language, t]);
}
