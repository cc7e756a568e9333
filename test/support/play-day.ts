/** Plays the day of `day-script.ts` with one pair of hands, and keeps the book that the register has to agree with. */
import type { Page } from 'playwright';
import { pinyin } from 'pinyin-pro';
import { arrivals, type Arrival, type Deed, type Stranger, type Way } from './day-script.ts';
import { heldRows, knownGuests, type KnownGuest } from './desks.ts';

/** A party of the day, as whoever plays it knows it. */
export interface DayParty {
  /** As its card is headed. */
  readonly name: string;
  readonly isKnown: boolean;
  readonly people: number;
  readonly seat: string | undefined;
}

/** What was served last, and how often it was served to the party. */
export interface Round {
  readonly drink: string;
  readonly times: number;
}

/** The attendant's hands. Each deed ends when the screen shows what it did. */
export interface Hands {
  readonly page: Page;
  /** @param typed what is typed to find the guest @returns the drink the form offered, null for none */
  checkInKnown(party: DayParty, typed: string): Promise<string | null>;
  checkInNew(party: DayParty, stranger: Stranger): Promise<void>;
  checkInNobody(party: DayParty, called: string | undefined): Promise<void>;
  /** The check-in just made. */
  takeBackCheckIn(party: DayParty): Promise<void>;
  /** Shows the party, so that the next deed is about it. */
  choose(party: DayParty): Promise<void>;
  serve(party: DayParty, round: Round): Promise<void>;
  refill(party: DayParty, round: Round): Promise<void>;
  /** The serving just made. */
  takeBackServing(party: DayParty, round: Round): Promise<void>;
  move(party: DayParty, seat: string): Promise<void>;
  seeOff(party: DayParty): Promise<void>;
  /** A known guest who was seen off is in the house again, in the visit of before. */
  comeBack(party: DayParty): Promise<void>;
  closeLeftover(name: string, time: string): Promise<void>;
  seeOffAll(): Promise<void>;
  tick(checks: readonly string[]): Promise<void>;
  openRegister(): Promise<void>;
  earlierDay(): Promise<void>;
  laterDay(): Promise<void>;
}

/** What the register has to say of a day. */
export interface DayBook {
  readonly visits: number;
  readonly people: number;
  readonly cups: number;
}

interface Kept {
  readonly party: DayParty;
  readonly rounds: Map<string, number>;
  last: string | null;
}

/** @returns what the day brought */
export async function playDay(hands: Hands): Promise<DayBook> {
  const take = await guestsByWay(hands.page);
  const came: Kept[] = [];
  const book = { visits: 0, people: 0, cups: 0 };
  for (const arrival of arrivals) {
    const kept = await arrive(hands, arrival, take);
    came.push(kept);
    if (arrival.isWrong) {
      await hands.takeBackCheckIn(kept.party);
      continue;
    }
    book.visits += 1;
    book.people += kept.party.people;
    if (kept.last !== null) book.cups += kept.party.people;
    for (const deed of arrival.then ?? []) {
      const about = came[deed.of ?? came.length - 1];
      if (!about) throw new Error(`Nobody has come yet as number ${deed.of}.`);
      book.cups += about.party.people * (await doDeed(hands, about, deed));
    }
  }
  return book;
}

async function arrive(hands: Hands, arrival: Arrival, take: (way: Way) => Found): Promise<Kept> {
  const { by, stranger, people = 1, seat } = arrival;
  const of = (name: string, isKnown = false): DayParty => ({ name, isKnown, people, seat });
  const rounds = new Map<string, number>();
  if (by === 'walkIn') {
    // Several without a name are told apart by their seats.
    const party = of(stranger?.name ?? `来宾 ${seat}`);
    await hands.checkInNobody(party, stranger?.name);
    return { party, rounds, last: null };
  }
  if (by === 'newCustomer' || by === 'newCompany') {
    if (!stranger) throw new Error('A new customer has a name.');
    const party = of(stranger.name);
    await hands.checkInNew(party, stranger);
    return { party, rounds, last: null };
  }
  const { name, typed } = take(by);
  const party = of(name, true);
  const drink = await hands.checkInKnown(party, typed);
  if (drink !== null) rounds.set(drink, 1);
  return { party, rounds, last: drink };
}

/** @returns rounds of cups it adds */
async function doDeed(hands: Hands, about: Kept, deed: Deed): Promise<number> {
  const { party, rounds } = about;
  const roundOf = (drink: string, by: 1 | -1): Round => {
    const times = (rounds.get(drink) ?? 0) + by;
    rounds.set(drink, times);
    about.last = drink;
    return { drink, times };
  };
  if (deed.do === 'comeBack') {
    await hands.comeBack(party);
    return 0;
  }
  await hands.choose(party);
  if (deed.do === 'serve') {
    await hands.serve(party, roundOf(deed.drink, 1));
    return 1;
  }
  if (deed.do === 'refill' || deed.do === 'takeBack') {
    if (about.last === null) throw new Error(`${party.name} was served nothing.`);
    const by = deed.do === 'refill' ? 1 : -1;
    await (by === 1 ? hands.refill : hands.takeBackServing)(party, roundOf(about.last, by));
    return by;
  }
  if (deed.do === 'move') await hands.move(party, deed.seat);
  else await hands.seeOff(party);
  return 0;
}

interface Found {
  readonly name: string;
  readonly typed: string;
}

const spelled = (name: string, pattern: 'pinyin' | 'first') =>
  pinyin(name, { pattern, toneType: 'none', type: 'array', surname: 'head', v: true }).join('');

const ways: Record<Way, (guest: KnownGuest) => string> = {
  initials: ({ name }) => spelled(name, 'first'),
  pinyin: ({ name }) => spelled(name, 'pinyin'),
  plate: ({ plate }) => plate.slice(1).toLowerCase(),
  phone: ({ phoneLast4 }) => phoneLast4,
  vin: ({ vin }) => (vin ?? '').slice(-6).toLowerCase(),
};

/** So many guests may have their initials in common: the one meant is reached by an arrow or two. */
const mostAlike = 3;

/** Hands out the guests of the demonstration, each once. */
async function guestsByWay(page: Page): Promise<(way: Way) => Found> {
  const guests = await knownGuests(page);
  const cards = await heldRows(page, 'guestCard');
  const names = cards.map((card) => String(card['name']));
  const cars = await heldRows(page, 'vehicle');
  const written = (value: unknown) => (typeof value === 'string' ? value : '');
  // Of whoever is in the house as well, and of who comes new in the course of the day.
  const numbers = [
    ...cards.map((card) => written(card['phoneLast4'])),
    ...arrivals.map(({ stranger }) => written(stranger?.phone).slice(-4)),
  ];
  const plates = cars.map((car) => written(car['plate']));
  const vinEnds = cars.map((car) => written(car['vin']).slice(-6));
  /** What everybody else is found by, too. */
  const typedFor: Partial<Record<Way, readonly string[]>> = {
    initials: names.map((name) => spelled(name, 'first')),
    pinyin: names.map((name) => spelled(name, 'pinyin')),
    phone: [...numbers, ...plates, ...vinEnds],
  };
  const taken = new Set<string>();
  return (way) => {
    const guest = guests.find((one) => {
      const typed = ways[way](one);
      if (taken.has(one.id) || typed === '') return false;
      // Who has several is asked for the one that came, where what is typed does not say which.
      if (one.cars > 1 && way !== 'plate' && way !== 'vin') return false;
      const alike = (typedFor[way] ?? []).filter((other) => other.includes(typed));
      return alike.length <= (way === 'initials' ? mostAlike : 1);
    });
    if (!guest) throw new Error(`The demonstration has nobody left to be found by ${way}.`);
    taken.add(guest.id);
    return { name: guest.name, typed: ways[way](guest) };
  };
}
