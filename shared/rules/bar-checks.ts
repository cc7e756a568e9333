/**
 * What the attendant looks after when the bar opens, every hour and when it closes (当班检查): the standards of the
 * lounge, checked by who keeps it. Not the daily 6S inspection, which is done by somebody else.
 */
import { nextWallTime, zoneOffset } from './time-zone.ts';

/** In the order in which one walks. */
export const openingItems = [
  'temperature',
  'music',
  'screen',
  'seating',
  'papers',
  'internet',
  'ashtrays',
  'bar',
] as const;
export const closingItems = ['guestsGone', 'faultsTold', 'closingTidy', 'devicesOff'] as const;
/** One for all that a round goes past: a list to tick at each hour would be ticked without looking. */
const roundItem = 'round';

export const checkItems = [...openingItems, roundItem, ...closingItems] as const;
type CheckItem = (typeof checkItems)[number];
export const checkPhases = ['opening', 'hourly', 'closing'] as const;
type CheckPhase = (typeof checkPhases)[number];

export interface CheckRow {
  readonly id: string;
  readonly item: CheckItem;
  /** `HH:MM` */
  readonly slot: string | null;
  readonly result: 'ok' | 'fault';
  /** UTC ms. */
  readonly checkedAt: number;
  readonly corrects: string | null;
}

export interface CheckEntry<Row> {
  readonly phase: CheckPhase;
  readonly item: CheckItem;
  /** The full hour of a round, `HH:MM`. */
  readonly slot: string | null;
  /** UTC ms from when it is to be done; null where the house has no such time. */
  readonly dueAt: number | null;
  /** UTC ms after which it is late; null where it never is. */
  readonly lateAt: number | null;
  /** What stands of it, the newest last. */
  readonly rows: readonly Row[];
}

export interface HouseDay {
  /** `YYYY-MM-DD` */
  readonly businessDay: string;
  /** `HH:MM`, settings of the site. */
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly dayCutOff: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** The bar is made ready from this long before the house opens. Our choice. */
const readyAheadMs = 60 * 60_000;
/** The lounge is put in order from this long before the house closes. Our choice. */
const closeAheadMs = 30 * 60_000;
/** Guests may sit on a while; what is not put in order by then after closing is late. Our choice. */
const closePatienceMs = 30 * 60_000;
/** A round that was not made by then is late. Our choice. */
const roundPatienceMs = 20 * 60_000;

/**
 * All that is to be looked after on a day, with what was noted of it. Rounds are made at each full hour between
 * opening and closing; a house without these times, or open past midnight, has none.
 * @param rows of that day, in any order
 */
export function checkList<Row extends CheckRow>(rows: readonly Row[], house: HouseDay): CheckEntry<Row>[] {
  const standing = standingChecks(rows);
  const start = startOf(house);
  const at = (time: string | null) => (time === null ? null : nextWallTime(time, start, house.timeZone));
  const [opens, closes] = [at(house.opensAt), at(house.closesAt)];
  const entry = (
    phase: CheckPhase,
    item: CheckItem,
    times: Pick<CheckEntry<Row>, 'slot' | 'dueAt' | 'lateAt'>,
  ): CheckEntry<Row> => ({
    phase,
    item,
    ...times,
    rows: standing.filter((row) => row.item === item && row.slot === times.slot),
  });
  const opening = { slot: null, dueAt: opens === null ? null : opens - readyAheadMs, lateAt: opens };
  const closing = {
    slot: null,
    dueAt: closes === null ? null : closes - closeAheadMs,
    lateAt: closes === null ? null : closes + closePatienceMs,
  };
  return [
    ...openingItems.map((item) => entry('opening', item, opening)),
    ...roundHours(house).map((slot) => {
      const dueAt = at(slot);
      return entry('hourly', roundItem, { slot, dueAt, lateAt: dueAt && dueAt + roundPatienceMs });
    }),
    ...closingItems.map((item) => entry('closing', item, closing)),
  ];
}

type CheckState = 'ahead' | 'due' | 'late' | 'ok' | 'fault';

/** What was noted last counts: a fault that was put right is none any more. @param now UTC ms */
export function checkState(entry: CheckEntry<CheckRow>, now: number): CheckState {
  const newest = entry.rows.at(-1);
  if (newest) return newest.result;
  if (entry.lateAt !== null && entry.lateAt < now) return 'late';
  return entry.dueAt === null || entry.dueAt <= now ? 'due' : 'ahead';
}

/** By how much a check came too late, ms; 0 where it was in time. A round of 9 ticked at 20:41 is no round of 9. */
export function checkedLate({ lateAt }: Pick<CheckEntry<CheckRow>, 'lateAt'>, row: CheckRow): number {
  return lateAt === null ? 0 : Math.max(0, row.checkedAt - lateAt);
}

interface CheckCount {
  readonly phase: CheckPhase;
  readonly done: number;
  readonly all: number;
  /** To be done by now and not done. */
  readonly due: number;
  readonly faults: number;
}

/** One line a phase that has something to do. @param now UTC ms */
export function countChecks(entries: readonly CheckEntry<CheckRow>[], now: number): CheckCount[] {
  return checkPhases.flatMap((phase) => {
    const states = entries.filter((entry) => entry.phase === phase).map((entry) => checkState(entry, now));
    if (states.length === 0) return [];
    const count = (...wanted: CheckState[]) => states.filter((state) => wanted.includes(state)).length;
    return [
      {
        phase,
        all: states.length,
        done: count('ok', 'fault'),
        due: count('due', 'late'),
        faults: count('fault'),
      },
    ];
  });
}

/** Neither taken back nor taking back; the oldest first. */
export function standingChecks<Row extends CheckRow>(rows: readonly Row[]): Row[] {
  const takenBack = new Set(rows.flatMap((row) => row.corrects ?? []));
  return rows
    .filter((row) => row.corrects === null && !takenBack.has(row.id))
    .toSorted((a, b) => a.checkedAt - b.checkedAt);
}

/** When the business day begins, UTC ms. */
function startOf({ businessDay, dayCutOff, timeZone }: HouseDay): number {
  const midnight = Date.parse(`${businessDay}T00:00:00Z`);
  const guess = midnight - zoneOffset(midnight, timeZone);
  return nextWallTime(dayCutOff, guess, timeZone) ?? guess;
}

/** `10:00`, `11:00`, … strictly between opening and closing. */
function roundHours({ opensAt, closesAt }: HouseDay): string[] {
  if (opensAt === null || closesAt === null) return [];
  return Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`).filter(
    (time) => time > opensAt && time < closesAt,
  );
}
