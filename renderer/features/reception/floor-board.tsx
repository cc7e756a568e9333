/** The middle: who is in the house, by area, by who wants a refill first, or by arrival. */
import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../data/use-draft.ts';
import { guestsWords } from '../../records/guests-words.ts';
import { nameIn } from '../../records/name-in.ts';
import { useNews } from '../../records/use-conflicts.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { arrows, stepAmong, type Arrow } from '../../ui/grid-steps.ts';
import dragClasses from './drag.module.css';
import { PartyCard } from './party-card.tsx';
import { nextOnRounds, roundsOf, roundsOrders, type RoundsOrder } from './rounds.ts';
import { SeatTray } from './seat-tray.tsx';
import type { Floor, Party } from './use-floor.ts';
import classes from './floor-board.module.css';
import frameClasses from './reception.module.css';

export interface FloorBoardProps {
  readonly floor: Floor;
  readonly chosenId: string | null;
  readonly now: number;
  readonly refillMinutes: number;
  readonly businessDay: string;
  /** Parties that want a refill. */
  readonly due: number;
  /** `passing`: with an arrow, perhaps on the way to another. */
  readonly onChoose: (visitId: string, how?: 'passing') => void;
  readonly onRefill: (party: Party) => void;
  /** A card was let go on a seat, or beside all of them. */
  readonly onMove: (party: Party, seatId: string | null) => void;
}

const views = ['area', 'rounds', 'time'] as const;

/** How a person likes the board; kept while their window lives. */
interface Look {
  readonly view: (typeof views)[number];
  readonly order: RoundsOrder;
}

interface Group {
  readonly key: string;
  readonly title: string | null;
  readonly parties: readonly Party[];
}

export function FloorBoard(props: FloorBoardProps) {
  const { floor, chosenId } = props;
  const { t } = useTranslation();
  const news = useNews();
  const [kept, keep] = useDraft<Look>('look-floor-board');
  const look = kept ?? { view: 'area', order: 'due' };
  const board = useRef<HTMLDivElement>(null);
  const groups = useGroups(props, look);
  const shown = groups.flatMap((group) => group.parties.map(({ visit }) => visit.id));
  useCardKeys(board, props);
  useBoardKeys(board, props, { look, keep });
  useChosenInSight(board, shown, chosenId);
  // Another order begins with what it puts first.
  useEffect(() => {
    if (board.current) board.current.scrollTop = 0;
  }, [look.view, look.order]);

  return (
    <section className={`${frameClasses.floor} ${dragClasses.holder}`} aria-labelledby="floor-title">
      <BoardHead {...props} {...{ look, keep }} />
      <div className={classes.board} ref={board}>
        {floor.parties.length === 0 && (
          <div className={classes.boardEmpty}>
            <b>{t('reception.floor.empty')}</b>
            <span>{t('reception.floor.emptyHint')}</span>
          </div>
        )}
        {groups.map((group, place) => (
          <BoardGroup
            key={group.key}
            {...props}
            group={group}
            overruled={news.records}
            aside={look.view === 'rounds' && place === 0 && <OrderChoice {...{ look, keep }} />}
          />
        ))}
      </div>
      <SeatTray board={board} floor={floor} onMove={props.onMove} />
    </section>
  );
}

interface LookProps {
  readonly look: Look;
  readonly keep: (look: Look) => void;
}

function BoardHead({ floor, due, look, keep }: FloorBoardProps & LookProps) {
  const { t } = useTranslation();
  const people = floor.parties.reduce((sum, { size }) => sum + size.people, 0);
  const children = floor.parties.reduce((sum, { size }) => sum + size.children, 0);
  return (
    <div className={classes.floorHead}>
      <h1 id="floor-title">
        {t('reception.floor.title', {
          groups: t('common.groups', { count: floor.parties.length }),
          people: guestsWords(t, { people, children }),
        })}
      </h1>
      <span className={due > 0 ? classes.dueWords : undefined}>
        {due > 0 ? t('reception.floor.due', { count: due }) : t('reception.floor.noneDue')}
      </span>
      <SegmentedControl
        className={classes.views ?? ''}
        aria-label={t('reception.floor.views.label')}
        value={look.view}
        onChange={(view) => keep({ ...look, view })}
        data={views.map((value) => ({ value, label: t(`reception.floor.views.${value}`) }))}
      />
    </div>
  );
}

function OrderChoice({ look, keep }: LookProps) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      aria-label={t('reception.floor.orders.label')}
      value={look.order}
      onChange={(order) => keep({ ...look, order })}
      data={roundsOrders.map((value) => ({ value, label: t(`reception.floor.orders.${value}`) }))}
    />
  );
}

/** Another view, another order of the rounds, and on to whoever is looked after next. */
function useBoardKeys(
  board: RefObject<HTMLDivElement | null>,
  { floor, chosenId, onChoose, ...clock }: FloorBoardProps,
  { look, keep }: LookProps,
) {
  const { t } = useTranslation();
  const { view, order } = look;
  function goOn() {
    const next = nextOnRounds(floor, order, clock, chosenId)?.visit.id;
    if (next === undefined) return;
    onChoose(next);
    cardsOf(board.current)
      .find((card) => card.dataset['visit'] === next)
      ?.focus();
  }
  const other = order === 'due' ? 'walking' : 'due';
  useKeys([
    { keys: 'n', label: t('reception.keys.nextOnRounds'), run: goOn },
    {
      keys: 'v',
      label: t('reception.keys.nextView'),
      run: () => keep({ ...look, view: views[(views.indexOf(view) + 1) % views.length] ?? 'area' }),
    },
    {
      keys: 'w',
      label: t('reception.keys.roundsOrder'),
      run: () => keep({ view: 'rounds', order: view === 'rounds' ? other : order }),
    },
  ]);
}

interface BoardGroupProps extends FloorBoardProps {
  readonly group: Group;
  /** Beside its title. */
  readonly aside: ReactNode;
  /** As `entity id`. */
  readonly overruled: ReadonlySet<string>;
}

function BoardGroup({ group, chosenId, overruled, aside, ...props }: BoardGroupProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={group.title ?? undefined}>
      {group.title !== null && (
        <div className={classes.areaHead}>
          <h2 className={classes.areaTitle}>
            {group.title} <span>{t('common.groups', { count: group.parties.length })}</span>
          </h2>
          {aside}
        </div>
      )}
      <div className={classes.cards}>
        {group.parties.map((party) => (
          <PartyCard
            key={party.visit.id}
            party={party}
            isChosen={party.visit.id === chosenId}
            isOverruled={isOverruled(party, overruled)}
            {...props}
          />
        ))}
      </div>
    </section>
  );
}

function isOverruled({ visit, guestCard }: Party, overruled: ReadonlySet<string>): boolean {
  return overruled.has(`visit ${visit.id}`) || overruled.has(`guestCard ${guestCard?.id}`);
}

const cardsOf = (board: HTMLElement | null) => [
  ...(board?.querySelectorAll<HTMLElement>('[data-visit]') ?? []),
];

/** Arrows go from card to card, beginning at the chosen one. */
function useCardKeys(board: RefObject<HTMLDivElement | null>, { chosenId, onChoose }: FloorBoardProps) {
  const { t } = useTranslation();
  const lastChosen = useRef(chosenId);
  useEffect(() => {
    if (chosenId !== null) lastChosen.current = chosenId;
  }, [chosenId]);
  function step(arrow: Arrow) {
    const cards = cardsOf(board.current);
    const focused = cards.find((card) => card === document.activeElement);
    const chosen = cards.find((card) => card.dataset['visit'] === chosenId);
    // Looked at and closed: the way goes on from there. Else with none chosen the one that has the focus comes first,
    // as after a party has left.
    const isClosed = focused !== undefined && focused.dataset['visit'] === lastChosen.current;
    const from = chosen ?? (isClosed ? focused : undefined);
    const next = from ? stepAmong(cards, from, arrow) : (focused ?? cards[0]);
    if (!next) return;
    onChoose(next.dataset['visit'] ?? '', chosen && 'passing');
    next.focus();
  }
  const labels = {
    ArrowRight: t('reception.keys.nextCard'),
    ArrowLeft: t('reception.keys.previousCard'),
    ArrowDown: t('reception.keys.cardBelow'),
    ArrowUp: t('reception.keys.cardAbove'),
  };
  useKeys(arrows.map((keys) => ({ keys, label: labels[keys], run: () => step(keys) })));
}

/** The chosen card is on the screen as soon as it is there; where it goes, keys go on from its neighbour. */
function useChosenInSight(
  board: RefObject<HTMLDivElement | null>,
  shown: readonly string[],
  chosenId: string | null,
) {
  const place = chosenId === null ? -1 : shown.indexOf(chosenId);
  const before = useRef({ chosenId, place });
  useEffect(() => {
    const last = before.current;
    before.current = { chosenId, place };
    const cards = cardsOf(board.current);
    const isNew = last.chosenId !== chosenId;
    if (place >= 0) {
      if (isNew || last.place < 0) cards[place]?.scrollIntoView({ block: 'nearest' });
      // In another group it is another card, which does not have the focus of the one that was; or it was looked for
      // before it was drawn.
      if (!isNew && place !== last.place && document.activeElement === document.body)
        cards[place]?.focus({ preventScroll: true });
      return;
    }
    const hasLeft = last.place >= 0 && !isNew;
    if (hasLeft && document.activeElement === document.body)
      cards[Math.min(last.place, cards.length - 1)]?.focus();
  }, [board, chosenId, place]);
}

function useGroups({ floor, ...clock }: FloorBoardProps, { view, order }: Look): Group[] {
  const { t, i18n } = useTranslation();
  if (view === 'time') return [{ key: 'time', title: null, parties: floor.parties }];
  if (view === 'rounds') {
    const rounds = roundsOf(floor, order, clock);
    const groups = (['now', 'soon', 'rest'] as const).map((key) => ({
      ...{ key, title: t(`reception.floor.rounds.${key}`) },
      parties: rounds[key],
    }));
    return groups.filter((group) => group.parties.length > 0);
  }
  const groups = floor.areas.map((area) => ({
    key: area.id,
    title: nameIn(i18n.language, area),
    parties: floor.parties.filter((party) => party.area?.id === area.id),
  }));
  // First: they still want a seat, and who has just come in is among them.
  const unseated = floor.parties.filter((party) => party.area === null);
  return [{ key: 'none', title: t('reception.floor.noArea'), parties: unseated }, ...groups].filter(
    (group) => group.parties.length > 0,
  );
}
