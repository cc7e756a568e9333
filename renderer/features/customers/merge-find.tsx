/** Who is the same as this customer: likely ones first, anybody by what is typed. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { showPlate } from '../../../shared/rules/formats/plate.ts';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { useEnter } from '../../data/search/use-enter.ts';
import { useGuestSearch } from '../../data/search/use-guest-search.ts';
import shared from './customers.module.css';
import classes from './merge.module.css';
import type { CustomerRecord } from './use-customer-record.ts';

interface Props {
  readonly record: CustomerRecord;
  readonly onChoose: (guestCardId: string) => void;
  readonly onLeave: () => void;
}

export function MergeFind({ record: { card, vehicles }, onChoose, onLeave }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const asked =
    typed.trim() === ''
      ? [card.name, card.phoneLast4 ?? '', ...vehicles.slice(0, 3).map(({ plate }) => plate ?? '')]
      : [typed];
  const hits = useHits(asked, card.id);
  const { enter, forget } = useEnter(hits !== undefined, () => {
    const [first] = hits ?? [];
    if (first) onChoose(first.guestCardId);
  });
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const all = buttons();
    const at = all.findIndex((one) => one === document.activeElement);
    if (event.key === 'ArrowDown') all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (at > 0 ? all[at - 1] : field.current)?.focus();
    else if (event.key === 'Enter' && at < 0) enter();
    else if (event.key === 'Escape') {
      if (typed === '') onLeave();
      else setTyped('');
      forget();
    } else return;
    event.preventDefault();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.find} onKeyDown={onKeyDown}>
      <h2>{t('merge.find.label', { name: card.name })}</h2>
      <input
        ref={field}
        type="search"
        className={shared.field}
        aria-label={t('merge.find.label', { name: card.name })}
        placeholder={t('merge.find.placeholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          forget();
        }}
        autoComplete="off"
        autoFocus
      />
      <p className={shared.hint}>{t('merge.find.hint')}</p>
      {typed.trim() === '' && hits && hits.length > 0 && <h2>{t('merge.find.likely')}</h2>}
      <ul ref={list} className={classes.hits}>
        {hits?.map((hit) => (
          <li key={hit.guestCardId}>
            <button type="button" className={classes.hit} onClick={() => onChoose(hit.guestCardId)}>
              <b>{hit.name}</b>
              <span>
                {[
                  hit.phoneLast4 && t('records.lastDigits', { digits: hit.phoneLast4 }),
                  ...hit.vehicles.map(({ plate, model }) =>
                    [plate && showPlate(plate), model].filter(Boolean).join(' '),
                  ),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {hits?.length === 0 && <p className={shared.none}>{t('merge.find.none')}</p>}
    </div>
  );
}

const shown = 8;

/** What several searches find, each guest once; undefined while it is looked for. */
function useHits(asked: readonly string[], exceptId: string): readonly SearchHit[] | undefined {
  const { results, isAnswered } = useGuestSearch(
    asked.filter((one) => one.trim() !== ''),
    shown,
  );
  if (!isAnswered) return undefined;
  const byId = new Map(results.flatMap(({ hits }) => hits.map((hit) => [hit.guestCardId, hit] as const)));
  byId.delete(exceptId);
  return [...byId.values()].slice(0, shown);
}
