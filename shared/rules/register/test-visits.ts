/** Visits and servings of one day in Shanghai, by the clock on the wall, for the tests of the register. */
import type { Row } from '../../commands/define.ts';
import { testId } from '../../sync/wire/test-id.ts';
import { businessDayOf } from '../business-day.ts';
import type { EntryRules } from './register-entry.ts';

export const timeZone = 'Asia/Shanghai';
export const dayCutOff = '04:00';

/** `14:05` of 26 November 2026, or `27 01:20` of another day of that month; UTC ms. */
export function at(time: string): number {
  const [day, clock] = time.includes(' ') ? time.split(' ') : ['26', time];
  return Date.parse(`2026-11-${day}T${clock}:00+08:00`);
}

export const rules: EntryRules = { now: at('18:00'), refillMinutes: 20, timeZone, dayCutOff };

export function testVisit(arrived: string, left: string | null, more: Partial<Row<'visit'>> = {}) {
  const arrivedAt = at(arrived);
  const visit: Row<'visit'> = {
    ...{
      id: testId(arrivedAt % 1_000_000),
      guestCardId: null,
      vehicleId: null,
      partyName: '来宾',
      partySize: 2,
      children: null,
    },
    ...{ purpose: 'service', seatId: null, arrivedAt, receivedBy: null, expectedReadyAt: null },
    ...{ businessDay: businessDayOf(arrivedAt, timeZone, dayCutOff), workshopNote: null, note: null },
    ...{
      leftAt: left === null ? null : at(left),
      cancelledAt: null,
      joinedVisitId: null,
      keepsPeople: null,
      away: [],
    },
    ...more,
  };
  return visit;
}

let lastId = 0;

/** Of tea, one cup for each of two. */
export function testServing(time: string, more: Partial<Row<'serving'>> = {}): Row<'serving'> {
  lastId += 1;
  const servedAt = at(time);
  return {
    ...{ id: testId(lastId), visitId: testId(1), menuItemId: testId(7), quantity: 2, servedAt },
    ...{
      businessDay: businessDayOf(servedAt, timeZone, dayCutOff),
      servedBy: null,
      corrects: null,
      flags: [],
    },
    ...more,
  };
}
