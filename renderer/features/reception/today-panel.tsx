/** The right while nobody is chosen: what comes next, and how the day goes. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { hasJoined, isCountedElsewhere } from '../../../shared/rules/joined-visits.ts';
import { peopleWith } from '../../../shared/rules/party-people.ts';
import { standingServings } from '../../../shared/rules/refill.ts';
import type { DeskDatabase } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useRowsInSight } from '../../ui/use-rows-in-sight.ts';
import { ChecksLine } from './checks-line.tsx';
import { MenuLine } from './menu-line.tsx';
import { partyTitle, seatName } from './names.ts';
import { minutesUntil } from './minutes-until.ts';
import { nextTasks, type NextTask } from './next-tasks.ts';
import { useClock } from './use-clock.ts';
import type { Floor } from './use-floor.ts';
import classes from './today-panel.module.css';
import frameClasses from './reception.module.css';
import chips from '../../ui/chips.module.css';

interface Props {
  readonly floor: Floor;
  /** UTC ms. */
  readonly now: number;
  readonly refillMinutes: number;
  readonly businessDay: string;
  readonly onChoose: (visitId: string) => void;
  readonly onShowLeft: () => void;
  readonly onShowChecks: () => void;
  readonly onShowMenu: () => void;
}

export function TodayPanel(props: Props) {
  const { t } = useTranslation();
  return (
    <aside className={frameClasses.right} data-idle aria-label={t('reception.today.region')}>
      <NextTasks {...props} />
      <div className={classes.lines}>
        <ChecksLine {...props} onShow={props.onShowChecks} />
        <MenuLine menu={props.floor.menu} onShow={props.onShowMenu} />
      </div>
      <DayFigures {...props} />
    </aside>
  );
}

/** Where the box is as high as its rows: the others are a scroll away. */
const usualTasks = 7;
/** As the styles have it. */
const sizes = { row: 54, more: 32 };

function NextTasks({ floor, now, refillMinutes, businessDay, onChoose }: Props) {
  const { t } = useTranslation();
  const tasks = nextTasks(floor.parties, now, refillMinutes, businessDay);
  const { box, shown } = useRowsInSight(tasks.length, sizes);
  const hidden = tasks.length - (shown ?? usualTasks);
  return (
    <section className={classes.next} aria-labelledby="next-title">
      <h2 id="next-title">{t('reception.today.next')}</h2>
      {tasks.length === 0 && <p className={frameClasses.panelHint}>{t('reception.today.nothingNext')}</p>}
      <div ref={box} className={classes.nextRows}>
        {tasks.slice(0, shown ?? usualTasks).map((task) => (
          <button
            key={`${task.party.visit.id} ${task.kind}`}
            type="button"
            onClick={() => onChoose(task.party.visit.id)}
          >
            <TaskWords task={task} floor={floor} now={now} />
          </button>
        ))}
        {hidden > 0 && <p className={classes.nextMore}>{t('reception.today.more', { count: hidden })}</p>}
      </div>
    </section>
  );
}

interface TaskProps {
  readonly task: NextTask;
  readonly floor: Floor;
  readonly now: number;
}

function TaskWords({ task, floor, now }: TaskProps) {
  const { t, i18n } = useTranslation();
  const clock = useClock();
  const { party, dueAt } = task;
  const minutes = minutesUntil(dueAt, now);
  return (
    <>
      <b title={party.name}>{partyTitle(t, party)}</b>
      <span className={classes.nextSeat}>
        {party.seat ? seatName(floor, i18n.language, party.seat) : t('reception.checkIn.noSeat')}
      </span>
      <span className={chips.chip} data-tone={minutes < 0 ? 'bad' : 'warn'}>
        {taskWords(t, task, minutes, clock(dueAt))}
      </span>
    </>
  );
}

/** @param minutes until it is due; below 0 where it is late @param time at which it is due */
function taskWords(t: TFunction, { kind }: NextTask, minutes: number, time: string): string {
  if (kind === 'overnight') return t('reception.today.overnight');
  if (minutes < 0) return t(`reception.today.${kind}.late`, { count: -minutes });
  if (minutes === 0 || kind === 'firstDrink') return t(`reception.today.${kind}.now`);
  return t(`reception.today.${kind}.soon`, { count: minutes, time });
}

function DayFigures({ businessDay, onShowLeft }: Props) {
  const { t } = useTranslation();
  const desk = useDesk();
  const day = useLiveQuery(() => readDay(desk.db, businessDay), [desk, businessDay]);
  const figures = day && [
    ['groups', day.groups],
    [
      'people',
      day.children === 0 ? day.people : t('visits.peopleCell', { people: day.people, count: day.children }),
    ],
    ['left', day.left],
    ['cups', day.cups],
    ['stay', day.stayMinutes ?? '–'],
  ];
  return (
    <section className={classes.day} aria-labelledby="day-title">
      <h2 id="day-title">{t('reception.today.title')}</h2>
      <dl>
        {figures?.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`reception.today.figures.${key as 'groups'}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button variant="default" size="md" onClick={onShowLeft}>
        {t('reception.today.leftTitle')}
      </Button>
    </section>
  );
}

async function readDay(db: DeskDatabase, businessDay: string) {
  const visits = await db.visit.where('businessDay').equals(businessDay).toArray();
  const counted = visits.filter((visit) => visit.cancelledAt === null);
  const ids = counted.map((visit) => visit.id);
  const servings = standingServings(await db.serving.where('visitId').anyOf(ids).toArray());
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  const hosts = counted.filter((visit) => !isCountedElsewhere(visit, (id) => byId.get(id)));
  const stays = counted.flatMap((visit) =>
    visit.leftAt === null || hasJoined(visit) ? [] : [visit.leftAt - visit.arrivedAt],
  );
  const stayed = stays.reduce((sum, stay) => sum + stay, 0);
  return {
    groups: counted.length,
    people: hosts.reduce((sum, visit) => sum + peopleWith(visit).people, 0),
    children: hosts.reduce((sum, visit) => sum + peopleWith(visit).children, 0),
    left: stays.length,
    cups: servings.reduce((sum, serving) => sum + serving.quantity, 0),
    stayMinutes: stays.length > 0 ? Math.round(stayed / stays.length / 60_000) : null,
  };
}
