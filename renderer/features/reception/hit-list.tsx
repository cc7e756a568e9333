/** Who was found, one row a guest: what an attendant wants to know before they say it. */
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import { useNow } from '../../data/hooks.ts';
import { useTimePlace } from '../../records/use-time-place.ts';
import { dayWords } from '../../ui/time-words.ts';
import { GuestChips } from './guest-chips.tsx';
import { GuestLikes } from './guest-likes.tsx';
import type { Floor } from './use-floor.ts';
import type { GuestFacts } from './use-guest-facts.ts';
import classes from './find.module.css';
import frameClasses from './reception.module.css';

interface HitListProps {
  readonly listId: string;
  readonly current: number;
  /** Whether they are of what stands in the field now. */
  readonly isCurrent: boolean;
  readonly children: ReactNode;
}

export function HitList({ listId, current, isCurrent, children }: HitListProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <div
      className={classes.hits}
      role="listbox"
      id={listId}
      aria-busy={!isCurrent}
      aria-label={t('reception.find.results')}
      ref={list}
      tabIndex={-1}
    >
      {children}
    </div>
  );
}

interface HitRowProps {
  readonly id: string;
  readonly hit: SearchHit;
  readonly facts: GuestFacts | undefined;
  readonly floor: Floor;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

export function HitRow({ id, hit, facts, floor, isActive, onChoose }: HitRowProps) {
  const { t } = useTranslation();
  const place = useTimePlace();
  const now = useNow(60_000);
  const [first, ...others] = hit.vehicles;
  function lastWords(): string {
    if (hit.lastVisitAt === null) return t('reception.firstVisit');
    const isHere = facts !== undefined && facts.openVisitId !== null;
    const date = dayWords(t, place, hit.lastVisitAt, now);
    if (date !== t('common.days.today')) return t('reception.last', { date });
    return t(isHere ? 'reception.todayHere' : 'reception.lastToday');
  }
  const details = [
    hit.kind === 'organisation' ? t('reception.organisation') : null,
    hit.phoneLast4 ? t('reception.digits', { digits: hit.phoneLast4 }) : null,
    first?.model ?? null,
    lastWords(),
  ];
  const cars =
    others.length > 1
      ? t('reception.cars', { count: hit.vehicles.length })
      : hit.vehicles.flatMap(({ plate }) => (plate ? showPlate(plate) : [])).join(' ');
  return (
    // Keys are handled in the field, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div id={id} role="option" aria-selected={isActive} className={classes.hit} onClick={onChoose}>
      <b>
        <MarkedName hit={hit} />
      </b>
      <span className={classes.plates}>{cars}</span>
      <span className={classes.hitDetails}>{details.filter((part) => part !== null).join(' · ')}</span>
      {facts && (
        <span className={`${classes.hitChips} ${frameClasses.chips}`}>
          <GuestChips facts={facts} floor={floor} />
        </span>
      )}
      {facts && isActive && (
        <span className={classes.hitDetails}>
          <GuestLikes facts={facts} floor={floor} />
        </span>
      )}
    </div>
  );
}

function MarkedName({ hit }: { readonly hit: SearchHit }) {
  const [start, end] = hit.nameRange ?? [0, 0];
  return (
    <>
      {hit.name.slice(0, start)}
      <mark>{hit.name.slice(start, end)}</mark>
      {hit.name.slice(end)}
    </>
  );
}
