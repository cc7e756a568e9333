/** Who left today, with the way back into the house: a guest who only fetched something is no new visit. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isStillHere, standsElsewhere, whoJoined } from '../../../shared/rules/joined-visits.ts';
import { peopleWith } from '../../../shared/rules/party-people.ts';
import type { DeskDatabase } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readCards } from '../../data/merged-guests.ts';
import { useGuestName, type NameOf } from '../../records/use-guest-name.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { partyTitle, seatName } from './names.ts';
import { useClock } from './use-clock.ts';
import type { Floor, Party } from './use-floor.ts';
import type { PartyActions } from './use-party-actions.ts';
import classes from './today-panel.module.css';
import frameClasses from './reception.module.css';

interface Props {
  readonly floor: Floor;
  readonly businessDay: string;
  readonly actions: PartyActions;
  readonly onChoose: (visitId: string) => void;
  readonly onBack: () => void;
}

export function LeftToday({ floor, businessDay, actions, onChoose, onBack }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const nameOf = useGuestName();
  const { seats } = floor;
  const left = useLiveQuery(() => readLeft(db, businessDay, seats, nameOf), [db, businessDay, seats, nameOf]);
  const list = useRef<HTMLUListElement>(null);
  const isLoaded = left !== undefined;
  useEffect(() => list.current?.querySelector('button')?.focus(), [isLoaded]);
  useKeys([{ keys: 'Escape', label: t('reception.today.backToDay'), run: onBack }]);

  async function restore(party: LeftParty) {
    if (await actions.restore(party)) onChoose(party.visit.id);
  }
  return (
    <aside className={frameClasses.right} aria-labelledby="left-title">
      <h2 id="left-title" className={frameClasses.panelTitle}>
        {t('reception.today.leftTitle')} {left && <span>{t('common.groups', { count: left.length })}</span>}
      </h2>
      {left?.length === 0 && <p className={frameClasses.panelHint}>{t('reception.today.leftNone')}</p>}
      <ul className={classes.leftList} ref={list}>
        {left?.map((party) => (
          <LeftRow key={party.visit.id} party={party} floor={floor} onRestore={() => void restore(party)} />
        ))}
      </ul>
      <Button variant="default" size="md" onClick={onBack}>
        {t('reception.today.backToDay')}
      </Button>
    </aside>
  );
}

type LeftParty = Pick<Party, 'visit' | 'name' | 'seat' | 'size'>;

interface RowProps {
  readonly party: LeftParty;
  readonly floor: Floor;
  readonly onRestore: () => void;
}

function LeftRow({ party, floor, onRestore }: RowProps) {
  const { t, i18n } = useTranslation();
  const clock = useClock();
  const { visit, seat, name } = party;
  const times = { arrived: clock(visit.arrivedAt), left: clock(visit.leftAt ?? 0) };
  return (
    <li>
      <b title={name}>{partyTitle(t, party)}</b>
      <span>
        {t('reception.today.leftFrom', times)}
        {seat && ` · ${seatName(floor, i18n.language, seat)}`}
      </span>
      <Button
        variant="default"
        size="md"
        onClick={onRestore}
        aria-label={t('reception.today.restoreName', { name })}
      >
        {t('reception.today.restore')}
      </Button>
    </li>
  );
}

/** Who left last stands first. */
async function readLeft(
  db: DeskDatabase,
  businessDay: string,
  seats: Floor['seats'],
  nameOf: NameOf,
): Promise<LeftParty[]> {
  const visits = await db.visit.where('businessDay').equals(businessDay).toArray();
  const byId = new Map(visits.map((visit) => [visit.id, visit]));
  const find = (id: string) => byId.get(id);
  // Who joined another party stands on its panel; of two that were sent to each other one stands on the floor.
  const left = visits.filter(
    (visit) =>
      visit.leftAt !== null &&
      visit.cancelledAt === null &&
      !standsElsewhere(visit, find) &&
      !isStillHere(visit, find),
  );
  const cards = await readCards(
    db,
    left.flatMap((visit) => visit.guestCardId ?? []),
  );
  return left
    .map((visit): LeftParty => {
      const seat = seats.find((one) => one.id === visit.seatId) ?? null;
      const card = (visit.guestCardId === null ? null : cards.get(visit.guestCardId)) ?? null;
      return {
        visit,
        seat,
        name: nameOf(visit, card, seat),
        size: peopleWith(visit, whoJoined(visit.id, visits)),
      };
    })
    .sort((a, b) => (b.visit.leftAt ?? 0) - (a.visit.leftAt ?? 0));
}
