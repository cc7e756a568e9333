/** The left: a field that is always ready, and who was found. */
import { CloseButton } from '@mantine/core';
import { useId, useState, type KeyboardEvent, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit, SearchResult } from '../../../shared/rules/search/search-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useGuestSearch } from '../../data/search/use-guest-search.ts';
import { carTyped } from './car-typed.ts';
import { draftSubject } from './check-in-draft.ts';
import { HitList, HitRow } from './hit-list.tsx';
import type { Floor } from './use-floor.ts';
import type { Arrival } from './use-arrival.ts';
import { useGuestFacts } from './use-guest-facts.ts';
import classes from './find.module.css';

const shownHits = 20;
const nobodyFound: SearchResult = { hits: [], total: 0 };
/** Those that fit on the screen are read first: what stands further down must not hold them up. */
const hitsInSight = 8;

export interface FindColumnProps {
  readonly floor: Floor;
  readonly isComing: boolean;
  readonly query: string;
  readonly fieldRef: Ref<HTMLInputElement>;
  readonly onQuery: (query: string) => void;
  readonly arrival: Pick<Arrival, 'choose' | 'beginNew' | 'beginAnonymous' | 'asides' | 'resume' | 'drop'>;
}

export function FindColumn(props: FindColumnProps) {
  const { floor, query } = props;
  const { t } = useTranslation();
  const { results, isAnswered } = useGuestSearch([query], shownHits);
  const { hits, total } = results[0] ?? nobodyFound;
  const cardIds = hits.map((hit) => hit.guestCardId);
  const inSight = useGuestFacts(cardIds.slice(0, hitsInSight));
  const below = useGuestFacts(cardIds.slice(hitsInSight));
  const [active, setActive] = useState(0);
  const listId = useId();
  const current = Math.max(0, Math.min(active, hits.length - 1));
  const isSearching = query.trim() !== '';
  const choose = useChoice(props, isAnswered ? hits : null);

  return (
    <>
      <SearchField {...props} {...{ hits, current, listId, choose, setActive }} />
      <p className={classes.hint}>{t('reception.find.hint')}</p>
      {!isSearching && hits.length > 0 && <p className={classes.listTitle}>{t('reception.find.recent')}</p>}
      <HitList listId={listId} current={current} isCurrent={isAnswered}>
        {hits.map((hit, index) => (
          <HitRow
            key={hit.guestCardId}
            id={`${listId}-${index}`}
            hit={hit}
            facts={(index < hitsInSight ? inSight : below).get(hit.guestCardId)}
            floor={floor}
            isActive={isSearching && index === current}
            onChoose={() => choose.hit(hit)}
          />
        ))}
      </HitList>
      {isSearching && total > hits.length && (
        <p className={classes.hint}>{t('reception.find.more', { count: total })}</p>
      )}
      {isSearching && hits.length === 0 && isAnswered && (
        <div className={classes.noHits} role="status">
          <b>{t('reception.find.nothing', { query })}</b>
          <span>{t('reception.find.nothingHint')}</span>
        </div>
      )}
      {!isSearching && hits.length === 0 && isAnswered && (
        <p className={classes.noHits}>{t('reception.find.empty')}</p>
      )}
      <Asides {...props} />
      <NewGuests {...props} />
    </>
  );
}

interface Choice {
  hit(hit: SearchHit): void;
  /** Enter: the marked hit, or a new customer where nobody is found. */
  at(index: number): void;
}

/** @param answered who was found by what stands in the field; null while it is looked for */
function useChoice(
  { floor, query, arrival }: FindColumnProps,
  answered: readonly SearchHit[] | null,
): Choice {
  const desk = useDesk();
  const openVisits = new Map(
    floor.parties.flatMap(({ visit, joined }) =>
      [...joined.map((one) => one.visit), visit].map(({ guestCardId }) => [guestCardId, visit.id] as const),
    ),
  );
  const hit = (chosen: SearchHit) => {
    const guest = { ...chosen, vehicleId: carTyped(query, chosen.vehicles) };
    arrival.choose(guest, openVisits.get(chosen.guestCardId) ?? null);
  };
  const pick = (hits: readonly SearchHit[], index: number) => {
    const chosen = hits[index];
    if (chosen) hit(chosen);
    else arrival.beginNew();
  };
  return {
    hit,
    at(index) {
      // A scanner's Enter comes before the answer: what an older query found must not be taken.
      if (answered) pick(answered, index);
      else void desk.search.search(query, shownHits).then(({ hits }) => pick(hits, 0));
    },
  };
}

/** Off the field, single keys are commands for the chosen party; for nobody while its card is not there yet. */
function focusFloor(isComing: boolean): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-visit]')];
  const card = cards.find((one) => one.ariaPressed === 'true') ?? (isComing ? undefined : cards[0]);
  if (card) card.focus();
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

interface SearchFieldProps extends FindColumnProps {
  readonly hits: readonly SearchHit[];
  readonly current: number;
  readonly listId: string;
  readonly choose: Choice;
  readonly setActive: (index: number) => void;
}

function SearchField(props: SearchFieldProps) {
  const { query, isComing, onQuery, fieldRef, hits, current, listId, choose, setActive } = props;
  const { t } = useTranslation();
  function onKeyDown(event: KeyboardEvent) {
    // Enter and arrows belong to the input method while it composes.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(hits.length - 1, current + step)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (query.trim() !== '') choose.at(current);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (query !== '') onQuery('');
      else focusFloor(isComing);
    }
  }
  return (
    <div className={classes.ready}>
      <input
        ref={fieldRef}
        type="search"
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls={listId}
        aria-activedescendant={hits[current] ? `${listId}-${current}` : undefined}
        aria-label={t('reception.find.label')}
        placeholder={t('reception.find.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          onQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <kbd>F2</kbd>
    </div>
  );
}

/** Check-ins that were left half-way: nothing typed is lost. */
function Asides({ arrival }: FindColumnProps) {
  const { t } = useTranslation();
  if (arrival.asides.length === 0) return null;
  return (
    <section className={classes.asides} aria-label={t('reception.find.asides')}>
      {arrival.asides.map((aside, index) => {
        const name = draftSubject(aside) || t('reception.new.customer');
        return (
          // Two may be about the same person.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index}>
            <button type="button" onClick={() => arrival.resume(aside)}>
              {t('reception.find.resume', { name })}
            </button>
            <CloseButton
              aria-label={t('reception.find.drop', { name })}
              onClick={() => arrival.drop(aside)}
            />
          </div>
        );
      })}
    </section>
  );
}

function NewGuests({ arrival }: FindColumnProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.newGuests}>
      <button type="button" onClick={arrival.beginNew}>
        {t('reception.new.customer')} <kbd>Alt N</kbd>
      </button>
      <button type="button" onClick={arrival.beginAnonymous}>
        {t('reception.new.anonymous')} <kbd>Alt G</kbd>
      </button>
    </div>
  );
}
