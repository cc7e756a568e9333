/** A line of the register in the words of the screen, of the printed page and of the exported file alike. */
import { useLiveQuery } from 'dexie-react-hooks';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { wallDate } from '../../../shared/rules/time-zone.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useTimeZone } from '../../data/hooks.ts';
import { nameIn } from '../../records/name-in.ts';
import { useGuestName } from '../../records/use-guest-name.ts';
import { dateFormat } from '../../ui/date-format.ts';
import { clockTime } from '../../ui/time-words.ts';
import { peopleWords } from './people-words.ts';
import type { ColumnKey } from './column-keys.ts';
import type { RegisterLine } from './register-ask.ts';

type Words = (line: RegisterLine) => string;

/** Empty where there is nothing to say. */
export type LineWords = Readonly<Record<ColumnKey | 'guestKind', Words>>;

/** @param isOneDay times alone tell when, and need no date @returns undefined while the names are read */
export function useLineWords(isOneDay: boolean): LineWords | undefined {
  const { t, i18n } = useTranslation();
  const { db } = useDesk();
  const timeZone = useTimeZone();
  const nameOf = useGuestName();
  const { language } = i18n;
  const named = useLiveQuery(async () => {
    const [seats, areas, menu, staff] = await Promise.all([
      ...([db.seat.toArray(), db.area.toArray(), db.menuItem.toArray(), db.staff.toArray()] as const),
    ]);
    const byId = <Item extends { readonly id: string }>(items: readonly Item[]) =>
      new Map(items.map((item) => [item.id, item]));
    return { seats: byId(seats), areas: byId(areas), menu: byId(menu), staff: byId(staff) };
  }, [db]);
  return useMemo(() => {
    if (!named) return undefined;
    const { seats, areas, menu, staff } = named;
    const seatOf = ({ seatId }: RegisterLine) => (seatId === null ? null : (seats.get(seatId) ?? null));
    const date = dateFormat(language, { month: '2-digit', day: '2-digit', timeZone });
    const clock = (instant: number) => clockTime(language, instant, timeZone);
    const minutes = (ms: number) => {
      const count = Math.floor(ms / 60_000);
      if (count < 120) return t('reception.floor.minutes', { count });
      return t('reception.floor.hours', { hours: Math.floor(count / 60), minutes: count % 60 });
    };
    return {
      arrivedAt: ({ arrivedAt }) =>
        isOneDay ? clock(arrivedAt) : `${date.format(arrivedAt)} ${clock(arrivedAt)}`,
      guest: (line) => nameOf(line, line.guestName === null ? null : { name: line.guestName }, seatOf(line)),
      guestKind: ({ guestKind }) => t(`register.guestKinds.${guestKind}`),
      people: ({ people, children }) => (people === 0 ? '' : peopleWords(t, people, children)),
      purpose: ({ purpose }) => t(`reception.purposes.${purpose}`),
      vehicle: ({ vehicles }) => vehicles.join(t('common.listSeparator')),
      seat(line) {
        const seat = seatOf(line);
        const area = seat && areas.get(seat.areaId);
        return [area ? nameIn(language, area) : '', seat?.name ?? ''].join(' ').trim();
      },
      drinks: ({ drinks }) =>
        drinks
          .map(({ menuItemId, cups }) => {
            const item = menuItemId === null ? undefined : menu.get(menuItemId);
            return t('register.table.drink', { drink: item ? nameIn(language, item) : '—', count: cups });
          })
          .join(t('common.listSeparator')),
      receivedBy: ({ receivedBy }) => (receivedBy === null ? '' : (staff.get(receivedBy)?.name ?? '')),
      firstDrink: ({ firstDrinkMs }) => (firstDrinkMs === null ? '' : minutes(firstDrinkMs)),
      refills: ({ refillsDue, refillsInTime }) =>
        refillsDue === 0 ? '' : `${refillsInTime} / ${refillsDue}`,
      stay({ stayMs, isOvernight, isUndone }) {
        if (stayMs !== null) return minutes(stayMs);
        return isOvernight && !isUndone ? t('register.table.overnight') : '';
      },
      leftAt({ leftAt, arrivedAt, isOvernight, hasJoined, isUndone }) {
        if (isUndone) return t('register.table.undone');
        if (hasJoined) return t('visits.join.leftShort');
        if (leftAt === null) return isOvernight ? '' : t('register.table.here');
        const isSameDate = wallDate(leftAt, timeZone) === wallDate(arrivedAt, timeZone);
        return isSameDate ? clock(leftAt) : `${date.format(leftAt)} ${clock(leftAt)}`;
      },
    };
  }, [named, language, timeZone, isOneDay, nameOf, t]);
}
