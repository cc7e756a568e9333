/** What can be done with a party, each with its word and its way back. */
import type { TFunction } from 'i18next';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import {
  checkInNewCustomer,
  checkInVisitor,
  type CheckInInput,
  type CheckInNewInput,
} from '../../../shared/commands/check-in.ts';
import { cancelNewCheckIn, clearMistaken } from '../../../shared/commands/mistaken-card.ts';
import {
  cancelCheckIn,
  editVisit,
  moveParty,
  reopenVisit,
  restoreServing,
  seeOff,
  serveDrinks,
  takeBackServing,
  type EditVisitInput,
  type VisitEdit,
} from '../../../shared/commands/party.ts';
import { drinkInstead, isOffered } from '../../../shared/rules/drink-instead.ts';
import { isJustServed } from '../../../shared/rules/refill.ts';
import type { SeenVersions } from '../../../shared/sync/device/local-change.ts';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { nameIn } from '../../records/name-in.ts';
import { tellUndone, type Run, type Undone } from '../../records/use-run.ts';
import { eachWhileSaving, showFailure, showOffer, showUndo } from '../../ui/notices.ts';
import { drinkName, seatName } from './names.ts';
import { preferencesOf } from './refill-warning.tsx';
import type { Floor, Party } from './use-floor.ts';
import { readFacts, type GuestFacts } from './use-guest-facts.ts';
import { useRunOnFloor } from './use-run-on-floor.ts';

/** A party, as far as its visit and its name go. */
export type Visitor = Pick<Party, 'visit' | 'name'>;

export interface PartyActions {
  /** @returns the visit, null where nothing was saved */
  checkIn(input: CheckInInput): Promise<string | null>;
  checkInNew(input: CheckInNewInput): Promise<string | null>;
  serve(party: Party, menuItemId: string, quantity: number): Promise<void>;
  /** The same again; a key pressed twice is told, and serves once; in place of what ran out another is offered. */
  refill(party: Party): Promise<void>;
  /** A serving that was a mistake, also an older one. */
  takeBack(party: Party, serving: LocalRow<'serving'>): Promise<void>;
  move(party: Party, seatId: string | null): Promise<void>;
  /** @param seen what the form showed @returns whether it was saved */
  edit(input: EditVisitInput, party: Visitor, seen: SeenVersions): Promise<boolean>;
  /** @param leftAt UTC ms, where it was not just now */
  seeOff(party: Visitor, leftAt?: number): Promise<void>;
  /** A party that left is here again, with an edit in one. @returns whether it was saved */
  restore(party: Visitor, edit?: VisitEdit, seen?: SeenVersions): Promise<boolean>;
}

/** What the screen does not show yet: between a key and the redrawn floor it may be pressed again. */
interface Pressed {
  /** Visits being seen off. */
  readonly leaving: Set<string>;
  /** When a visit was served, UTC ms. */
  readonly servedAt: Map<string, number>;
  /** Servings that were taken back. */
  readonly takenBack: Set<string>;
}

interface Tools {
  readonly t: TFunction;
  readonly language: string;
  readonly floor: Floor | undefined;
  readonly pressed: Pressed;
  /** Corrected UTC ms. */
  now(): number;
  factsOf(party: Party): Promise<GuestFacts | undefined>;
  readonly run: Run;
}

export function usePartyActions(floor: Floor | undefined): PartyActions {
  const { t, i18n } = useTranslation();
  const desk = useDesk();
  const run = useRunOnFloor();
  const pressed = useRef<Pressed>({ leaving: new Set(), servedAt: new Map(), takenBack: new Set() });
  useEffect(() => {
    const here = new Set(floor?.parties.map(({ visit }) => visit.id));
    const standing = new Set(floor?.parties.flatMap(({ servings }) => servings.map(({ id }) => id)));
    const { leaving, takenBack } = pressed.current;
    for (const visitId of leaving) if (!here.has(visitId)) leaving.delete(visitId);
    for (const servingId of takenBack) if (!standing.has(servingId)) takenBack.delete(servingId);
  }, [floor]);
  return useMemo(() => {
    const tools: Tools = {
      ...{ t, run, floor, language: i18n.language, now: desk.now },
      get pressed() {
        return pressed.current;
      },
      async factsOf({ guestCard }) {
        if (!guestCard) return undefined;
        return (await readFacts(desk.db, [guestCard.id])).get(guestCard.id);
      },
    };
    return eachWhileSaving({
      ...arrivalActions(tools),
      ...servingActions(tools),
      ...stayActions(tools),
      ...endActions(tools),
    });
  }, [desk, floor, i18n.language, run, t]);
}

function arrivalActions({ t, run }: Tools): Pick<PartyActions, 'checkIn' | 'checkInNew'> {
  return {
    async checkIn(input) {
      const done = await run(checkInVisitor, input);
      if (!done) return null;
      const { visitId } = done;
      const text = t('reception.checkIn.done', { name: input.partyName });
      showUndo(text, () => void run(cancelCheckIn, { visitId }));
      return visitId;
    },
    async checkInNew(input) {
      const { partyName: name } = input.party;
      const done = await run(checkInNewCustomer, input);
      if (!done) return null;
      const { visitId, guestCardId } = done;
      const undo = async () => {
        if ((await run(cancelNewCheckIn, { visitId, guestCardId })) === undefined) return;
        showOffer({
          text: t('reception.checkIn.undoneNew', { name: input.customer.name }),
          label: t('reception.checkIn.keepNew'),
          run: () => void run(clearMistaken, { guestCardIds: [guestCardId] }),
        });
      };
      showUndo(t('reception.checkIn.done', { name }), () => void undo());
      return visitId;
    },
  };
}

function servingActions(tools: Tools): Pick<PartyActions, 'serve' | 'refill' | 'takeBack'> {
  const { t, language, floor, pressed, run } = tools;
  const drinkOf = (menuItemId: string | null) => (floor ? drinkName(floor, language, menuItemId) : '');

  async function takeBackQuietly(visitId: string, servingId: string) {
    pressed.servedAt.delete(visitId);
    pressed.takenBack.add(servingId);
    const done = await run(takeBackServing, { servingId });
    if (done === undefined) pressed.takenBack.delete(servingId);
    return done !== undefined;
  }
  async function serve(party: Party, menuItemId: string, quantity: number) {
    const visitId = party.visit.id;
    pressed.servedAt.set(visitId, tools.now());
    const done = await run(serveDrinks, { visitId, menuItemId, quantity });
    if (!done) return void pressed.servedAt.delete(visitId);
    const words = { name: party.name, drink: drinkOf(menuItemId), count: quantity };
    showUndo(t('reception.done.served', words), () => void takeBackQuietly(visitId, done.servingId));
  }
  /** A refill of what ran out. */
  async function offerInstead(party: Party, wanted: LocalRow<'menuItem'>, quantity: number) {
    const facts = await tools.factsOf(party);
    const preferences = preferencesOf(party, facts);
    const { usuals = [] } = facts ?? {};
    const drink = drinkInstead(floor?.menu ?? [], wanted.id, { usuals, preferences })?.drink;
    const text = t('menu.instead.refill', { name: party.name, wanted: nameIn(language, wanted) });
    if (!drink) return showFailure(text);
    const label = t('menu.instead.serve', { drink: nameIn(language, drink) });
    showOffer({ text, label, run: () => void serve(party, drink.id, quantity) });
  }
  return {
    serve,
    async refill(party) {
      const { lastServing } = party;
      if (!lastServing?.menuItemId) return;
      const { menuItemId, quantity } = lastServing;
      const wanted = floor?.menu.find(({ id }) => id === menuItemId);
      if (wanted && !isOffered(wanted)) return offerInstead(party, wanted, quantity);
      const stoodAt = pressed.takenBack.has(lastServing.id) ? 0 : lastServing.servedAt;
      const servedAt = Math.max(stoodAt, pressed.servedAt.get(party.visit.id) ?? 0);
      if (!isJustServed(servedAt, tools.now())) return serve(party, menuItemId, quantity);
      showOffer({
        text: t('reception.done.justServed', { name: party.name }),
        label: t('reception.done.serveAgain'),
        run: () => void serve(party, menuItemId, quantity),
      });
    },
    async takeBack(party, { id: servingId, menuItemId, quantity }) {
      if (pressed.takenBack.has(servingId)) return;
      if (!(await takeBackQuietly(party.visit.id, servingId))) return;
      const words = { name: party.name, drink: drinkOf(menuItemId), count: quantity };
      showUndo(t('reception.done.takenBack', words), () => {
        pressed.takenBack.delete(servingId);
        void run(restoreServing, { servingId });
      });
    },
  };
}

function stayActions(tools: Tools): Pick<PartyActions, 'move' | 'edit'> {
  const { t, language, floor, run } = tools;
  function movedWords({ visit, name }: Party, seatId: string | null): string {
    const seat = floor?.seats.find((one) => one.id === seatId);
    if (!floor || !seat) return t('reception.done.unseated', { name });
    const words = { name, seat: seatName(floor, language, seat) };
    const others = floor.parties.filter((one) => one.visit.seatId === seatId && one.visit.id !== visit.id);
    if (others.length === 0) return t('reception.done.moved', words);
    const party = others.map((one) => one.name).join(t('common.listSeparator'));
    return t('reception.done.movedBeside', { ...words, party });
  }
  return {
    async move(party, seatId) {
      const visitId = party.visit.id;
      const before = party.visit.seatId;
      if ((await run(moveParty, { visitId, seatId })) === undefined) return;
      const undo = async () =>
        tellKept(tools, party.name, await run(moveParty, { visitId, seatId: before, ifStill: { seatId } }));
      showUndo(movedWords(party, seatId), () => void undo());
    },
    async edit({ visitId: _, ...edit }, { visit, name }, seen) {
      if ((await run(editVisit, { ...edit, visitId: visit.id }, seen)) === undefined) return false;
      const text = t('reception.done.edited', { name: edit.partyName ?? name });
      showUndo(text, () => void undoEdit(tools, { visit, name }, edit));
      return true;
    },
  };
}

function endActions(tools: Tools): Pick<PartyActions, 'seeOff' | 'restore'> {
  const { t, pressed, run } = tools;
  return {
    async seeOff({ visit, name }, leftAt) {
      const visitId = visit.id;
      if (pressed.leaving.has(visitId)) return;
      pressed.leaving.add(visitId);
      const done = await run(seeOff, { visitId, ...(leftAt !== undefined && { leftAt }) });
      if (done === undefined) return void pressed.leaving.delete(visitId);
      showUndo(t('reception.done.seenOff', { name }), () => {
        // Perhaps the floor was never drawn without it.
        pressed.leaving.delete(visitId);
        void run(reopenVisit, { visitId });
      });
    },
    async restore({ visit, name }, edit, seen) {
      const visitId = visit.id;
      if ((await run(reopenVisit, { visitId, isBack: true, ...(edit && { edit }) }, seen)) === undefined)
        return false;
      const { leftAt } = visit;
      showUndo(t('reception.done.restored', { name: edit?.partyName ?? name }), () => {
        void (async () => {
          if (edit) await undoEdit(tools, { visit, name }, edit);
          await run(seeOff, { visitId, ...(leftAt !== null && { leftAt }) });
        })();
      });
      return true;
    },
  };
}

async function undoEdit(tools: Tools, { visit, name }: Visitor, edit: VisitEdit): Promise<void> {
  const before = { ...asBefore(visit, edit), visitId: visit.id, ifStill: edit };
  tellKept(tools, edit.partyName ?? name, await tools.run(editVisit, before));
}

function tellKept({ t }: Tools, name: string, undone: Undone | undefined): void {
  tellUndone(undone, t('reception.done.colleagueKept', { name }));
}

/** The fields of an edit as they stood before; what was not known then cannot be said again, and stays. */
function asBefore(visit: LocalRow<'visit'>, { ...edit }: VisitEdit): VisitEdit {
  const { partyName, partySize, children, purpose, expectedReadyAt, workshopNote, note } = visit;
  const before = {
    ...(partyName !== '' && partyName !== null && { partyName }),
    ...(partySize !== null && { partySize }),
    ...{ children: children ?? null, purpose, expectedReadyAt, workshopNote, note },
  };
  return Object.fromEntries(Object.entries(before).filter(([field]) => field in edit)) as VisitEdit;
}
