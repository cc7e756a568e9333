/** The middle: who is in the house, by area, by who wants a refill first, or by arrival. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refillState } from '../../../shared/rules/refill.ts';
import { useNews } from '../../records/use-conflicts.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { nameIn } from './names.ts';
import { PartyCard } from './party-card.tsx';
import classes from './reception.module.css';
import type { Floor, Party } from './use-floor.ts';

export interface FloorBoardProps {
  readonly floor: Floor;
  readonly chosenId: string | null;
  readonly now: number;
  readonly refillMinutes: number;
  readonly businessDay: string;
  readonly onChoose: (visitId: string) => void;
  readonly onRefill: (party: Party) => void;
}

type View = 'area' | 'rounds' | 'time';

interface Group {
  readonly key: string;
  readonly title: string | null;
  readonly parties: readonly Party[];
}

export function FloorBoard(props: FloorBoardProps) {
  const { floor, chosenId, now, refillMinutes, onChoose } = props;
  const { t, i18n } = useTranslation();
  const news = useNews();
  const [view, setView] = useState<View>('area');
  const groups = groupParties(floor, view, i18n.language, t('reception.floor.noArea'));
  const shown = groups.flatMap((group) => group.parties);
  const people = floor.parties.reduce((sum, { visit }) => sum + (visit.partySize ?? 1), 0);
  const due = floor.parties.filter(
    ({ lastServing }) => refillState(lastServing?.servedAt ?? null, now, refillMinutes).level === 'due',
  ).length;

  function step(by: number) {
    const index = shown.findIndex(({ visit }) => visit.id === chosenId);
    const next = shown[Math.max(0, Math.min(shown.length - 1, index < 0 ? 0 : index + by))];
    if (!next) return;
    onChoose(next.visit.id);
    document.querySelector<HTMLElement>(`[data-visit="${next.visit.id}"]`)?.focus();
  }
  useKeys([
    { keys: 'ArrowDown', label: t('reception.keys.nextCard'), run: () => step(1) },
    { keys: 'ArrowUp', label: t('reception.keys.previousCard'), run: () => step(-1) },
  ]);

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
      <div className={classes.board}>
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

function groupParties(floor: Floor, view: View, language: string, noArea: string): Group[] {
  if (view === 'time') return [{ key: 'time', title: null, parties: floor.parties }];
  if (view === 'rounds') {
    // Who has waited longest first; who has had nothing yet before all.
    const waitingSince = ({ lastServing }: Party) => lastServing?.servedAt ?? 0;
    const parties = [...floor.parties].sort((a, b) => waitingSince(a) - waitingSince(b));
    return [{ key: 'rounds', title: null, parties }];
  }
  const groups = floor.areas.map((area) => ({
    key: area.id,
    title: nameIn(language, area),
    parties: floor.parties.filter((party) => party.area?.id === area.id),
  }));
  const unseated = floor.parties.filter((party) => party.area === null);
  return [...groups, { key: 'none', title: noArea, parties: unseated }].filter(
    (group) => group.parties.length > 0,
  );
}
