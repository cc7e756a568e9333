/** Customers who may be one: each pair is compared, or said to be two. */
import { Button } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate } from 'react-router';
import type { LocalRow } from '../../data/database.ts';
import { useGo } from '../../ui/use-go.ts';
import { useKeys } from '../../ui/use-keys.ts';
import shared from './customers.module.css';
import classes from './merge.module.css';
import { RecordHead } from './record-head.tsx';
import { useDuplicates, type ShownPair } from './use-duplicates.ts';
import { useMayMerge } from './use-may-merge.ts';
import { useMergeActions } from './use-merge-actions.ts';
import { useWayBack } from './use-way-back.ts';

export function DuplicatesPage() {
  const mayMerge = useMayMerge();
  if (mayMerge === undefined) return <main className={shared.page} />;
  return mayMerge ? <Duplicates /> : <Navigate to="/customers" replace />;
}

function Duplicates() {
  const { t } = useTranslation();
  const back = useWayBack();
  const [round, setRound] = useState(0);
  const { pairs, total, hasFailed } = useDuplicates(round);
  useKeys([{ keys: 'Escape', label: t('common.back'), run: back }]);
  return (
    <main className={shared.page}>
      <RecordHead title={t('merge.duplicates.title')}>
        <Button variant="default" onClick={() => setRound(round + 1)}>
          {t('merge.duplicates.again')}
        </Button>
      </RecordHead>
      <p role="status" className={shared.hint}>
        {hasFailed && t('merge.duplicates.failed')}
        {!hasFailed && !pairs && t('merge.duplicates.looking')}
        {pairs &&
          (pairs.length === 0 ? t('merge.duplicates.none') : t('merge.duplicates.count', { count: total }))}
        {pairs && total > pairs.length && ` ${t('merge.duplicates.more', { count: pairs.length })}`}
      </p>
      {pairs && pairs.length > 0 && (
        <>
          <Pairs pairs={pairs} />
          <p className={shared.hint}>{t('merge.duplicates.hint')}</p>
        </>
      )}
    </main>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly ShownPair[] }) {
  const { t } = useTranslation();
  const go = useGo();
  const actions = useMergeActions();
  const list = useRef<HTMLUListElement>(null);
  const names = ({ left, right }: ShownPair) => ({ left: left.name, right: right.name });
  const compare = ({ left, right }: ShownPair) => go(`/customers/${left.id}/merge?with=${right.id}`);

  function setApart({ left, right }: ShownPair) {
    const pair = {
      ...{ guestCardId: right.id, customerId: right.customerId },
      ...{ intoCardId: left.id, intoCustomerId: left.customerId },
    };
    void actions.setApart(pair, { kept: left.name, other: right.name });
  }
  const buttons = () => [...(list.current?.querySelectorAll<HTMLButtonElement>('[data-compare]') ?? [])];
  function atFocus(): number {
    const row = document.activeElement?.closest('li');
    return buttons().findIndex((one) => one.closest('li') === row);
  }
  function step(by: number) {
    const all = buttons();
    all[Math.max(0, Math.min(all.length - 1, atFocus() + by))]?.focus();
  }
  useKeys([
    { keys: 'ArrowDown', label: t('customers.keys.next'), run: () => step(1) },
    { keys: 'ArrowUp', label: t('customers.keys.previous'), run: () => step(-1) },
  ]);
  function onKeyDown(event: KeyboardEvent) {
    const pair = pairs[atFocus()];
    if (event.key.toLowerCase() !== 'n' || event.ctrlKey || event.metaKey || event.altKey || !pair) return;
    event.preventDefault();
    // The next one comes to the place of this one.
    const next = buttons()[atFocus() + 1] ?? buttons()[atFocus() - 1];
    setApart(pair);
    next?.focus();
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul ref={list} className={classes.pairs} aria-label={t('merge.duplicates.title')} onKeyDown={onKeyDown}>
      {pairs.map((pair, index) => (
        <li key={`${pair.left.id} ${pair.right.id}`} className={classes.pair}>
          <Person card={pair.left} />
          <Person card={pair.right} />
          <span>
            {pair.reasons
              .map((reason) => t(`merge.duplicates.reasons.${reason}`))
              .join(t('common.listSeparator'))}
          </span>
          <div className={classes.pairActions}>
            <Button
              data-compare
              autoFocus={index === 0}
              onClick={() => compare(pair)}
              aria-label={t('merge.duplicates.compareOf', names(pair))}
            >
              {t('merge.duplicates.compare')}
            </Button>
            <Button
              variant="default"
              onClick={() => setApart(pair)}
              aria-label={t('merge.duplicates.apartOf', names(pair))}
            >
              {t('merge.compare.apart')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Person({ card: { name, phoneLast4 } }: { readonly card: LocalRow<'guestCard'> }) {
  const { t } = useTranslation();
  return (
    <p>
      <b>{name}</b> {phoneLast4 !== null && <span>{t('records.lastDigits', { digits: phoneLast4 })}</span>}
    </p>
  );
}
