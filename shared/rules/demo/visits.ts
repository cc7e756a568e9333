/** Visits of the demonstration: years that have weekends and seasons, and those who are in the house now. */
import type { DraftPatch } from '../../commands/define.ts';
import type { CalledRole } from '../../entities/staff-call.ts';
import type { VisitPurpose } from '../../entities/visit.ts';
import { businessDayOf } from '../business-day.ts';
import { dayCutOff, dayMs, minuteMs, timeZone, type Guest, type DemoHouse } from './house.ts';
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
  /** Of colleagues, for who has just come to look at a car. */
  readonly calls: DraftPatch[];
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
  house: DemoHouse,
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
    yield visitRows(house, guests, { arrivedAt, until: leftAt, leftAt, servedUntil, seatId: null });
  }
}

/**
 * Parties who arrived within the last hour and a half, or since the business day began where that was later: nobody is
 * left over from yesterday. Every third one waits for its refill, where they have been here for long enough.
 */
export function presentVisits(
  house: DemoHouse,
  guests: readonly Guest[],
  count: number,
  now: number,
): VisitRows[] {
  const longest = 6 + (count - 1) * 9 + 5;
  const scale = Math.min(1, minutesOfDay(now) / longest);
  return Array.from({ length: count }, (_, index) => {
    const minutes = Math.floor((6 + index * 9 + house.random.integer(0, 5)) * scale);
    const arrivedAt = now - minutes * minuteMs;
    // Every other seat, so that all three areas have somebody.
    const seatId = house.seatIds[(index * 2) % house.seatIds.length] ?? null;
    const servedUntil = index % 3 === 2 ? now - 21 * minuteMs : now;
    return visitRows(house, guests, { arrivedAt, until: now, leftAt: null, servedUntil, seatId });
  });
}

/** Since the business day of `now` began; the zone of the house is eight hours ahead, and has no summer time. */
function minutesOfDay(now: number): number {
  const [hours = 0, minutes = 0] = dayCutOff.split(':').map(Number);
  const began = (hours - 8) * 60 + minutes;
  return Math.floor((((now / minuteMs - began) % 1440) + 1440) % 1440);
}

interface Stay {
  readonly arrivedAt: number;
  /** Nothing is told of later. */
  readonly until: number;
  readonly leftAt: number | null;
  /** No cup is filled after it, but the first; null where it is not known any more what was served. */
  readonly servedUntil: number | null;
  readonly seatId: string | null;
}

function visitRows(house: DemoHouse, guests: readonly Guest[], stay: Stay): VisitRows {
  const { random } = house;
  const { arrivedAt, until, leftAt, seatId } = stay;
  const guest = random.chance(0.9) ? random.pick(guests) : null;
  const visitId = random.uuid(arrivedAt);
  const partySize = random.pick(partySizes);
  const purpose = random.pick(purposes);
  const children = partySize > 2 ? random.pick([null, 1, 1, 2]) : null;
  const receivedBy = random.pick(house.attendantIds);
  const isWaiting = leftAt === null && purpose === 'service';
  const set = {
    guestCardId: guest?.cardId ?? null,
    vehicleId: guest && carOf(guest, arrivedAt),
    partyName: guest?.name ?? '来宾',
    partySize,
    children,
    purpose,
    seatId,
    arrivedAt,
    businessDay: businessDayOf(arrivedAt, timeZone, dayCutOff),
    receivedBy,
    leftAt,
    joinedVisitId: null,
    keepsPeople: null,
    away: [],
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
  const isAsked = leftAt === null && (purpose === 'showroom' || purpose === 'service');
  const calls = isAsked
    ? [callOf(house, { visitId, purpose, calledAt: Math.min(until, arrivedAt + minuteMs), receivedBy })]
    : [];
  return { visit: [{ entity: 'visit', id: visitId, op: 'create', set }], servings, calls };
}

interface Asked {
  readonly visitId: string;
  readonly purpose: VisitPurpose;
  readonly calledAt: number;
  readonly receivedBy: string;
}

/** Whoever looks after them was told at once. */
function callOf({ random }: DemoHouse, { visitId, purpose, calledAt, receivedBy }: Asked): DraftPatch {
  const role: CalledRole = purpose === 'showroom' ? 'sales' : 'advisor';
  const set = {
    ...{ visitId, role, name: random.pick(role === 'sales' ? sellers : advisors) },
    ...{ calledAt, businessDay: businessDayOf(calledAt, timeZone, dayCutOff), calledBy: receivedBy },
    ...{ answers: null, corrects: null },
  };
  return { entity: 'staffCall', id: random.uuid(calledAt), op: 'create', set };
}

const sellers = ['王强', '赵敏'];
const advisors = ['李顾问', '孙顾问'];

/** Soon after the arrival, then about every twenty minutes; one party in twelve takes nothing. */
function servingTimes(random: Random, { arrivedAt, until, leftAt, servedUntil }: Stay): number[] {
  if (servedUntil === null) return [];
  if (random.chance(0.08)) return [];
  const times = [Math.min(until, arrivedAt + random.integer(2, 5) * minuteMs)];
  const most = leftAt === null ? Infinity : 2;
  for (;;) {
    const next = (times.at(-1) ?? arrivedAt) + random.integer(17, 22) * minuteMs;
    if (next > servedUntil || times.length >= most) return times;
    times.push(next);
  }
}

/** One of theirs; not drawn by chance, so that all that is drawn after it stays as it was. */
function carOf({ vehicleIds }: Guest, arrivedAt: number): string | null {
  return vehicleIds[Math.floor(arrivedAt / minuteMs) % vehicleIds.length] ?? null;
}
