/** Visits of the demonstration: years that have weekends and seasons, and those who are in the house now. */
import type { DraftPatch } from '../../commands/define.ts';
import type { VisitPurpose } from '../../entities/visit.ts';
import { businessDayOf } from '../business-day.ts';
import { dayCutOff, dayMs, minuteMs, timeZone, type Guest, type House } from './house.ts';
import type { Random } from './random.ts';

/** Visits against an ordinary day: more people come on a free day. Sunday first. Our choice. */
const visitsByWeekday = [1.4, 0.9, 0.85, 0.85, 0.9, 1, 1.5];
/** More before the Spring Festival and in the holidays of May and October, few during it. January first. Our choice. */
const visitsByMonth = [1.3, 0.7, 1, 1, 1.1, 0.9, 1, 1, 1.1, 1.2, 1, 1];
/** More in the middle of morning and afternoon, few at noon. Our choice. */
const arrivalHours = [
  { hour: 9, weight: 1.4 },
  { hour: 10, weight: 1.5 },
  { hour: 11, weight: 1 },
  { hour: 12, weight: 0.5 },
  { hour: 13, weight: 0.7 },
  { hour: 14, weight: 1.2 },
  { hour: 15, weight: 1.2 },
  { hour: 16, weight: 0.8 },
];
const closingHour = 18;

const purposes: readonly VisitPurpose[] = [
  ...(['service', 'service', 'service', 'showroom', 'showroom'] as const),
  ...(['delivery', 'pickup', 'other'] as const),
];
const partySizes = [1, 1, 1, 2, 2, 3, 4];

export interface VisitRows {
  readonly visit: DraftPatch[];
  readonly servings: DraftPatch[];
}

export interface PastOrder {
  readonly count: number;
  /** They are spread over so many, up to the day before that of `now`. */
  readonly days: number;
  /** What parties were served before is not known. UTC ms. */
  readonly servedSince: number;
  /** UTC ms. */
  readonly now: number;
}

/** Visits of the days before the day of `now`: each came in business hours and has left by closing time. */
export function* pastVisits(
  house: House,
  guests: readonly Guest[],
  { count, days, servedSince, now }: PastOrder,
): Generator<VisitRows> {
  const { random } = house;
  // The zone of the house is eight hours ahead, and has no summer time.
  const zoneMs = 8 * 60 * minuteMs;
  const today = Math.floor((now + zoneMs) / dayMs) * dayMs - zoneMs;
  const weighed = Array.from({ length: days }, (_, index) => {
    const midnight = today - (index + 1) * dayMs;
    const date = new Date(midnight + zoneMs);
    const weight = (visitsByWeekday[date.getUTCDay()] ?? 1) * (visitsByMonth[date.getUTCMonth()] ?? 1);
    return { midnight, weight };
  });
  const weightOf = ({ weight }: { readonly weight: number }) => weight;
  const pickDay = random.weighted(weighed, weightOf);
  const pickHour = random.weighted(arrivalHours, weightOf);
  for (let made = 0; made < count; made += 1) {
    const { midnight } = pickDay();
    const { hour } = pickHour();
    const arrivedAt = midnight + (hour * 60 + random.integer(0, 59)) * minuteMs;
    const closing = midnight + closingHour * 60 * minuteMs;
    const leftAt = Math.min(closing, arrivedAt + random.integer(25, 150) * minuteMs);
    const servedUntil = arrivedAt < servedSince ? null : leftAt - 10 * minuteMs;
    yield visitRows(house, guests, { arrivedAt, leftAt, servedUntil, seatId: null });
  }
}

/** Parties who arrived within the last hour and a half; every third one waits for its refill. */
export function presentVisits(
  house: House,
  guests: readonly Guest[],
  count: number,
  now: number,
): VisitRows[] {
  return Array.from({ length: count }, (_, index) => {
    const arrivedAt = now - (6 + index * 9 + house.random.integer(0, 5)) * minuteMs;
    // Every other seat, so that all three areas have somebody.
    const seatId = house.seatIds[(index * 2) % house.seatIds.length] ?? null;
    const servedUntil = index % 3 === 2 ? now - 21 * minuteMs : now;
    return visitRows(house, guests, { arrivedAt, leftAt: null, servedUntil, seatId });
  });
}

interface Stay {
  readonly arrivedAt: number;
  readonly leftAt: number | null;
  /** No cup is filled after it, but the first; null where it is not known any more what was served. */
  readonly servedUntil: number | null;
  readonly seatId: string | null;
}

function visitRows(house: House, guests: readonly Guest[], stay: Stay): VisitRows {
  const { random } = house;
  const { arrivedAt, leftAt, seatId } = stay;
  const guest = random.chance(0.9) ? random.pick(guests) : null;
  const visitId = random.uuid(arrivedAt);
  const partySize = random.pick(partySizes);
  const purpose = random.pick(purposes);
  const receivedBy = random.pick(house.attendantIds);
  const isWaiting = leftAt === null && purpose === 'service';
  const set = {
    guestCardId: guest?.cardId ?? null,
    partyName: guest?.name ?? '来宾',
    partySize,
    purpose,
    seatId,
    arrivedAt,
    businessDay: businessDayOf(arrivedAt, timeZone, dayCutOff),
    receivedBy,
    leftAt,
    expectedReadyAt: isWaiting ? arrivedAt + random.integer(60, 120) * minuteMs : null,
    workshopNote: isWaiting ? random.pick(['常规保养', '更换轮胎', '四轮定位', '空调清洗']) : null,
    note: random.chance(0.15) ? random.pick(['带小孩', '要发票', '赶时间', '行动不便，请协助']) : null,
    cancelledAt: null,
  };
  const menuItemId = guest && random.chance(0.8) ? guest.usualId : random.pick(house.menuIds);
  const servings = servingTimes(random, stay).map((at): DraftPatch => ({
    entity: 'serving',
    id: random.uuid(at),
    op: 'create',
    set: {
      ...{ visitId, menuItemId, quantity: partySize, servedAt: at, servedBy: receivedBy, corrects: null },
      businessDay: businessDayOf(at, timeZone, dayCutOff),
    },
  }));
  return { visit: [{ entity: 'visit', id: visitId, op: 'create', set }], servings };
}

/** Soon after the arrival, then about every twenty minutes; one party in twelve takes nothing. */
function servingTimes(random: Random, { arrivedAt, leftAt, servedUntil }: Stay): number[] {
  if (servedUntil === null) return [];
  if (random.chance(0.08)) return [];
  const times = [arrivedAt + random.integer(2, 5) * minuteMs];
  const most = leftAt === null ? Infinity : 2;
  for (;;) {
    const next = (times.at(-1) ?? arrivedAt) + random.integer(17, 22) * minuteMs;
    if (next > servedUntil || times.length >= most) return times;
    times.push(next);
  }
}
