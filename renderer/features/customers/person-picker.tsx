/** One customer, found as everywhere by name, number or plate. */
import { Button, TextInput } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '../../../shared/rules/search/search-guests.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { readCardsOfCustomers } from '../../data/merged-guests.ts';
import { useEnter } from '../../data/search/use-enter.ts';
import { useGuestSearch } from '../../data/search/use-guest-search.ts';
import classes from './customers.module.css';

interface Props {
  readonly label: string;
  /** What it means that nobody is chosen. */
  readonly nobody: string;
  /** Id of a customer. */
  readonly value: string | null;
  readonly onChange: (customerId: string | null) => void;
}

const shown = 5;

export function PersonPicker({ label, nobody, value, onChange }: Props) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const [typed, setTyped] = useState('');
  const { results, isAnswered } = useGuestSearch(typed.trim() === '' ? [] : [typed], shown);
  const hits = typed.trim() === '' ? [] : (results[0]?.hits ?? []);
  const chosen = useLiveQuery(
    async () => (value === null ? undefined : (await readCardsOfCustomers(db, [value])).get(value)),
    [db, value],
  );
  async function choose(hit: SearchHit | undefined) {
    if (!hit) return;
    const card = await db.guestCard.get(hit.guestCardId);
    if (!card?.customerId) return;
    onChange(card.customerId);
    change('');
  }
  const { enter, forget } = useEnter(isAnswered, () => void choose(hits[0]));
  function change(to: string) {
    setTyped(to);
    forget();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || typed.trim() === '') return;
    if (event.key === 'Escape') change('');
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) enter();
    else return;
    event.preventDefault();
  }
  return (
    <div className={classes.picker}>
      <TextInput
        label={label}
        value={typed}
        placeholder={value === null ? nobody : (chosen?.name ?? '')}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
      />
      {value !== null && typed === '' && (
        <p className={classes.picked}>
          <b>{chosen?.name ?? t('records.unknown')}</b>
          <Button variant="subtle" onClick={() => onChange(null)}>
            {t('customers.vehicle.clear', { nobody })}
          </Button>
        </p>
      )}
      {hits.map((hit) => (
        <Button key={hit.guestCardId} variant="default" onClick={() => void choose(hit)}>
          {[hit.name, hit.phoneLast4 && t('records.lastDigits', { digits: hit.phoneLast4 })]
            .filter(Boolean)
            .join(' · ')}
        </Button>
      ))}
      {typed.trim() !== '' && hits.length === 0 && isAnswered && (
        <p className={classes.none}>{t('frame.search.nothing', { query: typed })}</p>
      )}
    </div>
  );
}
