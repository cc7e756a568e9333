/** Two desks cut off from each other can check in one guest twice: said until one of the two is undone. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { useCancelCheckIn } from '../../records/use-cancel-check-in.ts';
import { cupsOf, drinkName, placesOf } from './names.ts';
import { useClock } from './use-clock.ts';
import type { Floor, Party } from './use-floor.ts';
import classes from './find.module.css';

interface Props {
  readonly floor: Floor;
  readonly onShow: (visitId: string) => void;
}

/** Undone and not seen off: who was here once is counted once, and so are the drinks. */
export function TwiceHere({ floor, onShow }: Props) {
  const { t } = useTranslation();
  const cancel = useCancelCheckIn();
  const words = useWords(floor);
  return partiesOfOneGuest(floor).map((parties) => {
    const name = parties[0]?.guestCard?.name ?? '';
    return (
      <section key={parties[0]?.visit.guestCardId} className={classes.twice} aria-label={name}>
        <p role="status">{t('reception.twice.said', { name })}</p>
        {parties.map((party) => {
          const place = words(party);
          const { visit, servings, joined } = party;
          return (
            <div key={visit.id}>
              <button type="button" onClick={() => onShow(visit.id)}>
                {place}
              </button>
              <Button
                size="compact-md"
                variant="default"
                aria-label={t('reception.twice.cancelOf', { place })}
                // Those who joined it would stand nowhere: its panel says so.
                onClick={() =>
                  joined.length > 0
                    ? onShow(visit.id)
                    : void cancel({ visitId: visit.id, name: party.name, cups: cupsOf(servings) })
                }
              >
                {t('reception.twice.cancel')}
              </Button>
            </div>
          );
        })}
      </section>
    );
  });
}

/** `A3 · 20:49 · 陈静 登记 · 橙汁`: where and when, by whom, and what was served since. */
function useWords(floor: Floor): (party: Party) => string {
  const { t, i18n } = useTranslation();
  const clock = useClock();
  const nameOf = useStaffNames();
  return (party) => {
    const { arrivedAt, receivedBy } = party.visit;
    const by = receivedBy === null ? '' : nameOf(receivedBy);
    const drinks = [
      ...new Set(party.servings.map(({ menuItemId }) => drinkName(floor, i18n.language, menuItemId))),
    ];
    return [
      placesOf(t, [party]),
      clock(arrivedAt),
      by && t('reception.twice.by', { name: by }),
      drinks.join(t('common.listSeparator')),
    ]
      .filter((part) => part !== '')
      .join(' · ');
  };
}

function partiesOfOneGuest({ parties }: Floor): readonly (readonly Party[])[] {
  const byGuest = new Map<string, Party[]>();
  for (const party of parties) {
    const { guestCardId } = party.visit;
    if (guestCardId !== null) byGuest.set(guestCardId, [...(byGuest.get(guestCardId) ?? []), party]);
  }
  return [...byGuest.values()].filter(({ length }) => length > 1);
}
