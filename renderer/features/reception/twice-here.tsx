/** Two desks cut off from each other can check in one guest twice: said until one of the two is seen off. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { placesOf } from './names.ts';
import classes from './reception.module.css';
import { useClock } from './use-clock.ts';
import type { Floor, Party } from './use-floor.ts';
import type { PartyActions } from './use-party-actions.ts';

interface Props {
  readonly floor: Floor;
  readonly actions: PartyActions;
  readonly onShow: (visitId: string) => void;
}

export function TwiceHere({ floor, actions, onShow }: Props) {
  const { t } = useTranslation();
  const clock = useClock();
  return partiesOfOneGuest(floor).map((parties) => {
    const name = parties[0]?.guestCard?.name ?? '';
    return (
      <section key={parties[0]?.visit.guestCardId} className={classes.twice} aria-label={name}>
        <p role="status">{t('reception.twice.said', { name })}</p>
        {parties.map((party) => {
          const place = `${placesOf(t, [party])} · ${clock(party.visit.arrivedAt)}`;
          return (
            <div key={party.visit.id}>
              <button type="button" onClick={() => onShow(party.visit.id)}>
                {place}
              </button>
              <Button
                size="compact-md"
                variant="default"
                aria-label={t('reception.twice.seeOff', { place })}
                onClick={() => void actions.seeOff(party)}
              >
                {t('reception.party.seeOff')}
              </Button>
            </div>
          );
        })}
      </section>
    );
  });
}

function partiesOfOneGuest({ parties }: Floor): readonly (readonly Party[])[] {
  const byGuest = new Map<string, Party[]>();
  for (const party of parties) {
    const { guestCardId } = party.visit;
    if (guestCardId !== null) byGuest.set(guestCardId, [...(byGuest.get(guestCardId) ?? []), party]);
  }
  return [...byGuest.values()].filter(({ length }) => length > 1);
}
