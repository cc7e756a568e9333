/** The right while nobody is chosen: what comes next, and how the day goes. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { standingServings } from '../../../shared/rules/refill.ts';
import type { DeskDatabase } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { partyTitle, seatName } from './names.ts';
import { nextTasks, type NextTask } from './next-tasks.ts';
import classes from './reception.module.css';
import { useClock } from './use-clock.ts';
import type { Floor } from './use-floor.ts';

interface Props {
  readonly floor: Floor;
  /** UTC ms. */
  readonly now: number;
  readonly refillMinutes: number;
  readonly onChoose: (visitId: string) => void;
}

export function TodayPanel(props: Props) {
  const { t } = useTranslation();
  return (
    <aside className={classes.right} data-idle aria-label={t('reception.today.region')}>
      <NextTasks {...props} />
      <DayFigures />
    </aside>
  );
}

/** As many as fit beside the figures on a small screen. */
const shownTasks = 7;

function NextTasks({ floor, now, refillMinutes, onChoose }: Props) {
  const { t } = useTranslation();
  const tasks = nextTasks(floor.parties, now, refillMinutes);
  return (
    <section className={classes.next} aria-labelledby="next-title">
      <h2 id="next-title">{t('reception.today.next')}</h2>
      {tasks.length === 0 && <p className={classes.panelHint}>{t('reception.today.nothingNext')}</p>}
      {tasks.slice(0, shownTasks).map((task) => (
        <button
          key={`${task.party.visit.id} ${task.kind}`}
          type="button"
          onClick={() => onChoose(task.party.visit.id)}
        >
          <TaskWords task={task} floor={floor} now={now} />
        </button>
      ))}
      {tasks.length > shownTasks && (
        <p className={classes.panelHint}>{t('reception.today.more', { count: tasks.length - shownTasks })}</p>
      )}
    </section>
  );
}

interface TaskProps {
  readonly task: NextTask;
  readonly floor: Floor;
  readonly now: number;
}

function TaskWords({ task: { kind, party, dueAt }, floor, now }: TaskProps) {
  const { t, i18n } = useTranslation();
  const clock = useClock();
  const minutes = Math.round((dueAt - now) / 60_000);
  const state =
    kind === 'ready'
      ? clock(dueAt)
      : minutes < 0
        ? t('reception.today.late', { count: -minutes })
        : t('reception.today.in', { count: minutes });
  return (
    <>
      <b>{partyTitle(t, party)}</b>
      <span className={classes.nextSeat}>
        {party.seat ? seatName(floor, i18n.language, party.seat) : t('reception.checkIn.noSeat')}
      </span>
      <span className={classes.chip} data-tone={minutes < 0 ? 'bad' : 'warn'}>
        {t(`reception.today.kinds.${kind}`)} {state}
      </span>
    </>
  );
}

function DayFigures() {
  const { t } = useTranslation();
  const desk = useDesk();
  const businessDay = desk.businessDay();
  const day = useLiveQuery(() => readDay(desk.db, businessDay), [desk, businessDay]);
  const figures = day && [
    ['groups', day.groups],
    ['people', day.people],
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
    </section>
  );
}

async function readDay(db: DeskDatabase, businessDay: string) {
  const visits = await db.visit.where('businessDay').equals(businessDay).toArray();
  const counted = visits.filter((visit) => visit.cancelledAt === null);
  const ids = counted.map((visit) => visit.id);
  const servings = standingServings(await db.serving.where('visitId').anyOf(ids).toArray());
  const stays = counted.flatMap(({ leftAt, arrivedAt }) => (leftAt === null ? [] : [leftAt - arrivedAt]));
  const stayed = stays.reduce((sum, stay) => sum + stay, 0);
  return {
    groups: counted.length,
    people: counted.reduce((sum, visit) => sum + (visit.partySize ?? 1), 0),
    left: stays.length,
    cups: servings.reduce((sum, serving) => sum + serving.quantity, 0),
    stayMinutes: stays.length > 0 ? Math.round(stayed / stays.length / 60_000) : null,
  };
}
