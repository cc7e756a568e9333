/** The middle: who is in the house, by area, by who wants a refill first, or by arrival. */
import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { isOvernight } from '../../../shared/rules/business-day.ts';
import { nameIn } from '../../records/name-in.ts';
import { useNews } from '../../records/use-conflicts.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { arrows, stepAmong, type Arrow } from './grid-steps.ts';
import { PartyCard } from './party-card.tsx';
import classes from './reception.module.css';
import type { Floor, Party } from './use-floor.ts';

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
}

type View = 'area' | 'rounds' | 'time';

interface Group {
  readonly key: string;
  readonly title: string | null;
  readonly parties: readonly Party[];
}

export function FloorBoard(props: FloorBoardProps) {
  const { floor, chosenId, due, businessDay } = props;
  const { t, i18n } = useTranslation();
  const news = useNews();
  const [view, setView] = useState<View>('area');
  const board = useRef<HTMLDivElement>(null);
  const noArea = t('reception.floor.noArea');
  const groups = groupParties(floor, view, { language: i18n.language, noArea, businessDay });
  const shown = groups.flatMap((group) => group.parties.map(({ visit }) => visit.id));
  const people = floor.parties.reduce((sum, { visit }) => sum + (visit.partySize ?? 1), 0);
  useCardKeys(board, props);
  useChosenInSight(board, shown, chosenId);
  // Another order begins with what it puts first.
  useEffect(() => {
    if (board.current) board.current.scrollTop = 0;
  }, [view]);

  return (
    <section className={classes.floor} aria-labelledby="floor-title">
      <div className={classes.floorHead}>
        <h1 id="floor-title">
          {t('reception.floor.title', {
            groups: t('common.groups', { count: floor.parties.length }),
            people: t('common.people', { count: people }),
          })}
        </h1>
        <span className={due > 0 ? classes.dueWords : undefined}>
          {due > 0 ? t('reception.floor.due', { count: due }) : t('reception.floor.noneDue')}
        </span>
        <SegmentedControl
          className={classes.views ?? ''}
          aria-label={t('reception.floor.views.label')}
          value={view}
          onChange={(value) => setView(value as View)}
          data={(['area', 'rounds', 'time'] as const).map((value) => ({
            value,
            label: t(`reception.floor.views.${value}`),
          }))}
        />
      </div>
      <div className={classes.board} ref={board}>
        {floor.parties.length === 0 && (
          <div className={classes.boardEmpty}>
            <b>{t('reception.floor.empty')}</b>
            <span>{t('reception.floor.emptyHint')}</span>
          </div>
        )}
        {groups.map((group) => (
          <BoardGroup key={group.key} group={group} overruled={news.records} {...props} />
        ))}
      </div>
    </section>
  );
}

interface BoardGroupProps extends FloorBoardProps {
  readonly group: Group;
  /** As `entity id`. */
  readonly overruled: ReadonlySet<string>;
}

function BoardGroup({ group, chosenId, overruled, ...props }: BoardGroupProps) {
  const { t } = useTranslation();
  return (
    <section aria-label={group.title ?? undefined}>
      {group.title !== null && (
        <h2 className={classes.areaTitle}>
          {group.title} <span>{t('common.groups', { count: group.parties.length })}</span>
        </h2>
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
  function step(arrow: Arrow) {
    const cards = cardsOf(board.current);
    const chosen = cards.find((card) => card.dataset['visit'] === chosenId);
    // With none chosen the one that has the focus, as after a party has left.
    const focused = cards.find((card) => card === document.activeElement);
    const next = chosen ? stepAmong(cards, chosen, arrow) : (focused ?? cards[0]);
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
      return;
    }
    const hasLeft = last.place >= 0 && !isNew;
    if (hasLeft && document.activeElement === document.body)
      cards[Math.min(last.place, cards.length - 1)]?.focus();
  }, [board, chosenId, place]);
}

interface Order {
  readonly language: string;
  readonly noArea: string;
  readonly businessDay: string;
}

function groupParties(floor: Floor, view: View, { language, noArea, businessDay }: Order): Group[] {
  if (view === 'time') return [{ key: 'time', title: null, parties: floor.parties }];
  if (view === 'rounds') {
    // Who has waited longest first; who has had nothing yet before all; who is long gone at the end.
    const waitingSince = ({ visit, lastServing }: Party) =>
      isOvernight(visit, businessDay) ? Infinity : (lastServing?.servedAt ?? 0);
    const parties = [...floor.parties].sort((a, b) => waitingSince(a) - waitingSince(b) || 0);
    return [{ key: 'rounds', title: null, parties }];
  }
  const groups = floor.areas.map((area) => ({
    key: area.id,
    title: nameIn(language, area),
    parties: floor.parties.filter((party) => party.area?.id === area.id),
  }));
  // First: they still want a seat, and who has just come in is among them.
  const unseated = floor.parties.filter((party) => party.area === null);
  return [{ key: 'none', title: noArea, parties: unseated }, ...groups].filter(
    (group) => group.parties.length > 0,
  );
}
