/** Where the party sits and what it drinks first: by keys as well as by hand, warned where something speaks against it. */
import { NativeSelect } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { nameIn } from '../../records/name-in.ts';
import { avoidedAs } from '../../../shared/rules/avoids.ts';
import { drinkInstead, isOffered } from '../../../shared/rules/drink-instead.ts';
import type { CheckInDraft } from './check-in-draft.ts';
import { insteadWords } from './instead-words.ts';
import type { LocalRow } from '../../data/database.ts';
import { offeredSeats, seatName } from './names.ts';
import { narrowWords, peopleOn } from './seat-room.ts';
import { isTypedKey, nothingTyped, typeSeat } from './typed-seat.ts';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import classes from './form.module.css';
import warningClasses from './warnings.module.css';

interface Props {
  readonly draft: CheckInDraft;
  readonly facts: GuestFacts | undefined;
  readonly floor: Floor;
  readonly onChange: (change: Partial<CheckInDraft>) => void;
  /** The drink is a change of its own: it has no place where one rejected change is put right. */
  readonly part?: 'customer' | 'party';
}

export function SeatAndDrink(props: Props) {
  return (
    <>
      <div className={classes.pair}>
        <SeatSelect {...props} />
        {props.part === undefined && <DrinkSelect {...props} />}
      </div>
      <SeatWarning {...props} />
      <DrinkWarning {...props} />
      {props.part === undefined && <DrinkInstead {...props} />}
    </>
  );
}

/**
 * An option begins with the seat's own name, so that typing `A2` finds it; free seats come first, so that arrows
 * meet no taken one before.
 */
function SeatSelect({ draft, floor, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const takenBy = partiesBySeat(floor, t('common.listSeparator'));
  const offered = offeredSeats(floor, draft.seatId);
  const { unknown, setUnknown, onKeyDown } = useTypedSeat(
    offered.toSorted((a, b) => Number(takenBy.has(a.id)) - Number(takenBy.has(b.id))),
    draft.seatId,
    (seatId) => onChange({ seatId }),
  );
  const free = floor.areas.map((area) => ({
    group: nameIn(i18n.language, area),
    items: offered
      .filter((seat) => seat.areaId === area.id && !takenBy.has(seat.id))
      .map((seat) => ({ value: seat.id, label: seat.name })),
  }));
  const taken = {
    group: t('reception.checkIn.takenSeats'),
    items: offered.flatMap((seat) => {
      const party = takenBy.get(seat.id);
      if (party === undefined) return [];
      return [{ value: seat.id, label: t('reception.checkIn.taken', { seat: seat.name, party }) }];
    }),
  };
  return (
    <NativeSelect
      label={t('reception.checkIn.seat')}
      value={draft.seatId}
      error={unknown !== null && t('reception.checkIn.unknownSeat', { seat: unknown })}
      onKeyDown={onKeyDown}
      onChange={(event) => {
        setUnknown(null);
        onChange({ seatId: event.currentTarget.value });
      }}
      data={[
        { value: '', label: t('reception.checkIn.noSeat') },
        ...[...free, taken].filter(({ items }) => items.length > 0),
      ]}
    />
  );
}

/**
 * The browser's own way would take `W1` for the `w9` that is typed. A seat that does not exist leaves what was chosen
 * before, and is said.
 */
function useTypedSeat(seats: readonly LocalRow<'seat'>[], chosenId: string, choose: (id: string) => void) {
  const [unknown, setUnknown] = useState<string | null>(null);
  const typed = useRef({ ...nothingTyped, before: chosenId });
  function onKeyDown({ nativeEvent: event, currentTarget }: KeyboardEvent<HTMLSelectElement>) {
    // Its open list is the browser's.
    if (!isTypedKey(event) || isListOpen(currentTarget)) return;
    event.preventDefault();
    const found = typeSeat(typed.current, event, seats);
    const before = found.text.length === 1 ? chosenId : typed.current.before;
    typed.current = { text: found.text, at: found.at, before };
    setUnknown(found.seat ? null : found.text.toUpperCase());
    choose(found.seat?.id ?? before);
  }
  return { unknown, setUnknown, onKeyDown };
}

function isListOpen(select: HTMLSelectElement): boolean {
  try {
    return select.matches(':open');
  } catch {
    // A browser that does not know the word.
    return false;
  }
}

function DrinkSelect({ draft, facts, floor, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { avoids } = usePreferenceWords(floor.menu);
  // One that ran out since it was chosen stays in sight: nothing is served that is not shown.
  const drinks = floor.menu.filter((item) => isOffered(item) || item.id === draft.menuItemId);
  return (
    <NativeSelect
      label={t('reception.checkIn.drink')}
      value={draft.menuItemId ?? ''}
      onChange={(event) => onChange({ menuItemId: event.currentTarget.value })}
      data={[
        { value: '', label: t('reception.checkIn.noDrink') },
        ...drinks.map((item) => {
          const name = nameIn(i18n.language, item);
          const drink = isOffered(item) ? name : t('menu.optionOut', { drink: name });
          const against = avoidedAs(facts?.preferences ?? [], item, floor.menu);
          const label = against
            ? t('reception.checkIn.avoidedDrink', { drink, avoids: avoids(against) })
            : drink;
          return { value: item.id, label };
        }),
      ]}
    />
  );
}

/** A taken seat can be chosen: two parties may share a table; and so can one with too few chairs. */
function SeatWarning({ draft, floor }: Props) {
  const { t, i18n } = useTranslation();
  const seat = floor.seats.find(({ id }) => id === draft.seatId);
  const party = partiesBySeat(floor, t('common.listSeparator')).get(draft.seatId);
  if (!seat) return null;
  const said = [
    party !== undefined &&
      t('reception.checkIn.takenWarning', { seat: seatName(floor, i18n.language, seat), party }),
    narrowWords(t, seat, peopleOn(floor, seat.id, null) + draft.partySize),
  ].filter(Boolean);
  if (said.length === 0) return null;
  return (
    <p className={warningClasses.warning} role="status">
      {said.join(' ')}
    </p>
  );
}

function DrinkWarning({ draft, facts, floor }: Props) {
  const { t, i18n } = useTranslation();
  const { avoids } = usePreferenceWords(floor.menu);
  const drink = floor.menu.find(({ id }) => id === draft.menuItemId);
  const against = drink ? avoidedAs(facts?.preferences ?? [], drink, floor.menu) : null;
  if (!drink || against === null) return null;
  return (
    <p className={warningClasses.warning} data-tone="bad" role="alert">
      {t('reception.checkIn.avoidedWarning', {
        drink: nameIn(i18n.language, drink),
        avoids: avoids(against),
      })}
    </p>
  );
}

/** What has run out: the drink that was chosen, or the usual one until another is. */
function DrinkInstead({ draft, facts, floor }: Props) {
  const { t, i18n } = useTranslation();
  const { usuals, preferences } = facts ?? noTaste;
  const insteadOf = (id: string | null | undefined) => drinkInstead(floor.menu, id, { usuals, preferences });
  const chosen = insteadOf(draft.menuItemId);
  const usual = insteadOf(facts?.usual?.menuItemId);
  const isDecided = draft.menuItemId !== null && draft.menuItemId !== '';
  const isOther = isDecided && draft.menuItemId !== usual?.drink?.id;
  const instead = chosen ?? (isOther ? null : usual);
  if (!instead) return null;
  return (
    <p className={warningClasses.warning} role="status">
      {insteadWords(t, i18n.language, instead.wanted.id === usual?.wanted.id ? 'usual' : 'drink', instead)}
    </p>
  );
}

const noTaste = { usuals: [], preferences: [] } as const;

function partiesBySeat(floor: Floor, separator: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { visit, name } of floor.parties) {
    if (visit.seatId === null) continue;
    const before = names.get(visit.seatId);
    names.set(visit.seatId, before === undefined ? name : before + separator + name);
  }
  return names;
}
