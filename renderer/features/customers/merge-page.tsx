/** Two records of one customer, found, compared and made one; the address says which two. */
import { useTranslation } from 'react-i18next';
import { Navigate, useParams, useSearchParams } from 'react-router';
import { useGo } from '../../ui/use-go.ts';
import { useKeys } from '../../ui/use-keys.ts';
import classes from './customers.module.css';
import { MergeFind } from './merge-find.tsx';
import { MergeForm } from './merge-form.tsx';
import { useGuestRecord } from './use-customer-record.ts';
import { useMayMerge } from './use-may-merge.ts';
import { RecordHead } from './record-head.tsx';
import { useMergeActions } from './use-merge-actions.ts';
import { useWayBack } from './use-way-back.ts';

export function MergePage() {
  const { t } = useTranslation();
  const { guestCardId = '' } = useParams();
  const [params] = useSearchParams();
  const withId = params.get('with') ?? '';
  const left = useGuestRecord(guestCardId);
  const right = useGuestRecord(withId);
  const mayMerge = useMayMerge();
  const go = useGo();
  const back = useWayBack();
  const actions = useMergeActions();
  useKeys([{ keys: 'Escape', label: t('common.back'), run: back }]);
  if (mayMerge === false) return <Navigate to={`/customers/${guestCardId}`} replace />;
  if (!mayMerge || left === undefined || right === undefined) return <main className={classes.page} />;
  const another = () => go('?', { replace: true });
  return (
    <main className={classes.page}>
      <RecordHead title={t('merge.title')} />
      {!left && <p role="status">{t('merge.missing')}</p>}
      {left && !right && (
        <MergeFind
          record={left}
          onLeave={back}
          onChoose={(cardId) => go(`?with=${cardId}`, { replace: true })}
        />
      )}
      {left && right && (
        <MergeForm
          key={`${left.card.id} ${right.card.id}`}
          {...{ left, right, onLeave: back, onAnother: another }}
          onMerge={async (input, names, seen) => {
            const isDone = await actions.merge(input, names, seen);
            if (isDone) go(`/customers/${input.intoCardId}`, { replace: true });
            return isDone;
          }}
          onApart={async (pair, names) => {
            const isDone = await actions.setApart(pair, names);
            if (isDone) back();
            return isDone;
          }}
        />
      )}
    </main>
  );
}
