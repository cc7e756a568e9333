/** The people of a list while its rows are read: further rows of one person fill what is empty, and add cars. */
import { lastDigits, showPhone } from '../formats/phone.ts';
import type { ImportField } from './import-columns.ts';
import type { ImportCells, ImportProblem, ImportRow, ImportVehicle } from './read-import-row.ts';

export interface ImportCustomer extends Omit<ImportRow, 'vehicle' | 'line'> {
  readonly vehicles: readonly ImportVehicle[];
  /** Lines of the file that make it up. */
  readonly lines: readonly number[];
  /** A person said that it is somebody new, whatever the desk knows: nothing is left out of it later. */
  readonly isChosenNew?: boolean;
}

/** What becomes of a row that looks like somebody who is there already. */
export type DuplicateChoice = 'merge' | 'skip' | 'new';

/** Whom of the file a row looks like. */
export interface FileTwin {
  readonly by: 'phone' | 'plate' | 'vin';
  /** As it was known when the row came. */
  readonly held: ImportCustomer;
}

export interface Joined {
  readonly problems: readonly ImportProblem[];
  /** Present where a person may choose. */
  readonly twin?: FileTwin;
}

interface ImportPeople {
  /**
   * Takes the row, and then every problem is a remark; or leaves it out, and then one weighs as `known`.
   * @param cells what the row says in its own words
   * @param choice where the row looks like somebody else of the file; null leaves out who has another's car, and
   * takes who has another's number
   */
  join(row: ImportRow, cells: ImportCells, choice?: DuplicateChoice | null): Joined;
  /** In the order of their first rows. */
  all(): ImportCustomer[];
}

type Draft<Item> = { -readonly [Field in keyof Item]: Item[Field] };
interface Person {
  readonly facts: Draft<Omit<ImportRow, 'vehicle' | 'line'>>;
  readonly cars: Draft<ImportVehicle>[];
  readonly lines: number[];
  isChosenNew?: boolean;
}

const toCustomer = ({ facts, cars, lines, isChosenNew }: Person): ImportCustomer => ({
  ...facts,
  vehicles: cars,
  lines,
  ...(isChosenNew && { isChosenNew }),
});

const factFields = [
  ...(['idNumber', 'birthDate', 'gender', 'address', 'email', 'employer', 'contactPerson', 'note'] as const),
];
const carFields = ['plate', 'vin', 'model', 'colour'] as const;

/**
 * One name and number, or one name and car, are one person, unless two ID numbers say otherwise. Where the rows
 * do not tell, a row is somebody else, with a remark: what was merged by mistake nobody takes apart again.
 */
export function createImportPeople(): ImportPeople {
  const people: Person[] = [];
  const peopleByKey = new Map<string, Set<Person>>();
  const ownersByCar = new Map<string, Person>();
  const firstByPhone = new Map<string, Person>();

  function register(person: Person, row: ImportRow): void {
    for (const key of keysOf(row)) peopleByKey.set(key, (peopleByKey.get(key) ?? new Set()).add(person));
    for (const key of carKeys(row.vehicle)) if (!ownersByCar.has(key)) ownersByCar.set(key, person);
    const phone = phoneOf(row);
    if (phone !== null && !firstByPhone.has(phone)) firstByPhone.set(phone, person);
  }

  function addNew(row: ImportRow, isChosenNew: boolean): void {
    const { vehicle, line, ...facts } = row;
    const cars = vehicle ? [{ ...vehicle }] : [];
    const newcomer = { facts, cars, lines: [line], ...(isChosenNew && { isChosenNew }) };
    people.push(newcomer);
    register(newcomer, row);
  }

  /** A row that has a car or a number of somebody else: as a person says, else as the caller does. */
  function settle(
    twin: Person,
    by: FileTwin['by'],
    row: ImportRow,
    cells: ImportCells,
    choice: DuplicateChoice,
  ) {
    const held = twinOf(twin, by);
    if (choice === 'new') addNew(row, true);
    if (choice !== 'merge') return { problems: [], twin: held };
    const problems = fill(twin, row, cells);
    register(twin, row);
    return { problems, twin: held };
  }

  return {
    join(row, cells, choice = null) {
      const alike = [...new Set(keysOf(row).flatMap((key) => [...(peopleByKey.get(key) ?? [])]))].filter(
        (person) => mayHaveOnePhone(person, row),
      );
      const person = samePerson(alike, row);
      const stranger = carKeys(row.vehicle)
        .map((key) => ownersByCar.get(key))
        .find((owner) => owner !== undefined && owner !== person);
      if (stranger) {
        const problem = carOfAnother(row, stranger);
        const by = problem.field === 'vin' ? 'vin' : 'plate';
        const settled = settle(stranger, by, row, cells, choice ?? 'skip');
        return (choice ?? 'skip') === 'skip' ? { ...settled, problems: [problem] } : settled;
      }
      if (person) {
        const problems = fill(person, row, cells);
        register(person, row);
        return { problems };
      }
      const other = firstByPhone.get(phoneOf(row) ?? '');
      if (other && other.facts.name !== row.name) {
        const number = showPhone(phoneOf(row) ?? '');
        if (choice === 'merge') return settle(other, 'phone', row, cells, choice);
        if (choice !== 'skip') addNew(row, choice === 'new');
        const weight = choice === 'skip' ? 'known' : 'remark';
        return {
          problems: [problemOf(row, 'phone', number, 'same_phone', weight)],
          twin: twinOf(other, 'phone'),
        };
      }
      addNew(row, false);
      return {
        problems: alike.length > 0 ? [problemOf(row, 'name', row.name, 'same_name', 'remark')] : [],
      };
    },
    all: () => people.map(toCustomer),
  };
}

const twinOf = ({ facts, cars, lines }: Person, by: FileTwin['by']): FileTwin => ({
  by,
  held: { ...facts, vehicles: cars.map((car) => ({ ...car })), lines: [...lines] },
});
const phoneOf = ({ phones }: Pick<ImportRow, 'phones'>) => phones[0]?.number ?? null;
const carKeys = (car: ImportVehicle | null) => [
  ...(car?.plate ? [`plate ${car.plate}`] : []),
  ...(car?.vin ? [`vin ${car.vin}`] : []),
];

/** By what rows may be of one person: a number, a car; a bare name only where the row has neither. */
function keysOf({ name, vehicle, ...row }: ImportRow): string[] {
  const phone = phoneOf(row);
  const ways = [...(phone === null ? [] : [`phone ${phone}`]), ...carKeys(vehicle)];
  return (ways.length > 0 ? ways : ['']).map((way) => `${name}|${way}`);
}

function mayHaveOnePhone({ facts }: Person, row: ImportRow): boolean {
  const [one, other] = [phoneOf(facts), phoneOf(row)];
  return one === null || other === null || one === other;
}

function samePerson(alike: readonly Person[], row: ImportRow): Person | null {
  const { idNumber } = row;
  if (idNumber !== null) {
    const exact = alike.find(({ facts }) => facts.idNumber === idNumber);
    if (exact) return exact;
  }
  const possible = alike.filter(({ facts }) => idNumber === null || facts.idNumber === null);
  const repeated = possible.find((person) => saysNothingNew(person, row));
  if (repeated) return repeated;
  const isTold = phoneOf(row) !== null || carKeys(row.vehicle).length > 0;
  return isTold && alike.length === 1 ? (possible[0] ?? null) : null;
}

function saysNothingNew({ facts, cars }: Person, row: ImportRow): boolean {
  const { vehicle } = row;
  const car = vehicle ? carLike(cars, vehicle) : undefined;
  return (
    factFields.every((field) => row[field] === null || row[field] === facts[field]) &&
    (phoneOf(row) === null || phoneOf(row) === phoneOf(facts)) &&
    (!vehicle || (car !== undefined && carFields.every((field) => agrees(car, vehicle, field))))
  );
}

const agrees = (car: ImportVehicle, told: ImportVehicle, field: keyof ImportVehicle) =>
  told[field] === null || told[field] === car[field];

/** By plate, else VIN; a car with neither is one that says all the same. */
function carLike<Car extends ImportVehicle>(cars: readonly Car[], told: ImportVehicle): Car | undefined {
  const { plate, vin } = told;
  if (plate === null && vin === null)
    return cars.find((car) => carFields.every((field) => agrees(car, told, field)));
  return (
    cars.find((car) => plate !== null && car.plate === plate) ??
    cars.find((car) => vin !== null && car.vin === vin)
  );
}

/** What is empty is filled, a car that is new is added; of what differs the earlier stays, and it is named. */
function fill(person: Person, row: ImportRow, cells: ImportCells): ImportProblem[] {
  const { facts, cars } = person;
  const differing: ImportField[] = [];
  let isNew = false;
  for (const field of factFields) {
    if (row[field] === null || row[field] === facts[field]) continue;
    if (facts[field] === null) {
      Object.assign(facts, { [field]: row[field] });
      isNew = true;
    } else differing.push(field);
  }
  // Nobody typed the kind that a name suggests.
  if (cells.kind && row.kind !== facts.kind) differing.push('kind');
  if (facts.phones.length === 0 && row.phones.length > 0) {
    facts.phones = row.phones;
    isNew = true;
  }
  if (row.vehicle && addCar(cars, row.vehicle, differing)) isNew = true;
  if (isNew) person.lines.push(row.line);
  else if (differing.length === 0) return [repeated(row)];
  return differing.map((field) =>
    problemOf(row, field, cells[field] ?? '', 'differs', isNew ? 'remark' : 'known'),
  );
}

/** @returns whether anything came of it; fields that differ from the car's are added to `differing` */
function addCar(cars: Draft<ImportVehicle>[], told: ImportVehicle, differing: ImportField[]): boolean {
  const car = carLike(cars, told);
  if (!car) {
    cars.push({ ...told });
    return true;
  }
  let isNew = false;
  for (const field of carFields) {
    if (agrees(car, told, field)) continue;
    const isOfAnother = field === 'vin' && cars.some((other) => other.vin === told.vin);
    if (car[field] === null && !isOfAnother) {
      car[field] = told[field];
      isNew = true;
    } else differing.push(field);
  }
  return isNew;
}

/** A car has one owner: its first. What else the row says is lost with it, and that is told. */
function carOfAnother(row: ImportRow, { facts, cars }: Person): ImportProblem {
  const { plate = null, vin = null } = row.vehicle ?? {};
  if (plate === null || !cars.some((car) => car.plate === plate))
    return problemOf(row, 'vin', vin ?? '', 'repeated', 'known');
  const phone = phoneOf(row);
  if (facts.name !== row.name) return problemOf(row, 'name', row.name, 'known_plate_new_name', 'known');
  if (phone !== null && phone !== phoneOf(facts))
    return problemOf(row, 'phone', showPhone(phone), 'known_plate_new_phone', 'known');
  return problemOf(row, 'idNumber', row.idNumber ?? '', 'differs', 'known');
}

function repeated(row: ImportRow): ImportProblem {
  const { plate = null, vin = null } = row.vehicle ?? {};
  if (plate !== null) return problemOf(row, 'plate', plate, 'repeated', 'known');
  if (vin !== null) return problemOf(row, 'vin', vin, 'repeated', 'known');
  return problemOf(row, 'name', row.name, 'repeated', 'known');
}

function problemOf(
  { line }: ImportRow,
  field: ImportField,
  value: string,
  code: ImportProblem['code'],
  weight: ImportProblem['weight'],
): ImportProblem {
  return { line, field, value, code, weight };
}

/** @returns null where no number is known */
export const last4Of = (row: Pick<ImportRow, 'phones'>) =>
  row.phones[0] ? lastDigits(row.phones[0].number) : null;
