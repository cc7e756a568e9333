/** Where the party sits and what it drinks first: by keys as well as by hand, warned where something speaks against it. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePreferenceWords } from '../../records/preference-words.ts';
import { nameIn } from '../../records/name-in.ts';
import { avoidedAs } from '../../../shared/rules/avoids.ts';
import type { CheckInDraft } from './check-in-draft.ts';
import { offeredSeats, seatName } from './names.ts';
import classes from './reception.module.css';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';

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
      onChange={(event) => onChange({ seatId: event.currentTarget.value })}
      data={[
        { value: '', label: t('reception.checkIn.noSeat') },
        ...[...free, taken].filter(({ items }) => items.length > 0),
      ]}
    />
  );
}

function DrinkSelect({ draft, facts, floor, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { avoids } = usePreferenceWords(floor.menu);
  const drinks = floor.menu.filter((item) => item.available !== false);
  return (
    <NativeSelect
      label={t('reception.checkIn.drink')}
      value={draft.menuItemId ?? ''}
      onChange={(event) => onChange({ menuItemId: event.currentTarget.value })}
      data={[
        { value: '', label: t('reception.checkIn.noDrink') },
        ...drinks.map((item) => {
          const drink = nameIn(i18n.language, item);
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

/** A taken seat can be chosen: two parties may share a table. */
function SeatWarning({ draft, floor }: Props) {
  const { t, i18n } = useTranslation();
  const seat = floor.seats.find(({ id }) => id === draft.seatId);
  const party = partiesBySeat(floor, t('common.listSeparator')).get(draft.seatId);
  if (!seat || party === undefined) return null;
  return (
    <p className={classes.warning} role="status">
      {t('reception.checkIn.takenWarning', { seat: seatName(floor, i18n.language, seat), party })}
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
    <p className={classes.warning} data-tone="bad" role="alert">
      {t('reception.checkIn.avoidedWarning', {
        drink: nameIn(i18n.language, drink),
        avoids: avoids(against),
      })}
    </p>
  );
}

function partiesBySeat(floor: Floor, separator: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { visit, name } of floor.parties) {
    if (visit.seatId === null) continue;
    const before = names.get(visit.seatId);
    names.set(visit.seatId, before === undefined ? name : before + separator + name);
  }
  return names;
}
