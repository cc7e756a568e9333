/**
 * What happens in a visit beside drinks and seats: a colleague is called, and comes; the party joins another one, or is
 * out for a while. Each has its way back.
 */
import type { TFunction } from 'i18next';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { comeBack, stepOut, undoAway } from '../../../shared/commands/away.ts';
import { joinParty, partParty } from '../../../shared/commands/join-parties.ts';
import { answerCall, callStaff, takeBackCall } from '../../../shared/commands/staff-calls.ts';
import type { CalledPerson } from '../../../shared/rules/staff-calls.ts';
import { sameJson } from '../../../shared/sync/wire/same-json.ts';
import type { LocalRow } from '../../data/database.ts';
import { tellUndone, type Run } from '../../records/use-run.ts';
import { eachWhileSaving, showOffer, showUndo } from '../../ui/notices.ts';
import type { Party } from './use-floor.ts';
import type { Visitor } from './use-party-actions.ts';
import { useRunOnFloor } from './use-run-on-floor.ts';

type Call = LocalRow<'staffCall'>;

export interface TurnActions {
  call(party: Party, person: CalledPerson): Promise<void>;
  /** Who was called stands with the party. */
  came(party: Party, call: Call): Promise<void>;
  takeBackCall(call: Call): Promise<void>;
  /** @returns whether they did */
  join(party: Party, target: Party): Promise<boolean>;
  /** A party of its own again. */
  part(joined: Visitor): Promise<boolean>;
  /** Out for a while. */
  stepOut(party: Party): Promise<void>;
  comeBack(party: Party): Promise<void>;
  /** In place of a drink for who is not here. */
  offerBack(party: Party): void;
}

interface Tools {
  readonly t: TFunction;
  readonly run: Run;
  /** Rows that were answered or taken back here: between a key and the redrawn floor it may be pressed again. */
  readonly settled: Set<string>;
}

export function useTurnActions(): TurnActions {
  const { t } = useTranslation();
  const run = useRunOnFloor();
  const settled = useRef(new Set<string>());
  return useMemo(() => {
    const tools: Tools = {
      ...{ t, run },
      get settled() {
        return settled.current;
      },
    };
    const saving = eachWhileSaving({ ...callActions(tools), ...joinActions(tools), ...awayActions(tools) });
    return {
      ...saving,
      offerBack: (party) =>
        showOffer({
          text: t('visits.away.isOut', { name: party.name }),
          label: t('visits.away.offer'),
          run: () => void saving.comeBack(party),
        }),
    };
  }, [run, t]);
}

function callActions(tools: Tools): Pick<TurnActions, 'call' | 'came' | 'takeBackCall'> {
  const { t, run } = tools;

  /** What was written is taken back by a further fact. @param settles the row that this answers, or takes back */
  async function withUndo(
    text: string,
    save: () => Promise<{ callId: string } | undefined>,
    settles: string | null = null,
  ) {
    const { settled } = tools;
    if (settles !== null && settled.has(settles)) return;
    if (settles !== null) settled.add(settles);
    const free = () => void (settles !== null && settled.delete(settles));
    const done = await save();
    if (!done) return free();
    showUndo(text, () => {
      free();
      void run(takeBackCall, { callId: done.callId });
    });
  }
  return {
    call: ({ visit, name: party }, { role, name }) =>
      withUndo(t('visits.done.called', { name, party }), () =>
        run(callStaff, { visitId: visit.id, role, name }),
      ),
    came: ({ name: party }, { id: callId, name }) =>
      withUndo(t('visits.done.came', { name, party }), () => run(answerCall, { callId }), callId),
    takeBackCall: ({ id: callId, name }) =>
      withUndo(t('visits.done.takenBack', { name }), () => run(takeBackCall, { callId }), `back ${callId}`),
  };
}

function joinActions({ t, run }: Tools): Pick<TurnActions, 'join' | 'part'> {
  return {
    async join({ visit, name }, target) {
      const both = { visitId: visit.id, targetId: target.visit.id };
      if ((await run(joinParty, both)) === undefined) return false;
      const kept = t('reception.done.colleagueKept', { name });
      const undo = async () => tellUndone(await run(partParty, both), kept);
      showUndo(t('visits.done.joined', { name, party: target.name }), () => void undo());
      return true;
    },
    async part({ visit, name }) {
      const { leftAt: joinedAt, joinedVisitId: targetId } = visit;
      if (targetId === null || joinedAt === null) return false;
      const both = { visitId: visit.id, targetId };
      if (!(await run(partParty, both))) return false;
      showUndo(t('visits.done.parted', { name }), () => void run(joinParty, { ...both, joinedAt }));
      return true;
    },
  };
}

function awayActions({ t, run }: Tools): Pick<TurnActions, 'stepOut' | 'comeBack'> {
  async function move(command: typeof stepOut, word: 'out' | 'back', { visit, name }: Party) {
    const visitId = visit.id;
    const done = await run(command, { visitId });
    // A key pressed twice has nothing to take back, and must not cost the first one its undo.
    if (!done || sameJson(done.before, done.after)) return;
    const kept = t('reception.done.colleagueKept', { name });
    const undo = async () => tellUndone(await run(undoAway, { visitId, ...done }), kept);
    showUndo(t(`visits.done.${word}`, { name }), () => void undo());
  }
  return {
    stepOut: (party) => move(stepOut, 'out', party),
    comeBack: (party) => move(comeBack, 'back', party),
  };
}
