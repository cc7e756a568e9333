/** The right: the chosen party, and what can be done with it. */
import { Button, CloseButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isOvernight } from '../../../shared/rules/business-day.ts';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { ConflictsOf } from '../../records/conflict-list.tsx';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { PreferencesForm } from '../../records/preferences-form.tsx';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { useGo } from '../../ui/use-go.ts';
import { nameIn } from '../../records/name-in.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { EditPartyForm } from './edit-party-form.tsx';
import { GuestChips } from './guest-chips.tsx';
import { LeaveForm } from './leave-form.tsx';
import { drinkName, partyTitle, seatName, stayWords } from './names.ts';
import { DrinkPicker, SeatPicker } from './pickers.tsx';
import classes from './reception.module.css';
import { refilled, RefillWarning } from './refill-warning.tsx';
import type { Floor, Party } from './use-floor.ts';
import { useGuestFacts, type GuestFacts } from './use-guest-facts.ts';
import { useMoment } from '../../records/use-moment.ts';
import type { PartyActions } from './use-party-actions.ts';

export interface PartyPanelProps {
  readonly party: Party;
  readonly floor: Floor;
  readonly now: number;
  readonly businessDay: string;
  readonly actions: PartyActions;
  /** Keeps the panel open should the party leave; null lets it go. */
  readonly hold: (party: Party | null) => void;
  readonly onClose: () => void;
}

/** What is known of the party's guest; undefined of an anonymous one, and while it loads. */
interface WithFacts extends PartyPanelProps {
  readonly facts: GuestFacts | undefined;
}

type Task = 'drink' | 'seat' | 'edit' | 'leave' | 'preferences' | null;

export function PartyPanel(props: PartyPanelProps) {
  const { party, businessDay, actions, hold, onClose } = props;
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
  const refill = () => (refilled(known) ? void actions.refill(party) : begin('drink'));
  const leave = () => (isOvernight(party.visit, businessDay) ? begin('leave') : void actions.seeOff(party));
  const back = { keys: 'Escape', run: () => (task ? begin(null) : close()) };
  const commands = [
    { keys: 'r', label: t('reception.keys.refill'), run: refill },
    { keys: 's', label: t('reception.keys.serve'), run: () => begin('drink') },
    { keys: 'm', label: t('reception.keys.move'), run: () => begin('seat') },
    { keys: 'e', label: t('reception.keys.edit'), run: () => begin('edit') },
    { keys: 'x', label: t('reception.keys.seeOff'), run: leave },
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
    <aside className={classes.right} aria-label={t('reception.party.region')}>
      <PartyHead {...known} onClose={close} />
      {task === null ? (
        <>
          <div className={classes.partyBody}>
            <PartyFacts {...known} />
            <PartyConflicts {...known} />
            <Timeline {...props} />
          </div>
          <PartyButtons {...known} onRefill={refill} onTask={begin} onLeave={leave} />
        </>
      ) : (
        <PartyTask {...known} task={task} onDone={() => begin(null)} />
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

interface PartyTaskProps extends WithFacts {
  readonly task: Task;
  readonly onDone: () => void;
}

function PartyTask({ party, facts, floor, now, actions, task, onDone }: PartyTaskProps) {
  if (task === 'drink')
    return (
      <DrinkPicker
        floor={floor}
        preferences={facts?.preferences ?? []}
        usuals={facts?.usuals ?? []}
        lastId={party.lastServing?.menuItemId ?? null}
        quantity={party.visit.partySize ?? 1}
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
        onBack={onDone}
        onPick={(seatId) => {
          onDone();
          void actions.move(party, seatId);
        }}
      />
    );
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
      onBack={onDone}
      onSave={(input, seen) => actions.edit(input, party, seen)}
      onRestore={(edit, seen) => actions.restore(party, edit, seen)}
    />
  );
}

function PartyHead({ party, facts, floor, onClose }: WithFacts) {
  const { t } = useTranslation();
  const cars =
    facts?.vehicles.map(({ model, plate }) => [plate && showPlate(plate), model].filter(Boolean).join(' ')) ??
    [];
  const digits = party.guestCard?.phoneLast4;
  const subtitle = [digits ? t('reception.digits', { digits }) : '', ...cars].filter((part) => part !== '');
  const isAnonymous = party.visit.guestCardId === null;
  return (
    <div>
      <div className={classes.partyTitle}>
        <h2 title={party.name}>{partyTitle(t, party)}</h2>
        <CloseButton aria-label={t('reception.party.close')} onClick={onClose} />
      </div>
      <p className={classes.subtitle}>
        {isAnonymous
          ? t('reception.floor.anonymous')
          : subtitle.map((part) => (
              <span key={part} className={classes.unbroken}>
                {part}
              </span>
            ))}
      </p>
      {facts && (
        <span className={classes.chips}>
          <GuestChips facts={{ ...facts, openVisitId: null }} floor={floor} />
          <Link className={classes.recordLink} to={`/customers/${facts.card.id}`}>
            {t('reception.party.record')} <kbd>C</kbd>
          </Link>
        </span>
      )}
    </div>
  );
}

function PartyFacts({ party, facts, floor, now }: WithFacts) {
  const { t, i18n } = useTranslation();
  const moment = useMoment();
  const nameOf = useStaffNames();
  const { visit, seat } = party;
  const likes = facts?.preferences.filter(({ kind }) => kind !== 'avoid') ?? [];
  const { words } = usePreferenceWords(floor.menu);
  const likeWords = likes.map(words);
  const arrival = [
    moment(visit.arrivedAt, now),
    stayWords(t, now - visit.arrivedAt),
    visit.receivedBy ? nameOf(visit.receivedBy) : '',
    t(`reception.purposes.${visit.purpose}`),
  ].filter((part) => part !== '');
  const readyIn = visit.expectedReadyAt === null ? null : Math.round((visit.expectedReadyAt - now) / 60_000);
  return (
    <dl className={classes.facts}>
      <dt>{t('reception.party.arrived')}</dt>
      <dd>
        {arrival.map((part, at) => (
          <span key={part} className={classes.factPart}>
            {part}
            {at < arrival.length - 1 && ' ·'}
          </span>
        ))}
      </dd>
      <dt>{t('reception.party.seat')}</dt>
      <dd>{seat ? seatName(floor, i18n.language, seat) : t('reception.checkIn.noSeat')}</dd>
      {visit.expectedReadyAt !== null && readyIn !== null && (
        <>
          <dt>{t('reception.party.ready')}</dt>
          <dd>
            {moment(visit.expectedReadyAt, now)}{' '}
            <span className={classes.chip} data-tone={readyIn < 0 ? 'bad' : 'warn'}>
              {readyIn < 0
                ? t('reception.party.readyLate', { count: -readyIn })
                : t('reception.party.readyIn', { count: readyIn })}
            </span>
          </dd>
        </>
      )}
      {likeWords.length > 0 && (
        <>
          <dt>{t('reception.party.likes')}</dt>
          <dd>{likeWords.join(t('common.listSeparator'))}</dd>
        </>
      )}
      {(
        [
          ['reception.party.workshop', visit.workshopNote],
          ['reception.party.note', visit.note],
          ['reception.party.guestNote', facts?.card.note],
        ] as const
      ).map(
        ([key, value]) =>
          value && (
            <div key={key} className={classes.factRow}>
              <dt>{t(key)}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** Of the visit, the guest's card and what the guest likes. */
function PartyConflicts({ party: { visit, guestCard }, facts }: Pick<WithFacts, 'party' | 'facts'>) {
  const likes = facts?.preferences.map(({ id }) => ({ entity: 'preference', id }) as const) ?? [];
  const card = guestCard ? [{ entity: 'guestCard', id: guestCard.id } as const] : [];
  return <ConflictsOf records={[{ entity: 'visit', id: visit.id }, ...card, ...likes]} />;
}

function Timeline({ party, floor, now, actions }: PartyPanelProps) {
  const { t, i18n } = useTranslation();
  const moment = useMoment();
  const served = [...party.servings].reverse();
  return (
    <section className={classes.timeline} aria-label={t('reception.party.timeline')}>
      {served.map((serving) => {
        const time = moment(serving.servedAt, now);
        const words = {
          drink: drinkName(floor, i18n.language, serving.menuItemId),
          count: serving.quantity,
        };
        return (
          <div key={serving.id} className={classes.served}>
            <span>
              {time} {t('reception.party.served', words)}
            </span>
            <button
              type="button"
              aria-label={t('reception.party.takeBackOf', { time, ...words })}
              onClick={() => void actions.takeBack(party, serving)}
            >
              {t('reception.party.takeBack')}
            </button>
          </div>
        );
      })}
      <p>
        {moment(party.visit.arrivedAt, now)} {t('reception.party.came')}
      </p>
    </section>
  );
}

interface PartyButtonsProps extends WithFacts {
  readonly onRefill: () => void;
  readonly onTask: (task: Task) => void;
  readonly onLeave: () => void;
}

function PartyButtons({ party, facts, floor, onRefill, onTask, onLeave }: PartyButtonsProps) {
  const { t, i18n } = useTranslation();
  const drink = refilled({ party, floor });
  const key = (letter: string) => <kbd>{letter}</kbd>;
  return (
    <div className={classes.actions}>
      <p className={classes.keysHint}>{t('reception.party.keysAfterEscape')}</p>
      <RefillWarning {...{ party, facts, floor }} />
      <Button
        size="lg"
        className={classes.primary ?? ''}
        onClick={onRefill}
        rightSection={<kbd className={classes.onAccent}>R</kbd>}
      >
        {drink
          ? t('reception.party.refill', { drink: nameIn(i18n.language, drink) })
          : t('reception.party.chooseDrink')}
      </Button>
      <Button variant="default" size="md" onClick={() => onTask('drink')} rightSection={key('S')}>
        {t('reception.party.otherDrink')}
      </Button>
      <Button variant="default" size="md" onClick={() => onTask('seat')} rightSection={key('M')}>
        {t('reception.party.move')}
      </Button>
      <Button variant="default" size="md" onClick={() => onTask('edit')} rightSection={key('E')}>
        {t('reception.party.edit')}
      </Button>
      {party.guestCard && (
        <Button variant="default" size="md" onClick={() => onTask('preferences')} rightSection={key('P')}>
          {t('reception.party.likes')}
        </Button>
      )}
      <Button variant="default" size="md" onClick={onLeave} rightSection={key('X')}>
        {t('reception.party.seeOff')}
      </Button>
    </div>
  );
}
