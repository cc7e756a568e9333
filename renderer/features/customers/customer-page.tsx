/** All that this desk holds of one customer; edited in its place, and the address says what is being edited. */
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { rolesAllow } from '../../../shared/rules/permissions.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { usePerson } from '../../data/hooks.ts';
import { ConflictsOf } from '../../records/conflict-list.tsx';
import type { RecordAddress } from '../../records/use-conflicts.ts';
import { useKeys } from '../../ui/use-keys.ts';
import { CustomerData } from './customer-data.tsx';
import { CustomerForm } from './customer-form.tsx';
import classes from './customers.module.css';
import { GuestHints, hintWords } from './guest-hints.tsx';
import { MergeButton } from './merge-button.tsx';
import { MistakenButton, MistakenNote } from './mistaken-mark.tsx';
import { MergesPanel } from './merges-panel.tsx';
import { MergedNote } from './merged-note.tsx';
import { NoteForm } from './note-form.tsx';
import { PrintRecord } from './print-record.tsx';
import { useCustomerRecord, type CustomerRecord } from './use-customer-record.ts';
import { MissingRecord, RecordHead } from './record-head.tsx';
import { useRecordTask } from './use-record-task.ts';
import { useWayBack } from './use-way-back.ts';
import { VehiclesPanel } from './vehicles-panel.tsx';
import { PreferencesPanel } from './preferences-panel.tsx';
import { VisitsPanel } from './visits-panel.tsx';
import { WaitingEdits } from './waiting-edits.tsx';

export function CustomerPage() {
  const { guestCardId = '' } = useParams();
  const record = useCustomerRecord(guestCardId);
  if (record === undefined) return <main className={classes.page} />;
  return record ? <Record key={guestCardId} record={record} /> : <MissingRecord />;
}

function Record({ record }: { readonly record: CustomerRecord }) {
  const { t } = useTranslation();
  const { card, customer } = record;
  const today = useDesk().businessDay();
  const back = useWayBack();
  const roles = usePerson()?.roles ?? [];
  const { mergedInto } = record;
  const mayEdit = rolesAllow(roles, 'guests.edit') && mergedInto === null;
  const { task, begin, end } = useRecordTask(mayEdit);
  const mayRecord = rolesAllow(roles, 'reception.use');
  const editData = () => begin(customer ? 'customer' : 'note');
  useKeys([
    { keys: 'Escape', label: t('common.back'), run: task === null ? back : end },
    ...(mayEdit && task === null
      ? [
          { keys: 'e', label: t('customers.keys.edit'), run: editData },
          { keys: 'n', label: t('customers.keys.newCar'), run: () => begin('new-car') },
        ]
      : []),
    ...(mayEdit && mayRecord && task === null
      ? [{ keys: 'p', label: t('customers.keys.preferences'), run: () => begin('preferences') }]
      : []),
  ]);
  return (
    <main className={classes.page}>
      <RecordHead title={card.name}>
        <span className={classes.hints}>
          <GuestHints {...card} words={hintWords(t, today)} />
        </span>
        {mergedInto === null && task === null && <MergeButton record={record} />}
        {task === null && <MistakenButton {...{ record, mayEdit }} />}
        {rolesAllow(roles, 'data.export') && <PrintRecord record={record} />}
      </RecordHead>
      {mergedInto && <MergedNote into={mergedInto} />}
      <MistakenNote record={record} mayEdit={mayEdit && task === null} />
      <div className={classes.record}>
        <div className={classes.column}>
          <section className={classes.panel} aria-label={t('customers.record.data')}>
            {task === 'customer' && customer && <CustomerForm {...{ card, customer }} onEnd={end} />}
            {task === 'note' && <NoteForm card={card} onEnd={end} />}
            {task !== 'customer' && task !== 'note' && (
              <CustomerData record={record} onEdit={mayEdit && task === null ? editData : null} />
            )}
          </section>
          {!mergedInto && <VehiclesPanel {...{ record, task, begin, end, mayEdit }} />}
        </div>
        <div className={classes.column}>
          {!mergedInto && (
            <>
              <PreferencesPanel {...{ record, task, begin, end }} mayRecord={mayEdit && mayRecord} />
              <VisitsPanel record={record} />
            </>
          )}
          <MergesPanel record={record} />
          <WaitingEdits ids={recordsOf(record).map(({ id }) => id)} />
          <ConflictsOf records={recordsOf(record)} />
        </div>
      </div>
    </main>
  );
}

/** With those that were merged into it: what is still said of them is said of this guest. */
function recordsOf(record: CustomerRecord): RecordAddress[] {
  const { card, customer, vehicles, preferences, merges } = record;
  const cardIds = new Set([card.id, ...record.cardIds]);
  const customerIds = new Set([...(customer ? [customer.id] : []), ...record.customerIds]);
  return [
    ...[...cardIds].map((id) => ({ entity: 'guestCard', id }) as const),
    ...[...customerIds].map((id) => ({ entity: 'customer', id }) as const),
    ...merges.map(({ id }) => ({ entity: 'customerMerge', id }) as const),
    ...vehicles.map(({ id }) => ({ entity: 'vehicle', id }) as const),
    ...preferences.map(({ id }) => ({ entity: 'preference', id }) as const),
  ];
}
