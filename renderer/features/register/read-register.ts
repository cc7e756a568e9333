/** The register of a period from what this desk holds, read by the index of the business day. */
import { vehicleWords } from '../../../shared/rules/formats/vehicle-words.ts';
import type { Days } from '../../../shared/rules/register/period.ts';
import { isCountedElsewhere } from '../../../shared/rules/joined-visits.ts';
import { toRegisterEntry, type GuestKind } from '../../../shared/rules/register/register-entry.ts';
import { comparePeriods, registerFigures } from '../../../shared/rules/register/register-figures.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import { readAllMerges } from '../../data/merged-guests.ts';
import type { Filters, RegisterAsk, RegisterLine, RegisterReading } from './register-ask.ts';

export async function readRegister(db: DeskDatabase, ask: RegisterAsk): Promise<RegisterReading> {
  const tables = [db.visit, db.serving, db.guestCard, db.customerMerge, db.vehicle];
  return db.transaction('r', tables, async () => {
    const all = await readLines(db, ask, ask.period, true);
    const { isUndone } = ask.filters;
    const listed = isUndone ? await readLines(db, ask, ask.period, true, (at) => at !== null) : all;
    const lines = listed.filter((line) => fits(line, ask.filters));
    const before = (await readLines(db, ask, ask.before, false)).filter((line) => fits(line, ask.filters));
    const first = await db.visit.orderBy('businessDay').first();
    const reach = { firstDay: first?.businessDay ?? null, today: ask.today };
    const figures = registerFigures(isUndone ? [] : lines, ask.period, ask);
    const peopleBefore = before.reduce((sum, { people }) => sum + people, 0);
    return {
      ...{ ask, lines, figures, reach, total: all.length },
      comparison: comparePeriods(
        { period: ask.period, people: figures.people },
        { period: ask.before, people: peopleBefore },
        reach,
      ),
      receivers: [...new Set(all.flatMap(({ receivedBy }) => receivedBy ?? []))],
    };
  });
}

/**
 * @param isWhole with what was served; of the period before only the guests are counted
 * @param isWanted by when its check-in was undone
 */
async function readLines(
  db: DeskDatabase,
  ask: RegisterAsk,
  { from, to }: Days,
  isWhole: boolean,
  isWanted: (cancelledAt: number | null) => boolean = (at) => at === null,
): Promise<RegisterLine[]> {
  const found = await db.visit.where('businessDay').between(from, to, true, true).toArray();
  const visits = found.filter(({ cancelledAt }) => isWanted(cancelledAt));
  const find = await readHosts(db, found);
  const guests = await readGuests(
    db,
    visits.flatMap(({ guestCardId }) => guestCardId ?? []),
  );
  const cars = await readCars(db, visits);
  const servings = isWhole ? await readServings(db, visits, from) : new Map<string, LocalRow<'serving'>[]>();
  return visits
    .map((visit): RegisterLine => {
      const guest = visit.guestCardId === null ? undefined : guests.get(visit.guestCardId);
      const car = cars.get(visit.vehicleId ?? '') ?? '';
      const kind: GuestKind = visit.guestCardId === null ? 'anonymous' : (guest?.kind ?? 'private');
      return {
        ...toRegisterEntry(visit, kind, servings.get(visit.id) ?? [], {
          ...ask,
          isCountedElsewhere: isCountedElsewhere(visit, find),
        }),
        ...{ guestName: guest?.name ?? null, vehicles: car === '' ? (guest?.vehicles ?? []) : [car] },
      };
    })
    .sort((a, b) => a.arrivedAt - b.arrivedAt);
}

/** The cars that came, in words. Where nobody said which, or it is gone, all of the guest's are shown. */
async function readCars(
  db: DeskDatabase,
  visits: readonly LocalRow<'visit'>[],
): Promise<Map<string, string>> {
  const ids = [...new Set(visits.flatMap(({ vehicleId }) => vehicleId ?? []))];
  const cars = await db.vehicle.bulkGet(ids);
  return new Map(cars.flatMap((car) => (car ? [[car.id, vehicleWords(car)] as const] : [])));
}

/** Finds a visit of these, or one that they joined, be it of another period. */
async function readHosts(db: DeskDatabase, visits: readonly LocalRow<'visit'>[]) {
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  const missing = () =>
    [...byId.values()].flatMap(({ joinedVisitId: id }) => (id && !byId.has(id) ? id : []));
  for (let asked = missing(); asked.length > 0; asked = missing()) {
    const found = (await db.visit.bulkGet(asked)).filter((visit) => visit !== undefined);
    if (found.length === 0) break;
    for (const visit of found) byId.set(visit.id, visit);
  }
  return (id: string) => byId.get(id);
}

interface Guest {
  readonly name: string;
  readonly kind: 'private' | 'organisation';
  readonly vehicles: readonly string[];
}

async function readGuests(db: DeskDatabase, cardIds: readonly string[]): Promise<Map<string, Guest>> {
  const merged = await readAllMerges(db);
  const asked = [...new Set(cardIds)];
  const cards = await db.guestCard.bulkGet([...new Set(asked.map(merged.rootOf))]);
  const cardsById = new Map(cards.flatMap((card) => (card ? [[card.id, card] as const] : [])));
  const customersOf = ({ id, customerId }: LocalRow<'guestCard'>) => [
    ...new Set([...(customerId === null ? [] : [customerId]), ...merged.groupOf(id).customerIds]),
  ];
  const vehicles = await db.vehicle
    .where('customerId')
    .anyOf([...cardsById.values()].flatMap(customersOf))
    .toArray();
  const ofCustomer = Map.groupBy(vehicles, ({ customerId }) => customerId);
  return new Map(
    asked.flatMap((id) => {
      const card = cardsById.get(merged.rootOf(id));
      if (!card) return [];
      const held = customersOf(card).flatMap((customerId) => ofCustomer.get(customerId) ?? []);
      const cars = held.map(vehicleWords).filter((words) => words !== '');
      return [[id, { name: card.name, kind: card.kind, vehicles: cars }] as const];
    }),
  );
}

/** Of more visits than that, all servings from their first day on are read at once: far quicker than one by one. */
const fewVisits = 300;

async function readServings(
  db: DeskDatabase,
  visits: readonly LocalRow<'visit'>[],
  from: string,
): Promise<Map<string, LocalRow<'serving'>[]>> {
  const ids = visits.map(({ id }) => id);
  const servings =
    visits.length <= fewVisits
      ? await db.serving.where('visitId').anyOf(ids).toArray()
      : // Nobody is served before the business day of their arrival.
        await db.serving.where('businessDay').aboveOrEqual(from).toArray();
  return Map.groupBy(servings, ({ visitId }) => visitId);
}

const plain = (text: string) => text.toLowerCase().replaceAll(/[\s·]/g, '');

function fits(line: RegisterLine, { purpose, receivedBy, guestKind, text }: Filters): boolean {
  if (purpose !== null && line.purpose !== purpose) return false;
  if (receivedBy !== null && line.receivedBy !== receivedBy) return false;
  if (guestKind !== null && line.guestKind !== guestKind) return false;
  const wanted = plain(text);
  if (wanted === '') return true;
  return [line.partyName, line.guestName ?? '', ...line.vehicles].some((part) =>
    plain(part).includes(wanted),
  );
}
