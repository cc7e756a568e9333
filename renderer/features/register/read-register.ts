/** The register of a period from what this desk holds, read by the index of the business day. */
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import type { Days } from '../../../shared/rules/register/period.ts';
import { toRegisterEntry, type GuestKind } from '../../../shared/rules/register/register-entry.ts';
import { comparePeriods, registerFigures } from '../../../shared/rules/register/register-figures.ts';
import type { DeskDatabase, LocalRow } from '../../data/database.ts';
import type { Filters, RegisterAsk, RegisterLine, RegisterReading } from './register-ask.ts';

export async function readRegister(db: DeskDatabase, ask: RegisterAsk): Promise<RegisterReading> {
  const tables = [db.visit, db.serving, db.guestCard, db.vehicle];
  return db.transaction('r', tables, async () => {
    const all = await readLines(db, ask, ask.period, true);
    const lines = all.filter((line) => fits(line, ask.filters));
    const before = (await readLines(db, ask, ask.before, false)).filter((line) => fits(line, ask.filters));
    const first = await db.visit.orderBy('businessDay').first();
    const reach = { firstDay: first?.businessDay ?? null, today: ask.today };
    const figures = registerFigures(lines, ask.period, ask);
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

/** @param isWhole with what was served; of the period before only the guests are counted */
async function readLines(
  db: DeskDatabase,
  ask: RegisterAsk,
  { from, to }: Days,
  isWhole: boolean,
): Promise<RegisterLine[]> {
  const found = await db.visit.where('businessDay').between(from, to, true, true).toArray();
  const visits = found.filter(({ cancelledAt }) => cancelledAt === null);
  const guests = await readGuests(
    db,
    visits.flatMap(({ guestCardId }) => guestCardId ?? []),
  );
  const servings = isWhole ? await readServings(db, visits, from) : new Map<string, LocalRow<'serving'>[]>();
  return visits
    .map((visit): RegisterLine => {
      const guest = visit.guestCardId === null ? undefined : guests.get(visit.guestCardId);
      const kind: GuestKind = visit.guestCardId === null ? 'anonymous' : (guest?.kind ?? 'private');
      return {
        ...toRegisterEntry(visit, kind, servings.get(visit.id) ?? [], ask),
        ...{ guestName: guest?.name ?? null, vehicles: guest?.vehicles ?? [] },
      };
    })
    .sort((a, b) => a.arrivedAt - b.arrivedAt);
}

interface Guest {
  readonly name: string;
  readonly kind: 'private' | 'organisation';
  readonly vehicles: readonly string[];
}

async function readGuests(db: DeskDatabase, cardIds: readonly string[]): Promise<Map<string, Guest>> {
  const cards = (await db.guestCard.bulkGet([...new Set(cardIds)])).filter((card) => card !== undefined);
  const customerIds = cards.flatMap(({ customerId }) => customerId ?? []);
  const vehicles = await db.vehicle.where('customerId').anyOf(customerIds).toArray();
  const ofCustomer = Map.groupBy(vehicles, ({ customerId }) => customerId);
  return new Map(
    cards.map(({ id, name, kind, customerId }) => {
      const held = customerId === null ? [] : (ofCustomer.get(customerId) ?? []);
      return [id, { name, kind, vehicles: held.map(vehicleWords).filter((words) => words !== '') }];
    }),
  );
}

function vehicleWords({ plate, model }: LocalRow<'vehicle'>): string {
  return [plate && showPlate(plate), model].filter(Boolean).join(' ');
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
