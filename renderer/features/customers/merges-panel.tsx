/** What was decided about a guest's cards: merged or kept apart, by whom and when, with the way back. */
import { Button } from '@mantine/core';
import { useLiveQuery } from 'dexie-react-hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { LocalRow } from '../../data/database.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useStaffNames } from '../../data/use-staff-names.ts';
import { momentWords } from '../../records/field-words.ts';
import { useSpeaker } from '../../records/use-speaker.ts';
import classes from './customers.module.css';
import own from './merge.module.css';
import type { CustomerRecord } from './use-customer-record.ts';
import { useMayMerge } from './use-may-merge.ts';
import { useMergeActions } from './use-merge-actions.ts';

export function MergesPanel({ record: { card, merges } }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  if (merges.length === 0) return null;
  return (
    <section className={classes.panel} aria-label={t('merge.record.title')}>
      <h2>{t('merge.record.title')}</h2>
      <ul className={classes.lines}>
        {merges.map((merge) => (
          <MergeLine key={merge.id} merge={merge} cardId={card.id} />
        ))}
      </ul>
    </section>
  );
}

interface LineProps {
  readonly merge: LocalRow<'customerMerge'>;
  readonly cardId: string;
}

function MergeLine({ merge, cardId }: LineProps) {
  const { t } = useTranslation();
  const { db } = useDesk();
  const speaker = useSpeaker(null);
  const staffName = useStaffNames();
  const { undo } = useMergeActions();
  const mayMerge = useMayMerge();
  const isMerge = merge.what === 'merged';
  const isInto = isMerge && merge.guestCardId === cardId;
  const otherId = merge.guestCardId === cardId ? merge.intoCardId : merge.guestCardId;
  const other = useLiveQuery(() => db.guestCard.get(otherId), [db, otherId]);
  const name = other ? nameOf(other) : t('records.unknown');
  const told = (at: number, by: string | null) => ({
    moment: momentWords(speaker, at),
    person: by === null ? '' : staffName(by),
  });
  const { guestCardId, intoCardId, customerId, intoCustomerId, id: mergeId, withdrawnAt } = merge;
  const takeBack = () => void undo({ mergeId, guestCardId, intoCardId, customerId, intoCustomerId }, isMerge);

  function nameOf({ name: own, phoneLast4 }: LocalRow<'guestCard'>): string {
    return phoneLast4 === null ? own : t('merge.record.digits', { name: own, digits: phoneLast4 });
  }
  return (
    <li className={own.decision}>
      <div>
        <Link className={own.link} to={`/customers/${otherId}`}>
          {t(`merge.record.${isInto ? 'into' : isMerge ? 'merged' : 'apart'}`, { name })}
        </Link>
        <p>{t('merge.record.by', told(merge.decidedAt, merge.decidedBy))}</p>
        {withdrawnAt !== null && <p>{t('merge.record.withdrawn', told(withdrawnAt, merge.withdrawnBy))}</p>}
      </div>
      {withdrawnAt === null && mayMerge && (
        <Button
          variant="default"
          onClick={takeBack}
          aria-label={t(isMerge ? 'merge.record.undoOf' : 'merge.record.undoApartOf', { name })}
        >
          {t(isMerge ? 'merge.record.undo' : 'merge.record.undoApart')}
        </Button>
      )}
    </li>
  );
}
